#include "host/results/phonon_file.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>
#include <vector>

#include "host/results/provenance.hpp"
#include "host/store/output_file.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

void write_totals(OutputFile& file, const PhononList& list, const LineEnergy& direct) {
  constexpr std::array<const char*, phonon_channels> channels{"crystal", "film"};
  const std::array<double, phonon_channels> direct_eV{direct.crystal_above_gap_eV, direct.film_above_gap_eV};
  for (std::size_t i = 0; i < phonon_channels; ++i) {
    const std::string channel = channels[i];
    file.attribute("/", channel + "_eV", list.energy_eV[i]);
    file.attribute("/", channel + "_above_gap_eV", list.above_gap_eV[i]);
    file.attribute("/", channel + "_above_gap_eV_direct", direct_eV[i]);
    file.attribute("/", channel + "_negative_eV", list.negative_eV[i]);
  }
  file.attribute("/", "phonons", list.phonons);
  file.attribute("/", "mean_phonon_meV", list.mean_phonon_meV);
  file.attribute("/", "greatest_phonon_meV", list.max_emitted_meV);
  file.attribute("/", "max_phonon_meV", list.max_phonon_meV);
}

void write_packets(OutputFile& file, const std::vector<PhononPacket>& packets) {
  const auto column = [&](const char* name, double PhononPacket::*member, const DatasetInfo& info) {
    std::vector<double> values;
    std::transform(packets.begin(), packets.end(), std::back_inserter(values),
                   [&](const PhononPacket& packet) { return packet.*member; });
    file.dataset(std::string("/packets/") + name, values, info);
  };
  column("energy_meV", &PhononPacket::phonon_meV, {"meV", "energy of one phonon, hbar omega"});
  column("weight", &PhononPacket::weight, {"1", "phonons the packet stands for; not a whole number"});
  std::vector<double> directions;
  std::vector<std::uint64_t> channels;
  for (const PhononPacket& packet : packets) {
    for (const double component : {packet.direction.x, packet.direction.y, packet.direction.z}) {
      directions.push_back(component);
    }
    channels.push_back(static_cast<std::uint64_t>(packet.channel));
  }
  file.dataset("/packets/direction", directions, std::array<std::uint64_t, 2>{packets.size(), 3},
               {"1", "unit vector x, y, z; see the root attribute frame"});
  column("position_nm", &PhononPacket::position_nm, {"nm", "along the line, from its end at the interface"});
  column("height_nm", &PhononPacket::height_nm, {"nm", "of the segment at its release, above the interface"});
  column("distance_nm", &PhononPacket::distance_nm,
         {"nm", "of the segment from the interface when it emits: z = -distance"});
  column("time_ps", &PhononPacket::time_ps, {"ps", "of the emission, since the release of the line"});
  file.dataset("/packets/channel", channels, {"1", "0: into the crystal, 1: into the film"});
}

}  // namespace

void write_phonon_file(const std::string& path, const Case& c, const PhononRecord& record) {
  OutputFile file(path, "slipburst-phonons");
  write_provenance(file, c, "reference");
  write_identity(file, record.identity);
  const PhononRequest& request = record.request;
  file.attribute("/", "pin_height_nm", request.pin_height_nm);
  file.attribute("/", "stress_MPa", request.stress / units::megapascal);
  file.attribute("/", "line_length_nm", record.list.line_length_nm);
  file.attribute("/", "seed", request.seed);
  file.attribute("/", "burst", request.burst);
  file.attribute("/", "channels", std::string(request.channels == Channels::all ? "all" : "above-gap"));
  file.attribute("/", "bins", request.bins);
  file.attribute("/", "positions", std::uint64_t{record.list.positions});
  file.attribute("/", "polarisation", std::string(PhononAssumptions::polarisation));
  file.attribute("/", "direction_law", std::string(PhononAssumptions::direction));
  file.attribute("/", "frame", std::string(PhononAssumptions::frame));
  write_totals(file, record.list, record.direct);
  file.dataset("/edges_meV", record.list.edges_meV, {"meV", "bins of phonon energy: a packet lies within one"});
  write_packets(file, record.list.packets);
  file.commit();
}

}  // namespace slipburst::host
