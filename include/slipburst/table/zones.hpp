#pragma once
/// \file A table in two zones of the pin height, for sensors that see a share of the phonons below the gap.

#include "slipburst/table/view.hpp"

namespace slipburst::table {

/// Above the height where emission above the gap begins, the upper table holds the energy. Below that height, the
/// energy is a share of the energy at all frequencies, which the lower table holds down to the equilibrium distance.
///
/// Stress cells are numbered through: the cells of the lower table follow the cells of the upper table.
struct Zones {
  View upper, lower;
  float lower_bits = 0;  ///< log2 of the share of the lower table's energies that counts

  /// Table of one zone. \param only  table that reaches down to zero energy
  Zones(const View& only) : upper(only), lower() {}
  /// \param share  share of the lower table's energies that counts
  Zones(const View& upper_zone, const View& lower_zone, double share)
      : upper(upper_zone), lower(lower_zone), lower_bits(static_cast<float>(math::log2(share))) {}

  SLIPBURST_FUNCTION bool divided() const { return lower.cells != nullptr; }

  /// Place of a line at or below the lower end of the upper zone: see View::place. Precondition: divided().
  SLIPBURST_FUNCTION LinePlace place_below(double height_over_stress, double u) const {
    LinePlace line = lower.place(height_over_stress, u);
    line.stress_cell += static_cast<std::int32_t>(upper.stress.cells());
    return line;
  }

  SLIPBURST_FUNCTION LinePlace place(double height_over_stress, double u) const {
    const LinePlace line = upper.place(height_over_stress, u);
    return line.z > 0.0f || !divided() ? line : place_below(height_over_stress, u);
  }

  SLIPBURST_FUNCTION HeightAxis::Place height_place(const LinePlace& line) const {
    return in_upper(line) ? upper.height_place(line) : lower.height_place(line);
  }

  SLIPBURST_FUNCTION Energies energies(const LinePlace& line) const {
    const HeightAxis::Place place = height_place(line);
    Profile along;
    find_profile(*cell(line, place.cell), line.stress_fraction, along);
    return energies(line, along, place.fraction);
  }
  SLIPBURST_FUNCTION const Cell* cell(const LinePlace& line, std::int32_t height_cell) const {
    return in_upper(line) ? upper.cell(line, height_cell) : lower.cell(within_lower(line), height_cell);
  }
  SLIPBURST_FUNCTION Energies energies(const LinePlace& line, const Profile& along, float height_fraction) const {
    Energies result = upper.energies(line, along, height_fraction);
    SLIPBURST_UNROLL
    for (int channel = 0; channel < channels; ++channel) {
      const float energy = result.log2_energy[channel];
      result.log2_energy[channel] = in_upper(line) ? energy : share_of(energy);
    }
    return result;
  }
  /// Energies of a line of the lower table by itself, whose stress cells are not numbered through.
  SLIPBURST_FUNCTION Energies energies_below(const LinePlace& line) const {
    Energies result = lower.energies(line);
    SLIPBURST_UNROLL
    for (float& energy : result.log2_energy) energy = share_of(energy);
    return result;
  }

  SLIPBURST_FUNCTION float supersonic_ratio(const LinePlace& line) const {
    return in_upper(line) ? upper.supersonic_ratio(line) : lower.supersonic_ratio(within_lower(line));
  }
  SLIPBURST_FUNCTION bool is_supersonic(const LinePlace& line) const {
    return passes_sound(line.z, supersonic_ratio(line));
  }

 private:
  SLIPBURST_FUNCTION bool in_upper(const LinePlace& line) const { return line.stress_cell < upper.stress.cells(); }
  /// log2 of the energy that counts, of an energy of the lower table.
  SLIPBURST_FUNCTION float share_of(float log2_energy) const { return log2_energy + lower_bits; }
  SLIPBURST_FUNCTION LinePlace within_lower(LinePlace line) const {
    line.stress_cell -= static_cast<std::int32_t>(upper.stress.cells());
    return line;
  }
};

}  // namespace slipburst::table
