#pragma once
/// \file Share of the pinned lines at one stress that the film's thickness and grains allow.

#include <span>
#include <utility>
#include <vector>

#include "slipburst/exec/event_executor.hpp"

namespace slipburst::host {

/// Probabilities of pin heights at one stress. Heights are in bits x = -log2(u), so that a share 2^-x lies above x.
class Acceptance {
 public:
  /// \param stress  u = tau / tau*
  Acceptance(const exec::EventModel& model, double stress);

  /// Probability of a line higher than `bits` that fits film and grain.
  double above(double bits) const;
  /// Probability of a line that fits, with a height in one of several ranges, in bits, and above `from`.
  double within(std::span<const std::pair<double, double>> heights, double from = 0) const;
  /// Probability that a line of this height fits.
  double fits(double bits) const;
  /// Bits above which no line fits.
  double cut() const { return cut_; }
  /// Bits within which `fits` changes little, relative to the bits.
  double scale() const { return sigma_; }

 private:
  double grain_exceeds(double size) const;
  double integral(double low, double high) const;

  double stress_, cut_;
  bool limited_;                   ///< by grains of many sizes
  double median_ = 0, sigma_ = 0;  ///< of ln(size)
  double line_bits_ = 0;           ///< heights below it are shorter than the line is long
  double line_fits_ = 1;
  std::vector<double> nodes_, above_;  ///< bits and the probability above them, from line_bits_ on
};

}  // namespace slipburst::host
