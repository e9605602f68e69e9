#include "host/files/provenance.hpp"

#include "host/results_version.hpp"
#include "slipburst/units/constants.hpp"
#include "slipburst/version.hpp"

namespace slipburst::host {

void write_program(OutputFile& file) {
  file.attribute("/", "program_version", std::string(version));
  file.attribute("/", "git_hash", std::string(git_hash));
  file.attribute("/", "results_version", std::int64_t{results_version});
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
  file.attribute("/", "film", c.film.material);
  file.attribute("/", "substrate", c.substrate.material);
  file.attribute("/", "reading", std::string(physics::name(c.reading)) + ": " + physics::description(c.reading));
  file.attribute("/", "gap_meV", c.film.gap);
  file.attribute("/", "spacing_nm", c.pinning.spacing);
  file.attribute("/", "alpha", c.pinning.alpha);
  file.attribute("/", "gamma", c.depinning.gamma);
  file.attribute("/", "sigma0_MPa", c.sigma0 / units::megapascal);
}

}  // namespace slipburst::host
