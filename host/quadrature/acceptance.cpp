#include "host/quadrature/acceptance.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <limits>

#include "slipburst/math/elementary.hpp"

namespace slipburst::host {
namespace {

constexpr double widest_panel = 0.5;  // bits
constexpr double negligible = 1e-40;

/// 2^-bits.
double share_above(double bits) {
  constexpr double no_share = 1000;  // 2^-1000 is 1e-301
  return bits < no_share ? math::exp2(-bits) : 0;
}

}  // namespace

Acceptance::Acceptance(const exec::EventModel& model, double stress)
    : stress_(stress), cut_(model.thickness_bits / stress), limited_(model.grains.limit) {
  if (!limited_) return;
  const exec::Grains& grains = model.grains;
  median_ = grains.log2_median * math::ln2;
  sigma_ = grains.log2_sigma * math::ln2;
  if (sigma_ == 0) {  // all of one size
    const double size = std::exp(median_);
    cut_ = size * stress < grains.line ? 0 : std::min(cut_, size / stress);
    limited_ = false;
    return;
  }
  line_bits_ = grains.line / (stress * stress);
  line_fits_ = grain_exceeds(grains.line / stress);
  // Panels from the line's own length up to a negligible probability, summed from the top.
  double bits = line_bits_;
  while (bits < cut_ && std::exp2(-bits) * grain_exceeds(bits * stress_) > negligible) {
    nodes_.push_back(bits);
    bits += std::min(widest_panel, 0.5 * sigma_ * bits);
  }
  nodes_.push_back(std::min(bits, cut_));
  above_.assign(nodes_.size(), 0);
  for (std::size_t i = nodes_.size() - 1; i-- > 0;) above_[i] = above_[i + 1] + integral(nodes_[i], nodes_[i + 1]);
}

double Acceptance::grain_exceeds(double size) const {
  return 0.5 * std::erfc((std::log(size) - median_) / (sigma_ * std::sqrt(2.0)));
}

double Acceptance::fits(double bits) const {
  if (bits > cut_) return 0;
  if (!limited_) return 1;
  return bits < line_bits_ ? line_fits_ : grain_exceeds(bits * stress_);
}

double Acceptance::integral(double low, double high) const {
  using Gauss = boost::math::quadrature::gauss<double, 10>;
  return Gauss::integrate([&](double x) { return math::ln2 * std::exp2(-x) * grain_exceeds(x * stress_); }, low, high);
}

double Acceptance::above(double bits) const {
  if (!(bits < cut_)) return 0;
  if (!limited_) return share_above(bits) - share_above(cut_);
  if (bits < line_bits_) {
    const double end = std::min(line_bits_, cut_);
    return line_fits_ * (std::exp2(-bits) - std::exp2(-end)) + above_.front();
  }
  const auto next = std::upper_bound(nodes_.begin(), nodes_.end(), bits);
  if (next == nodes_.end()) return 0;
  return above_[static_cast<std::size_t>(next - nodes_.begin())] + integral(bits, *next);
}

double Acceptance::within(std::span<const std::pair<double, double>> heights, double from) const {
  double sum = 0;
  for (const auto& [low, high] : heights) {
    if (high > from) sum += above(std::max(low, from)) - above(high);
  }
  return sum;
}

}  // namespace slipburst::host
