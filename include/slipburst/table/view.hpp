#pragma once
/// \file The table of line energies as kernels see it: plain pointers into memory the launcher owns.

#include <cstdint>

#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/table/axis.hpp"

namespace slipburst::table {

inline constexpr int channels = 2;          ///< crystal, film
inline constexpr int nodes_per_cell = 4;    ///< bicubic cells
inline constexpr int threshold_terms = 6;   ///< quintic in the fraction of a stress cell
inline constexpr int supersonic_terms = 4;  ///< cubic in the fraction of a stress cell
/// Alignment in bytes of the rows of View::threshold and View::supersonic: a GPU loads 16 bytes at a time, not 4 or 8.
inline constexpr int row_alignment = 16;
static_assert(threshold_terms * sizeof(double) % row_alignment == 0);
static_assert(supersonic_terms * sizeof(float) % row_alignment == 0);

/// Coefficients of one cell, [power of stress fraction][power of height fraction][channel]: 128 bytes.
struct alignas(128) Cell {
  float coefficient[nodes_per_cell][nodes_per_cell][channels];
};

/// log2 of (mean over the line of E*) / stress, both reduced, per channel.
struct Energies {
  float log2_energy[channels];
};

/// log2 energies along the height axis of a cell, at one stress: [power of height fraction][channel].
struct alignas(32) Profile {
  float coefficient[nodes_per_cell * channels];
};

/// First half of the bicubic interpolant: the cubics in the stress, at one stress of a cell.
SLIPBURST_FUNCTION inline void find_profile(const Cell& within, float stress_fraction, Profile& along) {
  SLIPBURST_FETCHED(Cell) cell = within;
  const float* c = &cell.coefficient[0][0][0];
  constexpr int row = nodes_per_cell * channels;
  SLIPBURST_KEEP_LOOP
  for (int k = 0; k < row; ++k) {
    float sum = math::fused(c[3 * row + k], stress_fraction, c[2 * row + k]);
    sum = math::fused(sum, stress_fraction, c[row + k]);
    along.coefficient[k] = math::fused(sum, stress_fraction, c[k]);
  }
}

/// Place of a pinned line: its stress on the stress axis, and z = h_max / h_thr - 1; z <= 0: no emission.
struct LinePlace {
  std::int32_t stress_cell;
  float stress_fraction, spread, z;
};

/// Whether the fastest part of a line passes the sound speed. \param ratio  threshold height / lowest supersonic height
SLIPBURST_FUNCTION inline bool passes_sound(float z, float ratio) { return math::fused(z, ratio, ratio) > 1.0f; }

/// Non-owning; `cells` is [stress cell][height cell].
struct View {
  StressAxis stress;
  HeightAxis height;
  std::int64_t height_cells;
  const double* threshold;  ///< [stress cell][threshold_terms]: reduced stress / threshold height, lowest power first
  const float* supersonic;  ///< [stress cell][supersonic_terms]: threshold height / lowest supersonic height
  const Cell* cells;

  /// Reduced stress / threshold height at a fraction of a stress cell.
  SLIPBURST_FUNCTION double threshold_ratio(std::int64_t stress_cell, double fraction) const {
    const auto* c = static_cast<const double*>(
        __builtin_assume_aligned(threshold + static_cast<std::int32_t>(stress_cell) * threshold_terms, row_alignment));
    double ratio = c[threshold_terms - 1];
    SLIPBURST_UNROLL
    for (int i = threshold_terms - 2; i >= 0; --i) ratio = math::fused(ratio, fraction, c[i]);
    return ratio;
  }

  /// Place of a stress u = tau / tau*, held at the first stress: see held_below.
  SLIPBURST_FUNCTION StressAxis::Place locate(double u) const {
    const double first = stress.first();
    return stress.locate(u < first ? first : u);
  }

  /// z = h_max / h_thr - 1 from the reduced height over the reduced stress. \param ratio  threshold_ratio of the stress
  SLIPBURST_FUNCTION float relative_height(double height_over_stress, double ratio) const {
    return static_cast<float>(height_over_stress * ratio - 1.0);
  }

  /// z of a line, or -1 below the first stress, where no line is high enough to emit.
  SLIPBURST_FUNCTION float held_below(float z, double u) const { return u < stress.first() ? -1.0f : z; }

  /// Place of a line under a stress u. Precondition: u is not above the last stress.
  SLIPBURST_FUNCTION LinePlace place(double height_over_stress, double u) const {
    const StressAxis::Place place = locate(u);
    const auto cell = static_cast<std::int32_t>(place.cell);
    return {cell, static_cast<float>(place.fraction), static_cast<float>(place.spread),
            held_below(relative_height(height_over_stress, threshold_ratio(cell, place.fraction)), u)};
  }

  /// Threshold height / lowest supersonic height.
  SLIPBURST_FUNCTION float supersonic_ratio(const LinePlace& line) const {
    const auto* c = static_cast<const float*>(
        __builtin_assume_aligned(supersonic + line.stress_cell * supersonic_terms, row_alignment));
    float ratio = c[supersonic_terms - 1];
    SLIPBURST_UNROLL
    for (int i = supersonic_terms - 2; i >= 0; --i) ratio = math::fused(ratio, line.stress_fraction, c[i]);
    return ratio;
  }

  /// Whether the fastest part of a line passes the transverse sound speed.
  SLIPBURST_FUNCTION bool is_supersonic(const LinePlace& line) const {
    return passes_sound(line.z, supersonic_ratio(line));
  }

  /// Place of a line on the height axis. Precondition: z > 0 and within the reach the table was built for.
  SLIPBURST_FUNCTION HeightAxis::Place height_place(const LinePlace& line) const {
    return height.locate((line.z + static_cast<float>(stress.offset())) / line.spread);
  }

  /// Bicubic interpolant.
  SLIPBURST_FUNCTION Energies energies(const LinePlace& line) const { return energies(line, height_place(line)); }
  SLIPBURST_FUNCTION Energies energies(const LinePlace& line, const HeightAxis::Place& place) const {
    Profile along;
    find_profile(*cell(line, place.cell), line.stress_fraction, along);
    return energies(line, along, place.fraction);
  }

  SLIPBURST_FUNCTION const Cell* cell(const LinePlace& line, std::int32_t height_cell) const {
    return cells + (line.stress_cell * static_cast<std::int32_t>(height_cells) + height_cell);
  }

  /// Second half of the bicubic interpolant: the cubic in the height.
  SLIPBURST_FUNCTION Energies energies(const LinePlace&, const Profile& along, float height_fraction) const {
    const float* const c = along.coefficient;
    Energies result;
    SLIPBURST_UNROLL
    for (int channel = 0; channel < channels; ++channel) {
      float sum = math::fused(c[3 * channels + channel], height_fraction, c[2 * channels + channel]);
      sum = math::fused(sum, height_fraction, c[channels + channel]);
      result.log2_energy[channel] = math::fused(sum, height_fraction, c[channel]);
    }
    return result;
  }
};

}  // namespace slipburst::table
