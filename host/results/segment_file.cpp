#include "host/results/segment_file.hpp"

#include "host/results/provenance.hpp"
#include "host/store/output_file.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {

void write_segment_file(const std::string& path, const PreparedCase& c, double height_nm, double stress,
                        const SegmentRecord& record, const EnergyBalance& balance, const RunIdentity& identity) {
  const ReducedModel& model = c.model();
  OutputFile file(path, "slipburst-segment");
  write_provenance(file, c, "reference");
  write_identity(file, identity);
  file.attribute("/", "height_nm", height_nm);
  file.attribute("/", "stress_MPa", stress / units::megapascal);
  file.attribute("/", "max_phonon_meV", model.max_phonon_meV);
  file.attribute("/", "crystal_above_gap_eV_per_nm", record.result.crystal_above * model.energy_eV_per_nm);
  file.attribute("/", "film_above_gap_eV_per_nm", record.result.film_above * model.energy_eV_per_nm);
  file.attribute("/", "max_speed_over_ct", record.result.max_speed * model.speed_over_ct);
  file.attribute("/", "status", std::string(base::name(record.result.status)));

  file.attribute("/", "work_eV_per_nm", balance.work);
  file.attribute("/", "radiated_eV_per_nm", balance.radiated);
  file.attribute("/", "residual_eV_per_nm", balance.residual());
  const auto write_channel = [&](const std::string& name, const ChannelBalance& channel) {
    file.attribute("/", name + "_radiation_force_eV_per_nm", channel.radiation_force);
    file.attribute("/", name + "_mass_term_eV_per_nm", channel.mass_term);
    file.attribute("/", name + "_below_5b_share", channel.near_share());
  };
  write_channel("crystal", balance.crystal);
  write_channel("film", balance.film);

  const Trajectory& t = record.trajectory;
  file.dataset("/trajectory/time_ps", t.time_ps, {"ps", "time since release"});
  file.dataset("/trajectory/distance_nm", t.distance_nm, {"nm", "distance from the interface"});
  file.dataset("/trajectory/speed_over_ct", t.speed_over_ct,
               {"1", "speed over the film's transverse sound speed; negative: approaching"});
  file.dataset("/trajectory/phonon_energy_meV", t.phonon_energy_meV, {"meV", "energy of the phonons radiated"});
  file.dataset("/trajectory/power_eV_per_nm_per_ps", t.power_eV_per_nm_per_ps,
               {"eV/nm/ps", "radiated power per length of line"});

  const PhononSpectrum& p = record.phonons;
  file.dataset("/phonons/edges_meV", p.edges_meV, {"meV", "edges of the bins; one is the gap 2 Delta"});
  file.dataset("/phonons/crystal_eV_per_nm", p.crystal_eV_per_nm,
               {"eV/nm", "energy per bin and length of line radiated while approaching, into the crystal"});
  file.dataset("/phonons/film_eV_per_nm", p.film_eV_per_nm,
               {"eV/nm", "energy per bin and length of line radiated while receding, into the film"});
  file.attribute("/phonons", "negative_eV_per_nm", p.negative_eV_per_nm);
  file.commit();
}

}  // namespace slipburst::host
