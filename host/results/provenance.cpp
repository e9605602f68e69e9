#include "host/results/provenance.hpp"

#include "host/results/listings.hpp"

namespace slipburst::host {

void write_program(OutputFile& file) { write_fields(file, "/", program_fields(), Program{}); }

void write_facts(OutputFile& file, std::span<const CaseFact> facts) {
  for (const CaseFact& fact : facts) write_field(file, "/", fact.info, fact.value);
}

void write_provenance(OutputFile& file, const std::string& case_name, const std::string& case_text,
                      const std::string& backend) {
  write_program(file);
  file.attribute("/", "backend", backend);
  file.attribute("/", "case_name", case_name);
  file.attribute("/", "case_toml", case_text);
}

void write_provenance(OutputFile& file, const Case& c, const std::string& backend) {
  write_provenance(file, c.name, c.text, backend);
  write_fields(file, "/", case_fields(), c);
}

}  // namespace slipburst::host
