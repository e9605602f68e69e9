#include "host/results/case_fields.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "slipburst/physics/reading.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

const char* dynamics_name(DynamicsLaw law) {
  return law == DynamicsLaw::elastorelativistic ? "elastorelativistic" : "newtonian";
}

Fields<Case> make_case_fields() {
  return {
      {{"film", "", "", "name or material of the film"}, [](const Case& c) { return c.film.shown_name(); }},
      {{"substrate", "", "", "name or material of the substrate"},
       [](const Case& c) { return c.substrate.shown_name(); }},
      {{"reading", "", "", "[reading](case.md#readings) of the printed formulas"},
       [](const Case& c) { return std::string(physics::name(c.reading)); }},
      {{"reading_means", "", "", "prefactors of the reading, in words"},
       [](const Case& c) { return std::string(physics::description(c.reading)); }},
      {{"dynamics", "", "", "law of motion of the lines: `newtonian` or `elastorelativistic`"},
       [](const Case& c) { return std::string(dynamics_name(c.dynamics)); }},
      {{"pair_breaking_energy_meV", "meV", "", "2Δ of the film"},
       [](const Case& c) { return c.film.pair_breaking_energy; }},
      {{"spacing_nm", "nm", "", "spacing of the pins"}, [](const Case& c) { return c.pinning.spacing; }},
      {{"alpha", "1", "", "α of the length of lines"}, [](const Case& c) { return c.pinning.alpha; }},
      {{"gamma", "1", "", "Γ of the tunnelling of lines"}, [](const Case& c) { return c.depinning.gamma; }},
      {{"sigma0_MPa", "MPa", "", "σ0: stress of the film"}, [](const Case& c) { return c.sigma0 / units::megapascal; }},
  };
}

}  // namespace

const Fields<Case>& case_fields() {
  static const Fields<Case> fields = make_case_fields();
  return fields;
}

std::vector<CaseFact> common_facts(std::span<const PreparedCase> cases) {
  std::vector<CaseFact> facts;
  for (const Field<Case>& field : case_fields()) {
    const FieldValue value = field.get(cases.front());
    const Report shown = field_report(value);
    const auto same = [&](const PreparedCase& c) { return field_report(field.get(c)) == shown; };
    if (std::ranges::all_of(cases, same)) facts.push_back({field.info, value});
  }
  return facts;
}

std::string case_line(const Case& c) {
  return fmt::format("{} on {}, pins {:g} nm apart, sigma0 {:g} MPa, alpha {:g}, Gamma {:g}, reading {}, {} dynamics",
                     c.film.shown_name(), c.substrate.shown_name(), c.pinning.spacing, c.sigma0 / units::megapascal,
                     c.pinning.alpha, c.depinning.gamma, physics::name(c.reading), dynamics_name(c.dynamics));
}

}  // namespace slipburst::host
