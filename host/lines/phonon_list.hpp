#pragma once
/// \file The phonons of one burst, as a source for phonon transport codes.

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "host/lines/segment_packets.hpp"
#include "host/model/prepared_case.hpp"
#include "slipburst/random/half_space.hpp"

namespace slipburst::host {

/// Burst to list, and the resolution of the list.
struct PhononRequest {
  double pin_height_nm;
  double stress;                         ///< resolved shear stress, meV/nm^3
  std::optional<double> line_length_nm;  ///< if pinned under another stress; default: from `stress`
  std::uint64_t seed = 1;                ///< of the directions
  std::uint64_t burst = 0;               ///< index of the event: bursts of one seed have directions of their own
  std::uint64_t positions = 32;          ///< along the line, at least
  std::uint64_t bins = 64;               ///< of phonon energy above the gap, and as many below
  Phonons phonons = Phonons::above_gap;  ///< all: below-gap phonons too
};

/// One packet: phonons of one energy that leave together. The frame: z along the interface's normal into the crystal,
/// the interface at z = 0; no direction in that plane is singled out, since the directions are drawn at random.
struct PhononPacket {
  double phonon_meV;            ///< hbar omega
  double weight;                ///< phonons the packet stands for, not a whole number
  random::Direction direction;  ///< unit vector; z > 0 into the crystal, z < 0 into the film
  double position_nm;           ///< along the line, from its end at the interface
  double height_nm;             ///< of the segment at its release, above the interface
  double distance_nm;           ///< of the segment from the interface when it emits: at z = -distance
  double time_ps;               ///< since the release of the line
  PhononChannel channel;
};

/// Packets of one burst and their sums; sums by channel are in eV.
struct PhononList {
  std::vector<PhononPacket> packets;  ///< by position, then time
  std::vector<double> edges_meV;  ///< of the bins that cut the packets: one is 2 Delta, the last the greatest energy
  double line_length_nm;
  double max_phonon_meV;                               ///< of the model, hbar omega(x_min)
  std::size_t positions;                               ///< along the line
  double phonons = 0;                                  ///< sum of the weights
  double max_emitted_meV = 0, mean_phonon_meV = 0;     ///< of the packets; mean over phonons
  std::array<double, phonon_channels> energy_eV{};     ///< sum of weight x hbar omega
  std::array<double, phonon_channels> above_gap_eV{};  ///< part of energy_eV above the gap
  std::array<double, phonon_channels> negative_eV{};   ///< in no packet, see SegmentPackets
};

/// Packets of a line between interface and pin (Romani 2024, Eqs. (1), (25)-(27)). The directions are
/// drawn isotropically in the half space of the channel: an assumption, the model has none. The energies of a
/// channel and negative_eV sum to line_energy() to 1e-6 of it, or of 1e-4 of both channels if it has less. Depends on
/// the case and the request alone. \param poll  called now and then; may throw to stop \throws TableError if a segment
/// cannot be integrated
PhononList phonon_list(const PreparedCase& c, const PhononRequest& request, const std::function<void()>& poll = {});

/// Energy a line radiates at all frequencies, both channels, eV: l / h_max times the integral over h from x_eq to
/// h_max of tau b (h - x_eq) - kappa T0 K ln(h / x_eq).
/// \param line_length_nm  if pinned under another stress; default: from `stress`
double radiated_energy_eV(const PreparedCase& c, double pin_height_nm, double stress,
                          std::optional<double> line_length_nm = {});

}  // namespace slipburst::host
