#include "host/results/provenance.hpp"

#include <variant>

#include "host/base/results_version.hpp"
#include "slipburst/version.hpp"

namespace slipburst::host {

void write_program(OutputFile& file) {
  file.attribute("/", "program_version", std::string(version));
  file.attribute("/", "git_hash", std::string(git_hash));
  file.attribute("/", "results_version", std::int64_t{results_version});
}

void write_facts(OutputFile& file, std::span<const CaseFact> facts) {
  for (const CaseFact& fact : facts) {
    std::visit([&](const auto& value) { file.attribute("/", fact.name, value); }, fact.value);
  }
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
  write_facts(file, case_facts(c));
}

}  // namespace slipburst::host
