#pragma once
/// \file Table axes whose cell and fraction are read off the bits of a floating-point number.
///
/// An octave (a power of two) of v = value + offset is cut into 2^bits cells of equal width: near zero the cells are
/// equal, far out they grow with the value, and finding one takes an addition and two shifts.

#include <cstdint>

#include "slipburst/base/bits.hpp"
#include "slipburst/base/macros.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::table {

/// Key of the cell that holds v > 0 and the fraction within it.
struct Key {
  std::int64_t cell;
  double fraction;
};

SLIPBURST_FUNCTION inline Key key_of(double v, int bits) {
  const auto pattern = base::bit_cast<std::uint64_t>(v);
  const std::uint64_t inner = (pattern << bits) & 0x000FFFFFFFFFFFFFull;
  return {static_cast<std::int64_t>(pattern >> (52 - bits)),
          base::bit_cast<double>(inner | 0x3FF0000000000000ull) - 1.0};
}

struct FloatKey {
  std::int32_t cell;
  float fraction;
};

/// Key of a float v, with the same numbers of cells as for a double. Preconditions: v normal; bits <= 20.
SLIPBURST_FUNCTION inline FloatKey key_of(float v, int bits) {
  constexpr std::int32_t bias = 1023 - 127;  // of the exponents
  const auto pattern = base::bit_cast<std::uint32_t>(v);
  const std::uint32_t inner = (pattern << bits) & 0x007FFFFFu;
  return {static_cast<std::int32_t>(pattern >> (23 - bits)) + (bias << bits),
          base::bit_cast<float>(inner | 0x3F800000u) - 1.0f};
}

/// v at `fraction` of the cell with this key: inverse of key_of.
SLIPBURST_FUNCTION inline double value_of(std::int64_t cell, double fraction, int bits) {
  const auto low = base::bit_cast<double>(static_cast<std::uint64_t>(cell) << (52 - bits));
  const auto high = base::bit_cast<double>(static_cast<std::uint64_t>(cell + 1) << (52 - bits));
  return math::fused(fraction, high - low, low);
}

/// Scaled height q = (z + offset) / spread, with z = h / h_thr - 1 the relative height above the threshold of emission
/// and the spread the distance from tau* as the stress axis measures it. For tau > tau* the line q = 1 is h = x_gap,
/// where the energies have a kink, and toward tau* the energies depend on z / |tau - tau*| alone.
///
/// Cells are equal in log2 q: near the threshold the energies are a power of q, so that few cells are enough.
class HeightAxis {
 public:
  HeightAxis() = default;
  /// \param first_octave  the first cell begins at q = 2^first_octave
  HeightAxis(int first_octave, int cells_per_octave)
      : first_octave_(first_octave), cells_per_octave_(cells_per_octave) {}

  struct Place {
    std::int32_t cell;
    float fraction;
  };

  /// Precondition: q >= 2^first_octave.
  SLIPBURST_FUNCTION Place locate(float q) const { return locate_log2(math::log2(q)); }

  SLIPBURST_FUNCTION Place locate_log2(float log2_q) const {
    const auto scale = static_cast<float>(cells_per_octave_);
    const float position = math::fused(log2_q, scale, -scale * static_cast<float>(first_octave_));
    const auto cell = static_cast<std::int32_t>(position);
    return {cell, position - static_cast<float>(cell)};
  }

  /// q at a fraction of a cell.
  double value(std::int64_t cell, double fraction) const {
    return math::exp2(first_octave_ + (static_cast<double>(cell) + fraction) / cells_per_octave_);
  }

  /// Sum of cell and fraction of q: the inverse of value().
  double place(double q) const { return (math::log2(q) - first_octave_) * cells_per_octave_; }

  std::int64_t cell_of(double q) const { return static_cast<std::int64_t>(place(q)); }

 private:
  std::int32_t first_octave_ = 0, cells_per_octave_ = 1;
};

