#pragma once
/// \file Gaussian noise between two intervals of energy.

namespace slipburst::host {

/// Share of a uniform density over one interval that Gaussian noise brings into another:
///
///     1/(b - a) int_a^b dx int_c^d dy phi((y - x)/sigma)/sigma
///
/// With G(z) = z Phi(z) + phi(z), the integral of Phi, the share is sigma/(b - a) times the second difference of G over
/// the four pairs of ends. G(z) = max(z, 0) + g(|z|), g(z) = phi(z) - z Q(z), so the ramps add up to the overlap of the
/// intervals: without noise the share is exactly that overlap. An interval too narrow for differences is integrated by
/// a Gauss rule instead, so small shares keep their relative accuracy (1e-12, down to 1e-290).
class GaussianSmearing {
 public:
  /// \param sigma  one standard deviation, 0 or more, in the unit of the intervals
  explicit GaussianSmearing(double sigma) : sigma_(sigma) {}

  /// \param low, high  interval of the uniform density; finite, low < high
  /// \param from, to   the other interval, from < to; the ends may be infinite
  double operator()(double low, double high, double from, double to) const;

 private:
  double above(double low, double high, double from) const;

  double sigma_;
};

}  // namespace slipburst::host
