#include "host/table/line_means.hpp"

#include "slipburst/math/elementary.hpp"

namespace slipburst::host {
namespace {

constexpr std::size_t panel_points = panel_nodes.size();

/// Means over lines that rise linearly from the interface: one running sum serves every height.
std::vector<double> running_means(std::span<const double> edges, std::span<const double> samples, std::size_t skipped) {
  std::vector<double> means;
  double sum = 0;
  for (std::size_t panel = 0; panel + 1 < edges.size(); ++panel) {
    const double half = 0.5 * (edges[panel + 1] - edges[panel]);
    for (std::size_t q = 0; q < panel_points; ++q) {
      sum = math::fused(half * panel_weights[q], samples[panel * panel_points + q], sum);
    }
    if (panel >= skipped) means.push_back(sum / edges[panel + 1]);
  }
  return means;
}

/// The parabola through a panel's samples.
class Parabola {
 public:
  Parabola(double low, double high, std::span<const double> samples)
      : centre_(0.5 * (low + high)), half_(0.5 * (high - low)), value_(samples[1]) {
    constexpr double node = panel_nodes[2];
    slope_ = (samples[2] - samples[0]) / (2 * node);
    curve_ = (samples[0] - 2 * samples[1] + samples[2]) / (2 * node * node);
  }
  double operator()(double height) const {
    const double x = (height - centre_) / half_;
    return math::fused(math::fused(curve_, x, slope_), x, value_);
  }

 private:
  double centre_, half_, value_, slope_, curve_;
};

/// Mean over a line up to the end of the last panel. Heights are at most quadratic in s, so the three-point rule in s
/// integrates the parabolas exactly.
double mean_to(const physics::LineShape& shape, std::span<const double> edges, std::span<const double> samples,
               std::size_t panels) {
  const double top = edges[panels];
  double sum = 0;
  for (std::size_t panel = 0; panel < panels; ++panel) {
    const double from = shape.position(edges[panel] / top);
    const double to = panel + 1 == panels ? 1 : shape.position(edges[panel + 1] / top);
    if (!(from < to)) continue;
    const Parabola energy(edges[panel], edges[panel + 1], samples.subspan(panel * panel_points, panel_points));
    const double half = 0.5 * (to - from);
    for (std::size_t q = 0; q < panel_points; ++q) {
      const double s = 0.5 * (from + to) + half * panel_nodes[q];
      sum = math::fused(half * panel_weights[q], energy(top * shape.height(s)), sum);
    }
  }
  return sum;
}

}  // namespace

std::vector<double> line_means(const physics::LineShape& shape, std::span<const double> edges,
                               std::span<const double> samples, std::size_t skipped) {
  if (shape == physics::LineShape{}) return running_means(edges, samples, skipped);
  std::vector<double> means;
  for (std::size_t panels = skipped + 1; panels < edges.size(); ++panels) {
    means.push_back(mean_to(shape, edges, samples, panels));
  }
  return means;
}

}  // namespace slipburst::host
