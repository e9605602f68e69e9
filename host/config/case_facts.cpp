#include "host/config/case_facts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "slipburst/physics/reading.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

const char* dynamics_name(DynamicsLaw law) {
  return law == DynamicsLaw::elastorelativistic ? "elastorelativistic" : "newtonian";
}

}  // namespace

std::vector<CaseFact> case_facts(const Case& c) {
  return {{"film", c.film.shown_name()},
          {"substrate", c.substrate.shown_name()},
          {"reading", std::string(physics::name(c.reading))},
          {"reading_means", std::string(physics::description(c.reading))},
          {"dynamics", std::string(dynamics_name(c.dynamics))},
          {"pair_breaking_energy_meV", c.film.pair_breaking_energy},
          {"spacing_nm", c.pinning.spacing},
          {"alpha", c.pinning.alpha},
          {"gamma", c.depinning.gamma},
          {"sigma0_MPa", c.sigma0 / units::megapascal}};
}

void keep_common(std::vector<CaseFact>& facts, const Case& c) {
  const std::vector<CaseFact> own = case_facts(c);
  std::erase_if(facts, [&](const CaseFact& fact) { return std::ranges::find(own, fact) == own.end(); });
}

std::string case_line(const Case& c) {
  return fmt::format("{} on {}, pins {:g} nm apart, sigma0 {:g} MPa, alpha {:g}, Gamma {:g}, reading {}, {} dynamics",
                     c.film.shown_name(), c.substrate.shown_name(), c.pinning.spacing, c.sigma0 / units::megapascal,
                     c.pinning.alpha, c.depinning.gamma, physics::name(c.reading), dynamics_name(c.dynamics));
}

}  // namespace slipburst::host
