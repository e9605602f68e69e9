#include "host/lines/line_positions.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "host/numerics/vector_quadrature.hpp"
#include "host/table/segment_curves.hpp"
#include "host/table/table_error.hpp"

namespace slipburst::host {
namespace {

constexpr std::size_t panel_order = 8;
constexpr std::size_t max_positions = 4096;
constexpr double refinement_tolerance = 2e-8;
constexpr double min_share_of_channel = 1e-4;  // of the energy, that a channel is taken to have at least

/// Reduced energies: crystal and film above the gap, crystal and film at all frequencies.
using Energies = std::array<double, 4>;

/// Positions s = bottom + range u^power along the line with u on a panel.
struct Panel {
  double bottom, range;
  int power;
  double from, to;
};

std::vector<LinePosition> positions_of(const Panel& panel, const physics::LineShape& shape, double top) {
  std::vector<LinePosition> positions;
  for (const auto& [u, weight] : gauss_nodes<panel_order>(panel.from, panel.to)) {
    const double rise = panel.power == 2 ? 2 * u : 1;
    const double s = panel.bottom + panel.range * (panel.power == 2 ? u * u : u);
    positions.push_back({s, top * shape.height(s), weight * rise * panel.range});
  }
  return positions;
}

/// A panel, its energies and their change when it is halved.
struct Refined {
  Panel panel;
  Energies energies, change;
};

class Refinement {
 public:
  Refinement(const Case& c, const ReducedModel& model, const exec::Segment& top, Phonons phonons,
             const std::function<void()>& poll)
      : case_(c),
        model_(model),
        top_(top),
        execute_(model.segment,
                 segment_controls(c.numerics, phonons == Phonons::all ? exec::Extent::full : exec::Extent::above_gap)),
        phonons_(phonons),
        poll_(poll) {}

  void add(const Panel& panel) {
    const double middle = 0.5 * (panel.from + panel.to);
    Panel left = panel, right = panel;
    left.to = right.from = middle;
    Refined estimate{panel, integrate(panel), integrate(left)};
    const Energies second = integrate(right);
    for (std::size_t i = 0; i < second.size(); ++i) {
      estimate.change[i] = std::abs(estimate.change[i] + second[i] - estimate.energies[i]);
    }
    estimates_.push_back(estimate);
  }

  /// Halves the worst panel until the sums meet the tolerance, or the maximum number of positions is reached.
  void refine() {
    while ((estimates_.size() + 1) * panel_order <= max_positions) {
      Energies total{}, error{};
      for (const Refined& estimate : estimates_) {
        for (std::size_t i = 0; i < total.size(); ++i) {
          total[i] += estimate.energies[i];
          error[i] += estimate.change[i];
        }
      }
      const auto excess = [&](const Energies& change) {
        double most = 0;
        for (std::size_t i = 0; i < total.size(); ++i) {
          const double both = total[i] + total[i ^ 1u];
          const double scale = std::max(std::abs(total[i]), min_share_of_channel * std::abs(both));
          if (change[i] > 0) most = std::max(most, change[i] / (refinement_tolerance * scale));
        }
        return most;
      };
      if (estimates_.empty() || excess(error) <= 1) return;
      const auto worst =
          std::max_element(estimates_.begin(), estimates_.end(),
                           [&](const Refined& a, const Refined& b) { return excess(a.change) < excess(b.change); });
      Panel left = worst->panel, right = worst->panel;
      left.to = right.from = 0.5 * (left.from + left.to);
      estimates_.erase(worst);
      add(left);
      add(right);
    }
  }

  std::vector<LinePosition> positions() const {
    std::vector<LinePosition> all;
    for (const Refined& estimate : estimates_) {
      const std::vector<LinePosition> panel = positions_of(estimate.panel, case_.pinning.shape, top_.start);
      all.insert(all.end(), panel.begin(), panel.end());
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.along < b.along; });
    return all;
  }

 private:
  Energies integrate(const Panel& panel) const {
    if (poll_) poll_();
    Energies sum{};
    for (const LinePosition& position : positions_of(panel, case_.pinning.shape, top_.start)) {
      const exec::Segment segment{position.height, top_.stress};
      const exec::SegmentResult r = execute_(segment);
      if (base::failed(r.status)) {
        throw TableError(describe(SegmentFailure(segment, r.status), model_, case_.numerics));
      }
      sum[0] += position.share * r.crystal_above;
      sum[1] += position.share * r.film_above;
      if (phonons_ == Phonons::above_gap) continue;
      sum[2] += position.share * (r.crystal_above + r.crystal_below);
      sum[3] += position.share * (r.film_above + r.film_below);
    }
    return sum;
  }

  const Case& case_;
  const ReducedModel& model_;
  exec::Segment top_;
  exec::SegmentExecutor<double> execute_;
  Phonons phonons_;
  const std::function<void()>& poll_;
  std::vector<Refined> estimates_;
};

/// Lowest height with above-gap emission, reduced; infinite if no phonon is above the gap.
double gap_height(const Case& c, const ReducedModel& model, double stress) {
  if (model.segment.gap_distance == 0) return std::numeric_limits<double>::infinity();
  try {
    return SegmentCurves(model, c.numerics).gap_height(stress);
  } catch (const SegmentFailure& failure) {
    throw TableError(describe(failure, model, c.numerics));
  }
}

}  // namespace

std::vector<LinePosition> line_positions(const Case& c, const ReducedModel& model, const exec::Segment& top,
                                         std::uint64_t least, Phonons phonons, const std::function<void()>& poll) {
  const double equilibrium = model.segment.image / top.stress;
  const double threshold = gap_height(c, model, top.stress);
  const physics::LineShape& shape = c.pinning.shape;
  // Position along the line at a height.
  const auto along = [&](double height) { return shape.position(std::min(height / top.start, 1.0)); };
  Refinement refinement(c, model, top, phonons, poll);
  if (phonons == Phonons::all && equilibrium < top.start && along(equilibrium) < along(threshold)) {
    refinement.add({along(equilibrium), along(threshold) - along(equilibrium), 1, 0, 1});
  }
  if (top.start > threshold) {
    // In u = sqrt((s - s_thr) / (1 - s_thr)) the energies start smoothly; they have a kink at the gap distance, inside
    // which segments are released above the gap.
    const double start = along(threshold), range = 1 - start;
    const std::uint64_t panels = std::max<std::uint64_t>(1, (least + panel_order - 1) / panel_order);
    std::vector<double> edges;
    for (std::uint64_t i = 0; i <= panels; ++i) edges.push_back(static_cast<double>(i) / static_cast<double>(panels));
    const double gap = model.segment.gap_distance;
    if (gap > threshold && gap < top.start) edges.push_back(std::sqrt((along(gap) - start) / range));
    std::sort(edges.begin(), edges.end());
    for (std::size_t i = 1; i < edges.size(); ++i) {
      if (edges[i] > edges[i - 1]) refinement.add({start, range, 2, edges[i - 1], edges[i]});
    }
  }
  refinement.refine();
  return refinement.positions();
}

}  // namespace slipburst::host
