#include <fmt/format.h>

#include <iterator>
#include <span>

#include "host/files/replacement_file.hpp"
#include "host/results/case_fields.hpp"
#include "host/results/phonon_file.hpp"
#include "host/results/text_header.hpp"
#include "slipburst/units/constants.hpp"
#include "slipburst/version.hpp"

namespace slipburst::host {
namespace {

std::string phonon_header(const Case& c, const PhononRecord& record) {
  const PhononRequest& request = record.request;
  const PhononList& list = record.list;
  const std::string program = fmt::format("written by slipburst {} ({})", version, git_hash);
  return text_header("slipburst-phonons", program, record.identity) +
         fmt::format(
             "# case {}: {}; pin height {} nm, resolved shear stress {} MPa, line length {} nm\n"
             "# phonons {}; seed {}, burst {}\n"
             "# {} packets for {} phonons; crystal {} eV, film {} eV\n"
             "# polarisation: {}\n"
             "# direction: {}\n"
             "# frame: {}\n"
             "# weight: phonons the packet stands for; weight * energy summed over a channel is its energy\n"
             "# position along the line from its end at the interface; height of the segment at its release; distance "
             "of\n"
             "# the segment from the interface when it emits, z = -distance; time since the release of the line\n"
             "# channel: 0 into the crystal, 1 into the film\n"
             "# energy_meV weight direction_x direction_y direction_z position_nm height_nm distance_nm time_ps "
             "channel\n",
             c.name, case_line(c), request.pin_height_nm, request.stress / units::megapascal, list.line_length_nm,
             request.phonons == Phonons::all ? "of all energies" : "above the gap", request.seed, request.burst,
             list.packets.size(), list.phonons, list.energy_eV[0], list.energy_eV[1], PhononAssumptions::polarisation,
             PhononAssumptions::direction, PhononAssumptions::frame);
}

}  // namespace

void write_phonon_text(const std::string& path, const Case& c, const PhononRecord& record) {
  ReplacementFile file(path);
  std::string text = phonon_header(c, record);
  for (const PhononPacket& p : record.list.packets) {
    fmt::format_to(std::back_inserter(text), "{} {} {} {} {} {} {} {} {} {}\n", p.phonon_meV, p.weight, p.direction.x,
                   p.direction.y, p.direction.z, p.position_nm, p.height_nm, p.distance_nm, p.time_ps,
                   static_cast<int>(p.channel));
  }
  file.write(std::as_bytes(std::span(text)));
  file.commit();
}

}  // namespace slipburst::host
