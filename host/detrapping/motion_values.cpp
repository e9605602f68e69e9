#include "host/detrapping/motion_values.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "slipburst/exec/cluster_executor.hpp"

namespace slipburst::host {
namespace {

using tally::MotionLayout;

WindowMotion window_motion(std::span<const std::uint64_t> counts, const MotionLayout& layout, int w, double areas,
                           double clusters, double window_s) {
  const auto count = [&](MotionLayout::Counter counter) {
    return counts[static_cast<std::size_t>(layout.window(w, counter))];
  };
  WindowMotion window{count(MotionLayout::supplied),
                      count(MotionLayout::direct),
                      count(MotionLayout::moved),
                      count(MotionLayout::squares),
                      0,
                      0,
                      std::numeric_limits<double>::quiet_NaN(),
                      0};
  const auto moves = static_cast<double>(window.moves());
  if (!(clusters > 0)) return window;
  window.frequency_Hz = moves / (clusters * window_s);
  if (moves > 0) window.error_Hz = window.frequency_Hz * std::sqrt(1 / clusters + 1 / moves);
  if (areas > 1) {
    const double variance = (static_cast<double>(window.squares) - moves * moves / areas) / (areas - 1);
    window.scatter_Hz = std::sqrt(std::max(variance, 0.0)) * areas / (clusters * window_s);
  }
  return window;
}

/// Fit of the decay with the errors of moves alone, as the clusters are the same in all windows. The errors are those
/// of the moves expected by the last fit, as errors of the counts themselves would favour counts that came out low.
std::optional<SupplyDecayFit> decay_of(const std::vector<WindowMotion>& windows, double clusters,
                                       const detrapping::Experiment& experiment) {
  constexpr std::size_t min_windows = 4;
  constexpr int fits = 4;
  constexpr double significant = 3;
  if (windows.size() < min_windows || !(clusters > 0)) return std::nullopt;
  const double watched_s = clusters * experiment.window_s;
  std::vector<WindowFrequency> points;
  for (std::size_t w = 0; w < windows.size(); ++w) {
    const double from_s = experiment.start_s + static_cast<double>(w) * experiment.window_s;
    const double moves = std::max(static_cast<double>(windows[w].moves()), 1.0);
    points.push_back({from_s, from_s + experiment.window_s, windows[w].frequency_Hz, std::sqrt(moves) / watched_s});
  }
  SupplyDecayFit fit{};
  for (int i = 0; i < fits; ++i) {
    fit = fit_supply_decay(points);
    if (!fit.converged) return std::nullopt;
    for (WindowFrequency& point : points) {
      const double moves = std::max(mean_frequency(fit, point.from_s, point.to_s) * watched_s, 0.5);
      point.sigma_Hz = std::sqrt(moves) / watched_s;
    }
  }
  const bool seen =
      fit.initial_Hz > significant * fit.initial_sigma_Hz && fit.decay_Hz > significant * fit.decay_sigma_Hz;
  return seen ? std::optional(fit) : std::nullopt;
}

}  // namespace

std::vector<ConditionMotion> motion_values(const WatchedClusters& clusters, std::span<const std::uint64_t> counts,
                                           const std::function<void()>& poll) {
  const detrapping::Experiment& experiment = clusters.experiment();
  const MotionLayout layout{experiment.windows};
  std::vector<ConditionMotion> conditions;
  for (std::size_t i = 0; i < clusters.conditions().size(); ++i) {
    if (poll) poll();
    const auto own = counts.subspan(i * clusters.counters_per_condition(), clusters.counters_per_condition());
    const auto slots = [&](std::int32_t first, std::int32_t size) {
      const auto part = own.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(size));
      return std::vector<std::uint64_t>(part.begin(), part.end());
    };
    ConditionMotion condition{own[static_cast<std::size_t>(layout.areas())],
                              0,
                              {},
                              slots(layout.moves(0), MotionLayout::move_slots),
                              slots(layout.distance(0), MotionLayout::distance_slots),
                              std::nullopt};
    condition.clusters = condition.areas * static_cast<std::uint64_t>(experiment.clusters);
    const auto all = static_cast<double>(condition.clusters);
    const std::vector<ExpectedMoves> expected = expected_moves(clusters, i);
    for (int w = 0; w < experiment.windows; ++w) {
      condition.windows.push_back(
          window_motion(own, layout, w, static_cast<double>(condition.areas), all, experiment.window_s));
      const ExpectedMoves& mean = expected[static_cast<std::size_t>(w)];
      condition.windows.back().expected_Hz = (mean.supplied + mean.direct) / experiment.window_s;
    }
    condition.decay = decay_of(condition.windows, all, experiment);
    conditions.push_back(std::move(condition));
  }
  return conditions;
}

std::vector<std::uint64_t> moves_of_area(const WatchedClusters& clusters, std::uint64_t seed, std::uint64_t area,
                                         std::int32_t windows, const std::function<void()>& poll) {
  detrapping::Experiment experiment = clusters.experiment();
  experiment.windows = windows;
  experiment.end_s = experiment.start_s + windows * experiment.window_s;
  const auto conditions = static_cast<std::uint64_t>(experiment.condition_count);
  const auto each = static_cast<std::size_t>(windows);
  std::vector<std::uint64_t> moves(conditions * each);
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(MotionLayout{windows}.size()));
  for (std::uint64_t condition = 0; condition < conditions; ++condition) {
    if (poll) poll();
    exec::watch_area(experiment, seed, area * conditions + condition, moves.data() + condition * each, counts.data());
  }
  return moves;
}

}  // namespace slipburst::host
