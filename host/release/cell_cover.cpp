#include "host/release/cell_cover.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <queue>

#include "kernels/cpu/release_odds.hpp"
#include "slipburst/release/lanes.hpp"

namespace slipburst::host {
namespace {

constexpr double rounding = 1e-9;  // of log2_release_density, in bits; generous
constexpr int first_cells = 64;
constexpr std::size_t max_cells = 8192;
constexpr double min_width = 1e-14;
constexpr double negligible = -900;  // bits: too rare for any number of draws

/// Greatest and least log2 of the density of pins over an interval.
struct Span {
  double most, least;
};
Span density_over(const release::PinDensity& density, double low, double high) {
  const double a = density.log2_density(low), b = density.log2_density(high);
  Span span{std::max(a, b), std::min(a, b)};
  if (density.nodes == 0) return span;
  const double* const end = density.eta + density.nodes;
  // The density is linear between nodes: its extremes lie at nodes and ends.
  for (const double* node = std::lower_bound(density.eta, end, low); node != end && *node <= high; ++node) {
    const double value = density.log2_density(*node);
    span = {std::max(span.most, value), std::min(span.least, value)};
  }
  return span;
}

/// Edges of the initial cells.
std::vector<double> first_nodes(const release::PinDensity& density, const FilmHistory& history,
                                const release::Part& part) {
  std::vector<double> nodes = history.kinks(static_cast<std::size_t>(part.population));
  for (int i = 0; i <= first_cells; ++i) nodes.push_back(static_cast<double>(i) / first_cells);
  for (double& node : nodes) node = std::clamp(node, density.first, density.last);
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  return nodes;
}

}  // namespace

void set_bounds(const release::Slices& slices, const release::Part& part, std::span<BoundedCell> cells) {
  constexpr std::size_t at_once = release::Lanes::capacity / 2;
  const auto lanes = std::make_unique<release::Lanes>();
  std::size_t low_end[at_once];  // index of each in the lanes, before that of the upper end
  for (; !cells.empty(); cells = cells.subspan(std::min(at_once, cells.size()))) {
    const std::span<BoundedCell> some = cells.first(std::min(at_once, cells.size()));
    std::size_t ends = 0;  // neighbours share one
    for (std::size_t i = 0; i < some.size(); ++i) {
      if (ends == 0 || lanes->eta[ends - 1] != some[i].low) lanes->eta[ends++] = some[i].low;
      low_end[i] = ends - 1;
      lanes->eta[ends++] = some[i].high;
    }
    kernels::find_odds(slices, part, static_cast<int>(ends), *lanes);
    const auto left = [&](std::size_t k) { return -lanes->before[k] * log2_e; };  // log2 of the share still pinned
    const auto leaving = [&](std::size_t k) {
      return lanes->leaving[k] > 0 ? math::log2(lanes->leaving[k]) : release::PinDensity::none;
    };
    for (std::size_t i = 0; i < some.size(); ++i) {
      // At the lower end fewer lines are left than at the upper end, and a larger share of them leaves.
      const std::size_t low = low_end[i], high = low + 1;
      BoundedCell& cell = some[i];
      const Span pins = density_over(slices.density, cell.low, cell.high);
      cell.log2_bound =
          std::max(part.log2_weight + pins.most + left(high) + leaving(low) + rounding, release::PinDensity::none);
      cell.log2_least =
          std::max(part.log2_weight + pins.least + left(low) + leaving(high) - rounding, release::PinDensity::none);
    }
  }
}

std::vector<BoundedCell> cover(const release::Slices& slices, const FilmHistory& history,
                               std::span<const release::Part> parts, double goal) {
  std::vector<BoundedCell> cells;
  double scale = negligible;
  for (std::size_t k = 0; k < parts.size(); ++k) {
    const std::vector<double> nodes = first_nodes(slices.density, history, parts[k]);
    const std::size_t first = cells.size();
    for (std::size_t i = 1; i < nodes.size(); ++i) {
      cells.push_back({nodes[i - 1], nodes[i], 0, 0, static_cast<std::int32_t>(k)});
    }
    set_bounds(slices, parts[k], std::span(cells).subspan(first));
    for (std::size_t i = first; i < cells.size(); ++i) scale = std::max(scale, cells[i].log2_bound);
  }
  // The scale only keeps sums within range: initial bounds may be far above the final ones.
  double all = 0, known = 0;
  const auto mass = [&](const BoundedCell& cell, double log2_density) {
    return cell.width() * math::exp2(std::clamp(log2_density - scale, -990.0, 990.0));
  };
  const auto wasted = [&](const BoundedCell& cell) {
    return mass(cell, cell.log2_bound) - mass(cell, cell.log2_least);
  };
  const auto count = [&](const BoundedCell& cell, double sign) {
    all += sign * mass(cell, cell.log2_bound);
    known += sign * mass(cell, cell.log2_least);
  };
  const auto less = [&](std::size_t a, std::size_t b) { return wasted(cells[a]) < wasted(cells[b]); };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(less)> worst(less);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    count(cells[i], 1);
    worst.push(i);
  }
  for (std::size_t split = 0; known < goal * all && cells.size() < max_cells && !worst.empty(); ++split) {
    const std::size_t i = worst.top();
    worst.pop();
    const BoundedCell cell = cells[i];
    if (cell.width() < min_width) continue;
    const double middle = 0.5 * (cell.low + cell.high);
    const release::Part& part = parts[static_cast<std::size_t>(cell.part)];
    count(cell, -1);
    BoundedCell halves[] = {{cell.low, middle, 0, 0, cell.part}, {middle, cell.high, 0, 0, cell.part}};
    set_bounds(slices, part, halves);
    cells[i] = halves[0];
    cells.push_back(halves[1]);
    count(cells[i], 1);
    count(cells.back(), 1);
    worst.push(i);
    worst.push(cells.size() - 1);
    if (split % 64 == 63) {  // the sums fall by many orders of magnitude: recompute them on a new scale
      scale = negligible;
      for (const BoundedCell& each : cells) scale = std::max(scale, each.log2_bound);
      all = known = 0;
      for (const BoundedCell& each : cells) count(each, 1);
    }
  }
  std::erase_if(cells, [](const BoundedCell& cell) { return cell.log2_bound <= negligible; });
  std::sort(cells.begin(), cells.end(), [](const BoundedCell& a, const BoundedCell& b) {
    return a.part != b.part ? a.part < b.part : a.low < b.low;
  });
  return cells;
}

}  // namespace slipburst::host
