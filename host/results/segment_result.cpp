#include "host/results/segment_result.hpp"

#include <utility>

#include "host/results/balance_fields.hpp"
#include "host/results/provenance.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

/// Field of an energy per length in the reduced form.
Field<SegmentOutcome> energy_field(std::string name, std::string text, double (*reduced)(const exec::SegmentResult&)) {
  return {{std::move(name), "eV/nm", "", std::move(text)},
          [reduced](const SegmentOutcome& o) { return reduced(o.record.result) * o.model.energy_eV_per_nm; }};
}

Field<SegmentOutcome> array_field(std::string path, std::string unit, std::string shape, std::string text,
                                  const std::vector<double>& (*get)(const SegmentRecord&)) {
  return {{std::move(path), std::move(unit), std::move(shape), std::move(text)},
          [get](const SegmentOutcome& o) -> FieldValue {
            if (!o.recorded) return {};
            return get(o.record);
          }};
}

Fields<SegmentOutcome> make_segment_fields() {
  Fields<SegmentOutcome> fields = {
      {{"height_nm", "nm", "", "release height above the interface, as asked"},
       [](const SegmentOutcome& o) { return o.height_nm; }},
      {{"stress_MPa", "MPa", "", "resolved shear stress, as asked"},
       [](const SegmentOutcome& o) { return o.stress / units::megapascal; }},
      energy_field("crystal_above_gap_eV_per_nm",
                   "energy radiated above 2Δ while approaching, into the crystal: E* per length of line",
                   [](const exec::SegmentResult& r) -> double { return r.crystal_above; }),
      energy_field("film_above_gap_eV_per_nm", "energy radiated above 2Δ while receding, into the film",
                   [](const exec::SegmentResult& r) -> double { return r.film_above; }),
      energy_field("crystal_eV_per_nm", "energy radiated into the crystal at all frequencies",
                   [](const exec::SegmentResult& r) -> double { return r.crystal_above + r.crystal_below; }),
      energy_field("film_eV_per_nm", "energy radiated into the film at all frequencies",
                   [](const exec::SegmentResult& r) -> double { return r.film_above + r.film_below; }),
  };
  const Fields<SegmentOutcome> balance =
      balance_fields<SegmentOutcome>("eV/nm", "_eV_per_nm", [](const SegmentOutcome& o) { return o.balance; });
  fields.insert(fields.end(), balance.begin(), balance.end());
  const Fields<SegmentOutcome> rest = {
      {{"turning_point_nm", "nm", "", "closest distance of the first fall; 0 if it never turned"},
       [](const SegmentOutcome& o) { return o.turning_point_nm(); }},
      {{"inside_core", "", "", "whether the turning point is closer than one Burgers vector; a warning says so too"},
       [](const SegmentOutcome& o) { return o.inside_core(); }},
      {{"max_speed_over_ct", "1", "", "largest speed over the film's transverse sound speed"},
       [](const SegmentOutcome& o) -> double { return o.record.result.max_speed * o.model.speed_over_ct; }},
      {{"max_phonon_meV", "meV", "", "largest phonon energy of the model, ħω(x_min)"},
       [](const SegmentOutcome& o) { return o.model.max_phonon_meV; }},
      {{"duration_ps", "ps", "", "time from release to rest; the end depends a little on the tolerance"},
       [](const SegmentOutcome& o) -> double { return o.record.result.duration * o.model.time_ps; }},
      {{"steps_accepted", "1", "", "steps of the integrator"},
       [](const SegmentOutcome& o) { return static_cast<std::uint64_t>(o.record.result.steps_accepted); }},
      {{"steps_rejected", "1", "", "steps done again with a smaller size"},
       [](const SegmentOutcome& o) { return static_cast<std::uint64_t>(o.record.result.steps_rejected); }},
      {{"status", "", "",
        "`ok`, or `inside_equilibrium`: released at or below the equilibrium distance; taken to be at rest, all "
        "energies 0"},
       [](const SegmentOutcome& o) { return std::string(base::name(o.record.result.status)); }},
      {{"negative_eV_per_nm", "eV/nm", "",
        "energy of passes that radiate less than nothing in all, which are in no bin of `phonons`"},
       [](const SegmentOutcome& o) { return o.record.phonons.negative_eV_per_nm; },
       FieldPlace::file},
      array_field("trajectory/time_ps", "ps", "[n]",
                  "time since the release, rising; at least four samples per step of the integrator, the first at the "
                  "release",
                  [](const SegmentRecord& r) -> const std::vector<double>& { return r.trajectory.time_ps; }),
      array_field("trajectory/distance_nm", "nm", "[n]", "distance from the interface",
                  [](const SegmentRecord& r) -> const std::vector<double>& { return r.trajectory.distance_nm; }),
      array_field("trajectory/speed_over_ct", "1", "[n]",
                  "speed over the film's transverse sound speed; negative: approaching",
                  [](const SegmentRecord& r) -> const std::vector<double>& { return r.trajectory.speed_over_ct; }),
      array_field("trajectory/phonon_energy_meV", "meV", "[n]", "energy ħω of the phonons radiated at that distance",
                  [](const SegmentRecord& r) -> const std::vector<double>& { return r.trajectory.phonon_energy_meV; }),
      array_field(
          "trajectory/power_eV_per_nm_per_ps", "eV/nm/ps", "[n]",
          "radiated power per length of line; it diverges, integrably, where the mass law ends",
          [](const SegmentRecord& r) -> const std::vector<double>& { return r.trajectory.power_eV_per_nm_per_ps; }),
      array_field("phonons/edges_meV", "meV", "[m + 1]",
                  "edges of bins of equal width but the last: the 19th edge is 2Δ, the last is `max_phonon_meV`",
                  [](const SegmentRecord& r) -> const std::vector<double>& { return r.phonons.edges_meV; }),
      array_field("phonons/crystal_eV_per_nm", "eV/nm", "[m]",
                  "energy per bin (not per meV) and length of line, radiated into the crystal",
                  [](const SegmentRecord& r) -> const std::vector<double>& { return r.phonons.crystal_eV_per_nm; }),
      array_field("phonons/film_eV_per_nm", "eV/nm", "[m]", "energy per bin and length of line, radiated into the film",
                  [](const SegmentRecord& r) -> const std::vector<double>& { return r.phonons.film_eV_per_nm; }),
  };
  fields.insert(fields.end(), rest.begin(), rest.end());
  return fields;
}

}  // namespace

const Fields<SegmentOutcome>& segment_fields() {
  static const Fields<SegmentOutcome> fields = make_segment_fields();
  return fields;
}

void write_segment_file(const std::string& path, const Case& c, const SegmentOutcome& outcome,
                        const RunIdentity& identity) {
  OutputFile file(path, "slipburst-segment");
  write_provenance(file, c, "reference");
  write_identity(file, identity);
  write_fields(file, "/", segment_fields(), outcome);
  file.commit();
}

}  // namespace slipburst::host
