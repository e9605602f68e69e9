#include "host/results/beam_result.hpp"

#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

Fields<BeamResult> make_beam_fields() {
  using Result = const BeamResult&;
  return {
      {{"threshold_keV", "keV", "", "lowest energy at which an electron can transfer the migration energy"},
       [](Result r) {
         return detrapping::MigrationCrossSection(r.target).threshold() / units::millielectronvolt_per_keV;
       }},
      {{"caveat", "", "", "caution about the cross-section of McKinley and Feshbach"},
       [](Result r) { return r.caveat; }},
  };
}

Fields<detrapping::Target> make_target_fields() {
  using Target = const detrapping::Target&;
  return {
      {{"charge_number", "1", "", "Z of the target's atoms"}, [](Target t) { return t.charge_number; }},
      {{"mass_u", "u", "", "mass of an atom"}, [](Target t) { return t.mass_u; }},
      {{"migration_energy_eV", "eV", "", "energy that an atom beside a vacancy needs to jump into it"},
       [](Target t) { return t.migration_energy / units::millielectronvolt_per_eV; }},
      {{"neighbours", "1", "", "neighbours of a vacancy"}, [](Target t) { return t.neighbours; }},
      {{"alpha_Z", "1", "", "fine structure constant times Z, in which the cross-section is expanded"},
       [](Target t) { return coupling(t); }},
  };
}

Fields<BeamRate> make_rate_fields() {
  using Rate = const BeamRate&;
  return {
      {{"energy_keV", "keV", "", "energy of the electrons, as asked"},
       [](Rate r) { return r.energy / units::millielectronvolt_per_keV; }},
      {{"max_transfer_eV", "eV", "", "largest energy that an electron can transfer to an atom"},
       [](Rate r) { return r.max_transfer / units::millielectronvolt_per_eV; }},
      {{"sigma_mig_barn", "barn", "", "cross-section for the jump of a vacancy; exactly 0 up to the threshold"},
       [](Rate r) { return r.cross_section / units::barn; }},
      {{"vacancy_rate_Hz", "Hz", "", "neighbours × flux × cross-section; none without a flux"},
       [](Rate r) -> FieldValue {
         if (!r.vacancy_jump_Hz) return {};
         return *r.vacancy_jump_Hz;
       }},
  };
}

}  // namespace

const Fields<BeamResult>& beam_fields() {
  static const Fields<BeamResult> fields = make_beam_fields();
  return fields;
}

const Fields<detrapping::Target>& beam_target_fields() {
  static const Fields<detrapping::Target> fields = make_target_fields();
  return fields;
}

const Fields<BeamRate>& beam_rate_fields() {
  static const Fields<BeamRate> fields = make_rate_fields();
  return fields;
}

}  // namespace slipburst::host
