#pragma once
/// \file The radiation of one segment, cut into packets of phonons.

#include <array>
#include <vector>

#include "host/lines/phonon_bins.hpp"

namespace slipburst::host {

/// Channel of phonons: the crystal while the segment approaches the interface, the film while it recedes.
enum class PhononChannel : std::uint8_t { crystal = 0, film = 1 };
inline constexpr std::size_t phonon_channels = 2;

/// Radiation of a segment into one bin of phonon energy during one pass, that is one direction of motion.
struct SegmentPacket {
  PhononChannel channel;
  bool above_gap;
  double energy_eV_per_nm;  ///< radiated per length of line, > 0
  double phonon_meV;        ///< hbar omega: energy over number of phonons, within the bin
  double time_ps;           ///< since the release, energy-weighted mean
  double distance_nm;       ///< of the segment from the interface, energy-weighted mean
};

struct SegmentPackets {
  std::vector<SegmentPacket> packets;  ///< in time order
  /// Energy of passes with a negative total above the gap, or below it, by channel, <= 0: in no packet.
  std::array<double, phonon_channels> negative_eV_per_nm{};
};

/// Integrates a segment and cuts each pass where the phonon energy crosses an edge of a bin. A packet's energy is the
/// drop of mechanical energy (Romani 2024, Eq. (21)); where it is negative, just after a close bounce, it is netted
/// against the following bins of the pass, then the preceding bins, on the same side of the gap.
/// \param phonons  Phonons::above_gap stops once no above-gap energy can follow and lists no packet below the gap
/// \throws TableError if the segment cannot be integrated
SegmentPackets segment_packets(const Case& c, const ReducedModel& model, const PhononBins& bins,
                               const exec::Segment& segment, Phonons phonons);

}  // namespace slipburst::host
