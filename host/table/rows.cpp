#include "host/table/rows.hpp"

#include <algorithm>
#include <chrono>

#include "host/table/line_means.hpp"
#include "host/table/table_error.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::host {
namespace {

constexpr int points = static_cast<int>(panel_nodes.size());

/// Panels between the equilibrium distance and the base of a row, equal in log height.
constexpr int silent_panels = 16;

/// Number of segments per batch, adapted to a tenth of a second, so that a stop takes effect soon and finished batches
/// can be saved.
class BatchSize {
 public:
  std::size_t segments() const { return segments_; }

  /// Adapts the batch size to the time that the last batch took.
  void took(double seconds) {
    if (seconds < 0.5 * aim_s && segments_ < most) segments_ *= 2;
    if (seconds > 2 * aim_s && segments_ > least) segments_ /= 2;
  }

 private:
  static constexpr double aim_s = 0.1;
  static constexpr std::size_t least = 1 << 8, first = 1 << 10, most = 1 << 20;

  std::size_t segments_ = first;
};

void append_panel(double low, double high, double stress, std::vector<exec::Segment>& segments) {
  for (int q = 0; q < points; ++q) {
    segments.push_back({0.5 * (low + high) + 0.5 * (high - low) * panel_nodes[static_cast<std::size_t>(q)], stress});
  }
}

double channel_energy(const exec::SegmentResult& result, int channel, double below) {
  const double above_gap = channel == 0 ? result.crystal_above : result.film_above;
  const double below_gap = channel == 0 ? result.crystal_below : result.film_below;
  return below > 0 ? math::fused(below, below_gap, above_gap) : above_gap;
}

/// Edges of all panels of a row, rising.
std::vector<double> panel_edges(const Row& row, const ReducedModel& model, double below) {
  std::vector<double> edges;
  const double equilibrium = model.segment.image / row.stress;
  if (below > 0 && row.base > equilibrium) {
    const double octaves = math::log2(row.base / equilibrium);
    for (int i = 0; i < silent_panels; ++i) edges.push_back(equilibrium * math::exp2(octaves * i / silent_panels));
  }
  edges.push_back(row.base);
  edges.insert(edges.end(), row.heights.begin(), row.heights.end());
  return edges;
}

/// log2 energy that stands for zero.
constexpr double min_log2_energy = -120;

/// Lower limit of log2 energies; for the film, 2^-20 of the crystal energy. Overdamped lines emit almost no energy into
/// the film, and a cubic from zero to a finite energy would overshoot by octaves.
double log2_floor(const Row& row, int channel, std::size_t index) {
  constexpr int crystal = 0;
  constexpr double octaves = 20;
  const double other = row.mean[crystal][index];
  return channel != crystal && other > 0 ? math::log2(other / row.stress) - octaves : min_log2_energy;
}

/// log2 of an energy, relative to the peak of its row, where Row::past_peak holds: the tangent of the logarithm at
/// `end_share`. The film channel falls through zero there, and the logarithm itself has no cubic interpolant.
double log2_past_peak(double energy, double peak) {
  const double share = energy / peak;
  return -octaves_to_end + (share / end_share - 1) / math::ln2;
}

}  // namespace

bool Row::past_peak(int channel, std::size_t k) const {
  return k > peak[channel] && mean[channel][k] < end_share * mean[channel][peak[channel]];
}

void Row::end_at(double height) {
  const auto beyond = std::upper_bound(heights.begin(), heights.end(), height) - heights.begin();
  const auto kept = static_cast<std::size_t>(beyond) + table::nodes_per_cell;
  if (kept < heights.size()) heights.resize(kept);
}

double log2_energy(const Row& row, int channel, std::int64_t node) {
  // Below the threshold z, not this value, says that there is no energy: the value only has to be small and finite.
  if (node < row.below) return std::max(log2_energy(row, channel, row.below) - 8, min_log2_energy);
  const auto index = static_cast<std::size_t>(node - row.below);
  const double mean = row.mean[channel][index];
  if (row.past_peak(channel, index)) {
    const double peak = row.mean[channel][row.peak[channel]];
    return math::log2(peak / row.stress) + log2_past_peak(mean, peak);
  }
  const double floor = std::max(log2_floor(row, channel, index), min_log2_energy);
  return mean > 0 ? std::max(math::log2(mean / row.stress), floor) : floor;
}

void integrate_rows(kernels::Backend& backend, const Case& c, const ReducedModel& model, RowEnergy energy,
                    std::span<Row> rows, const std::function<void()>& poll, RowCost& cost) {
  const double below = energy == RowEnergy::all ? 1 : model.subgap_efficiency;
  std::vector<exec::Segment> segments;
  for (const Row& row : rows) {
    const std::vector<double> edges = panel_edges(row, model, below);
    for (std::size_t i = 1; i < edges.size(); ++i) append_panel(edges[i - 1], edges[i], row.stress, segments);
  }
  std::vector<exec::SegmentResult> results(segments.size());
  const auto controls = segment_controls(c.numerics, below > 0 ? exec::Extent::full : exec::Extent::above_gap);
  BatchSize batch;
  for (std::size_t first = 0, count = 0; first < segments.size(); first += count) {
    if (poll) poll();
    count = std::min(batch.segments(), segments.size() - first);
    const auto begin = std::chrono::steady_clock::now();
    backend.integrate(model.segment, controls, c.numerics.precision, std::span(segments).subspan(first, count),
                      std::span(results).subspan(first, count));
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    batch.took(seconds);
    cost.seconds += seconds;
  }
  cost.segments += static_cast<std::int64_t>(segments.size());
  const auto failed = [](const exec::SegmentResult& result) { return base::failed(result.status); };
  cost.failed += std::count_if(results.begin(), results.end(), failed);
  const auto first_failed = std::find_if(results.begin(), results.end(), failed);
  if (first_failed != results.end()) {
    throw SegmentFailure(segments[static_cast<std::size_t>(first_failed - results.begin())], first_failed->status);
  }

  const exec::SegmentResult* next = results.data();
  for (Row& row : rows) {
    const std::vector<double> edges = panel_edges(row, model, below);
    const std::size_t panels = edges.size() - 1, skipped = panels - row.heights.size();
    for (int channel = 0; channel < table::channels; ++channel) {
      std::vector<double> samples(panels * points);
      for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = channel_energy(next[i], channel, below);
      row.mean[channel] = line_means(c.pinning.shape, edges, samples, skipped);
      const auto peak = std::max_element(row.mean[channel].begin(), row.mean[channel].end());
      row.peak[channel] = static_cast<std::size_t>(peak - row.mean[channel].begin());
      row.middle[channel].clear();
      for (std::size_t i = skipped; i < panels; ++i) row.middle[channel].push_back(samples[i * points + points / 2]);
    }
    next += panels * points;
  }
}

}  // namespace slipburst::host
