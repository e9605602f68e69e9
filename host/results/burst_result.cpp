#include "host/results/burst_result.hpp"

#include "host/results/balance_fields.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

Fields<BurstOutcome> make_burst_fields() {
  Fields<BurstOutcome> fields = {
      {{"pin_height_nm", "nm", "", "height of the pin above the interface, as asked"},
       [](const BurstOutcome& o) { return o.pin_height_nm; }},
      {{"stress_MPa", "MPa", "", "resolved shear stress, as asked"},
       [](const BurstOutcome& o) { return o.stress / units::megapascal; }},
      {{"line_length_nm", "nm", "", "ℓ = α μ_f b / τ"}, [](const BurstOutcome& o) { return o.direct.line_length_nm; }},
      {{"crystal_above_gap_eV", "eV", "", "energy into the crystal above 2Δ, directly integrated"},
       [](const BurstOutcome& o) { return o.direct.crystal_above_gap_eV; }},
      {{"film_above_gap_eV", "eV", "", "energy into the film above 2Δ, directly integrated"},
       [](const BurstOutcome& o) { return o.direct.film_above_gap_eV; }},
      {{"quadrature_error_eV", "eV", "", "estimated error of the direct integration, both channels added"},
       [](const BurstOutcome& o) { return o.direct.error_eV; }},
      {{"crystal_above_gap_eV_table", "eV", "",
        "energy into the crystal above 2Δ from the table: that of events of this line"},
       [](const BurstOutcome& o) { return o.tabulated.crystal_eV; }},
      {{"film_above_gap_eV_table", "eV", "", "energy into the film above 2Δ from the table"},
       [](const BurstOutcome& o) { return o.tabulated.film_eV; }},
  };
  const Fields<BurstOutcome> balance =
      balance_fields<BurstOutcome>("eV", "_eV", [](const BurstOutcome& o) { return o.balance; });
  fields.insert(fields.end(), balance.begin(), balance.end());
  fields.push_back({{"inside_core", "", "", "whether some part of the line first turns closer than one Burgers vector"},
                    [](const BurstOutcome& o) { return o.inside_core; }});
  fields.push_back({{"supersonic", "", "", "whether some part of the line passes the sound speed"},
                    [](const BurstOutcome& o) { return o.tabulated.supersonic; }});
  return fields;
}

}  // namespace

const Fields<BurstOutcome>& burst_fields() {
  static const Fields<BurstOutcome> fields = make_burst_fields();
  return fields;
}

}  // namespace slipburst::host
