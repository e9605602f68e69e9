#include "host/rates/time_edges.hpp"

#include <algorithm>
#include <cmath>

#include "host/numerics/decades.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::host {
namespace {

constexpr double after_boundary_bins_per_decade = 4;
constexpr double min_part = 1e-3;  // of the time since the boundary: least width of a slice after it

double ratio_of_bins(double bins_per_decade) { return math::exp2(log2_of_10 / bins_per_decade); }

/// Whether all numbers of a rising list are at least `width` away.
bool apart(const std::vector<double>& list, double number, double width) {
  const auto next = std::ranges::lower_bound(list, number);
  return (next == list.end() || *next - number >= width) && (next == list.begin() || number - *(next - 1) >= width);
}

}  // namespace

std::vector<double> time_axis_s(const Histogram& histogram) {
  const auto per_decade = static_cast<double>(histogram.time_bins_per_decade);
  const double decades = math::log2(histogram.maximum_time_s / histogram.minimum_time_s) / log2_of_10;
  const int bins = std::max(1, static_cast<int>(std::ceil(decades * per_decade - 1e-9)));
  std::vector<double> edges;
  for (int i = 0; i < bins; ++i) edges.push_back(histogram.minimum_time_s * math::exp2(i / per_decade * log2_of_10));
  edges.push_back(histogram.maximum_time_s);
  return edges;
}

Exposure around(const FilmHistory& history, double time_s, bool plain) {
  constexpr double narrow = 1e-3, wide = 5e-2, least = 1e-11;
  if (const std::optional<Moments> after = history.after_boundary(time_s)) return {after->start_s, after->end_s};
  const double share = plain ? wide : narrow;
  double half = share * std::min(time_s, history.time_of_change(time_s));
  double whole = time_s;  // distance to the nearest boundary
  for (const double boundary : history.boundaries()) {
    const double distance = std::abs(time_s - boundary);
    whole = std::min(whole, distance);
    // Rates also change with the time since earlier boundaries.
    if (boundary < time_s) half = std::min(half, share * distance);
  }
  half = std::min(std::max(half, least * time_s), whole);
  return {time_s - half, time_s + half};
}

std::vector<double> slice_edges_s(const Case& c, std::span<const Exposure> windows, std::span<const Exposure> moments) {
  std::vector<double> edges = {0};
  const std::vector<double> axis = time_axis_s(c.histogram);
  edges.insert(edges.end(), axis.begin(), axis.end());
  for (const Exposure& window : windows) {
    for (int i = 0; i <= window_parts; ++i) {
      edges.push_back(i == window_parts ? window.end_s
                                        : window.start_s + (window.end_s - window.start_s) * i / window_parts);
    }
  }
  for (const Exposure& moment : moments) edges.insert(edges.end(), {moment.start_s, moment.end_s});
  std::ranges::sort(edges);
  const double end = edges.back();
  const std::vector<double> given = edges;
  const double step = ratio_of_bins(static_cast<double>(c.histogram.time_bins_per_decade));
  const double later_step = ratio_of_bins(after_boundary_bins_per_decade);
  std::vector<double> stage_ends;  // and starts of stages: times at which rates may jump
  for (const Stage& stage : c.history) stage_ends.insert(stage_ends.end(), {stage.start_s, stage.end_s});
  std::ranges::sort(stage_ends);
  stage_ends.erase(std::unique(stage_ends.begin(), stage_ends.end()), stage_ends.end());
  std::erase_if(stage_ends, [&](double time) { return time == 0 || time >= end; });
  for (std::size_t i = 0; i < stage_ends.size(); ++i) {
    const double start = stage_ends[i], next = i + 1 < stage_ends.size() ? stage_ends[i + 1] : end;
    edges.push_back(start);
    for (double since = c.histogram.minimum_time_s; start + since < std::min(next, end); since *= later_step) {
      if ((later_step - 1) * since > (step - 1) * (start + since)) break;
      const double edge = start + since;
      if (apart(given, edge, min_part * since)) edges.push_back(edge);
    }
  }
  std::ranges::sort(edges);
  std::erase_if(edges, [&](double edge) { return edge > end; });
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

}  // namespace slipburst::host