/// Stress u = tau / tau*, where tau* puts the equilibrium distance at the gap distance and every quantity has a kink.
///
/// Three stretches: u in [u_first, 1/2) by octaves of u, [1/2, 1) by octaves of 1 - u, [1, u_last] by octaves of u - 1,
/// so that cells are fine toward tau* and tau* itself is a cell boundary.
class StressAxis {
 public:
  StressAxis() = default;
  /// \param octave  cells are of equal width within 2^octave of tau*
  StressAxis(double first, double last, int octave, int bits)
      : offset_(math::exp2(static_cast<double>(octave))), slope_(math::fused(-2.0, offset_, 1.0)), bits_(bits) {
    const std::int64_t at_half = key_of(0.5, bits_).cell;
    const std::int64_t at_offset = key_of(offset_, bits_).cell;
    below_half_ = at_half;
    // Counted from u = 1/2 on; shifted below so that the first cell is 0.
    between_ = at_half - 1;
    above_ = (at_half - at_offset) - at_offset;
    std::int64_t begin = unshifted<Place>(first).cell;
    std::int64_t end = unshifted<Place>(last).cell + 1;
    shift_ = begin;
    cells_ = end - begin;
    first_ = value(0, 0.0);
  }

  struct Place {
    std::int64_t cell;
    double fraction;
    double spread;  ///< |u - 1| plus the offset, but 1/2 for u < 1/2
  };

  /// Precondition: first() <= u <= last(). Branch-free.
  SLIPBURST_FUNCTION Place locate(double u) const {
    Place place = unshifted<Place>(u);
    place.cell -= shift_;
    return place;
  }

  struct FloatPlace {
    std::int32_t cell;
    float fraction, spread;
  };

  /// Place of a stress in single precision, for estimates: as exact as a float near tau* can be.
  SLIPBURST_FUNCTION FloatPlace locate(float u) const {
    const FloatPlace place = unshifted<FloatPlace>(u);
    return {place.cell - static_cast<std::int32_t>(shift_), place.fraction, place.spread};
  }

  SLIPBURST_FUNCTION double offset() const { return offset_; }

  /// u at a fraction of a cell, increasing in both.
  double value(std::int64_t cell, double fraction) const {
    const std::int64_t at_half = key_of(0.5, bits_).cell;
    const std::int64_t at_offset = key_of(offset_, bits_).cell;
    const std::int64_t index = cell + shift_;
    if (index < 0) return value_of(index + below_half_, fraction, bits_);
    if (index < at_half - at_offset) {
      const double v = value_of(between_ - index, 1 - fraction, bits_);
      return 1 - (v - offset_) / slope_;
    }
    return 1 + (value_of(index - above_, fraction, bits_) - offset_);
  }

  SLIPBURST_FUNCTION double first() const { return first_; }
  double last() const { return value(cells_ - 1, 1.0); }
  SLIPBURST_FUNCTION std::int64_t cells() const { return cells_; }

 private:
  /// Selects between values computed on all three stretches, a form that vectorises.
  template <class Where, class Real>
  SLIPBURST_FUNCTION Where unshifted(Real u) const {
    const auto offset = static_cast<Real>(offset_), one = Real(1), half = Real(0.5);
    const Real rest = one - u;
    // Scaled between 1/2 and 1 so that u = 1/2 is v = 1/2, the end of an octave.
    const Real between = math::fused(rest, static_cast<Real>(slope_), offset), above = offset - rest;
    const Real distance = u < one ? between : above;
    const auto key = key_of(u < half ? u : distance, bits_);
    using Cell = decltype(Where::cell);
    const Cell falling_cell = static_cast<Cell>(between_) - key.cell,
               rising_cell = key.cell + static_cast<Cell>(above_);
    const Cell far_cell = u < one ? falling_cell : rising_cell;
    const Real falling = one - key.fraction;
    const Real far_fraction = u < one ? falling : key.fraction;
    return {u < half ? key.cell - static_cast<Cell>(below_half_) : far_cell, u < half ? key.fraction : far_fraction,
            u < half ? half : distance};
  }

  double offset_ = 1, slope_ = -1, first_ = 0;
  std::int64_t below_half_ = 0, between_ = 0, above_ = 0, shift_ = 0, cells_ = 0;
  int bits_ = 0;
};

}  // namespace slipburst::table
