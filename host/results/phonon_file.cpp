#include "host/results/phonon_file.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "host/results/provenance.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

double relative_difference(double value, double reference, double scale) {
  return value == reference ? 0 : std::abs(value - reference) / std::abs(scale);
}

/// Column of the packets.
Field<PhononRecord> packet_column(std::string path, std::string unit, std::string text,
                                  double (*get)(const PhononPacket&)) {
  return {{std::move(path), std::move(unit), "[n]", std::move(text)}, [get](const PhononRecord& r) {
            std::vector<double> values;
            for (const PhononPacket& packet : r.list.packets) values.push_back(get(packet));
            return values;
          }};
}

ArrayValue directions(const PhononRecord& r) {
  ArrayValue array{{}, {r.list.packets.size(), 3}};
  for (const PhononPacket& packet : r.list.packets) {
    array.values.insert(array.values.end(), {packet.direction.x, packet.direction.y, packet.direction.z});
  }
  return array;
}

std::vector<std::uint64_t> channels(const PhononRecord& r) {
  std::vector<std::uint64_t> values;
  for (const PhononPacket& packet : r.list.packets) values.push_back(static_cast<std::uint64_t>(packet.channel));
  return values;
}

Fields<PhononRecord> make_phonon_fields() {
  constexpr auto file = FieldPlace::file;
  return {
      {{"pin_height_nm", "nm", "", "height of the pin above the interface, as asked"},
       [](const PhononRecord& r) { return r.request.pin_height_nm; }},
      {{"stress_MPa", "MPa", "", "resolved shear stress, as asked"},
       [](const PhononRecord& r) { return r.request.stress / units::megapascal; }},
      {{"listed_phonons", "", "", "phonons of the list: `above-gap`, or `all`"},
       [](const PhononRecord& r) { return std::string(r.request.phonons == Phonons::all ? "all" : "above-gap"); }},
      {{"seed", "1", "", "key of the random directions"}, [](const PhononRecord& r) { return r.request.seed; }},
      {{"burst", "1", "", "event of the list, whose directions are its own; 0 for a line of the command line"},
       [](const PhononRecord& r) { return r.request.burst; }},
      {{"bins", "1", "", "bins of phonon energy between 2Δ and the maximum, as asked"},
       [](const PhononRecord& r) { return r.request.bins; }},
      {{"line_length_nm", "nm", "", "ℓ = α μ_f b / τ"}, [](const PhononRecord& r) { return r.list.line_length_nm; }},
      {{"positions", "1", "", "positions along the line"},
       [](const PhononRecord& r) { return std::uint64_t{r.list.positions}; }},
      {{"packets", "1", "", "entries of the list"},
       [](const PhononRecord& r) { return std::uint64_t{r.list.packets.size()}; },
       FieldPlace::report},
      {{"phonons", "1", "", "phonons that the packets stand for: sum of their weights"},
       [](const PhononRecord& r) { return r.list.phonons; }},
      {{"crystal_eV", "eV", "", "sum of weight × ħω of the packets into the crystal"},
       [](const PhononRecord& r) { return r.list.energy_eV[0]; }},
      {{"film_eV", "eV", "", "sum of weight × ħω of the packets into the film"},
       [](const PhononRecord& r) { return r.list.energy_eV[1]; }},
      {{"crystal_above_gap_eV", "eV", "", "part of `crystal_eV` above 2Δ"},
       [](const PhononRecord& r) { return r.list.above_gap_eV[0]; }},
      {{"film_above_gap_eV", "eV", "", "part of `film_eV` above 2Δ"},
       [](const PhononRecord& r) { return r.list.above_gap_eV[1]; }},
      {{"crystal_above_gap_eV_direct", "eV", "",
        "energy into the crystal above 2Δ by adaptive quadrature, as in `slipburst burst`"},
       [](const PhononRecord& r) { return r.direct.crystal_above_gap_eV; }},
      {{"film_above_gap_eV_direct", "eV", "", "energy into the film above 2Δ by adaptive quadrature"},
       [](const PhononRecord& r) { return r.direct.film_above_gap_eV; }},
      {{"relative_difference", "1", "",
        "largest over the channels of the relative difference between packets and direct integration, above 2Δ; a "
        "channel with less than 1e-4 of the energy counts as having 1e-4. Above 1e-6 a warning gives the reason"},
       [](const PhononRecord& r) { return r.relative_difference(); }},
      {{"radiated_eV", "eV", "", "with `--all`: energy radiated by the line at all frequencies, in closed form"},
       [](const PhononRecord& r) -> FieldValue {
         if (!r.radiated_eV) return {};
         return *r.radiated_eV;
       }},
      {{"radiated_relative_difference", "1", "",
        "relative difference of the sum of the packets' energies from `radiated_eV`"},
       [](const PhononRecord& r) -> FieldValue {
         if (!r.radiated_eV) return {};
         return relative_difference(r.list.energy_eV[0] + r.list.energy_eV[1], *r.radiated_eV, *r.radiated_eV);
       }},
      {{"crystal_negative_eV", "eV", "",
        "energy of passes with negative radiation into the crystal, which is in no packet: 0 except [far beyond the "
        "sound speed](methods.md#phonon-lists)"},
       [](const PhononRecord& r) { return r.list.negative_eV[0]; }},
      {{"film_negative_eV", "eV", "", "energy of passes with negative radiation into the film"},
       [](const PhononRecord& r) { return r.list.negative_eV[1]; }},
      {{"mean_phonon_meV", "meV", "", "mean energy of the phonons listed"},
       [](const PhononRecord& r) { return r.list.mean_phonon_meV; }},
      {{"max_listed_phonon_meV", "meV", "", "largest energy of the phonons listed"},
       [](const PhononRecord& r) { return r.list.max_emitted_meV; }},
      {{"max_phonon_meV", "meV", "", "largest phonon energy of the model, ħω(x_min)"},
       [](const PhononRecord& r) { return r.list.max_phonon_meV; }},
      {{"polarisation", "", "", "[assumption](methods.md#phonon-lists) on the polarisation, in words"},
       [](const PhononRecord&) { return std::string(PhononAssumptions::polarisation); },
       file},
      {{"direction_law", "", "", "assumption on the directions"},
       [](const PhononRecord&) { return std::string(PhononAssumptions::direction); },
       file},
      {{"frame", "", "", "axes of directions and positions"},
       [](const PhononRecord&) { return std::string(PhononAssumptions::frame); },
       file},
      {{"edges_meV", "meV", "[m + 1]",
        "edges of the bins of phonon energy; a packet lies within one. One edge is 2Δ, the last is `max_phonon_meV`"},
       [](const PhononRecord& r) { return r.list.edges_meV; }},
      packet_column("packets/energy_meV", "meV", "energy ħω of one phonon",
                    [](const PhononPacket& p) { return p.phonon_meV; }),
      packet_column("packets/weight", "1", "phonons the packet stands for; not a whole number",
                    [](const PhononPacket& p) { return p.weight; }),
      {{"packets/direction", "1", "[n, 3]", "unit vector x, y, z in the axes of the root attribute `frame`"},
       directions},
      packet_column("packets/position_nm", "nm", "position along the line, from its end at the interface",
                    [](const PhononPacket& p) { return p.position_nm; }),
      packet_column("packets/height_nm", "nm", "height of the segment at its release, above the interface",
                    [](const PhononPacket& p) { return p.height_nm; }),
      packet_column("packets/distance_nm", "nm",
                    "distance of the segment from the interface when it emits: z = −distance",
                    [](const PhononPacket& p) { return p.distance_nm; }),
      packet_column("packets/time_ps", "ps", "time of the emission, since the release of the line",
                    [](const PhononPacket& p) { return p.time_ps; }),
      {{"packets/channel", "1", "[n]", "0: into the crystal, 1: into the film"}, channels},
  };
}

}  // namespace

double PhononRecord::relative_difference() const {
  const double floor = 1e-4 * (direct.crystal_above_gap_eV + direct.film_above_gap_eV);
  const auto of = [&](double listed_eV, double direct_eV) {
    return host::relative_difference(listed_eV, direct_eV, std::max(std::abs(direct_eV), floor));
  };
  return std::max(of(list.above_gap_eV[0], direct.crystal_above_gap_eV),
                  of(list.above_gap_eV[1], direct.film_above_gap_eV));
}

const Fields<PhononRecord>& phonon_fields() {
  static const Fields<PhononRecord> fields = make_phonon_fields();
  return fields;
}

void write_phonon_file(const std::string& path, const Case& c, const PhononRecord& record) {
  OutputFile file(path, "slipburst-phonons");
  write_provenance(file, c, "reference");
  write_identity(file, record.identity);
  write_fields(file, "/", phonon_fields(), record);
  file.commit();
}

}  // namespace slipburst::host
