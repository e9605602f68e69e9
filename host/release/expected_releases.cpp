#include "host/release/expected_releases.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <numeric>
#include <span>
#include <utility>

#include "host/model/stress_reach.hpp"
#include "host/numerics/vector_quadrature.hpp"
#include "kernels/cpu/release_odds.hpp"
#include "slipburst/release/lanes.hpp"

namespace slipburst::host {
namespace {

constexpr double goal = 1e-11;  // of a sum

/// Values of some functions for lines in a part.
class PartFunctions {
 public:
  /// Sets a row of values for each of the first `count` lines of the lanes.
  using Rows = std::function<void(release::Lanes& lanes, int count, std::span<FunctionRow> rows)>;

  /// \param functions  number of values of a row
  PartFunctions(std::size_t functions, Rows rows) : functions_(functions), rows_(std::move(rows)) {}

  /// Integrals over eta over cells of one part by rising eta. Neighbours are integrated together, cut at the nodes of
  /// the density, at which it has kinks, and jumps at the outermost.
  std::vector<double> integrals(std::span<const BoundedCell> cells, const release::PinDensity& density) const {
    std::vector<double> sums(functions_, 0.0);
    while (!cells.empty()) {
      std::vector<double> edges = {cells.front().low};
      std::size_t count = 0;
      for (; count < cells.size() && cells[count].low == edges.back(); ++count) {
        const BoundedCell& cell = cells[count];
        const double* const end = density.eta + density.nodes;
        for (const double* node = std::upper_bound(density.eta, end, cell.low); node != end && *node < cell.high;
             ++node)
          edges.push_back(*node);
        edges.push_back(cell.high);
      }
      cells = cells.subspan(count);
      const auto rows_at = [this](std::span<const double> points) { return rows_of(points); };
      const VectorIntegral some = integrate_together(edges, rows_at, {goal, 0});
      for (std::size_t f = 0; f < functions_; ++f) sums[f] += some.value[f];
    }
    return sums;
  }

 private:
  std::function<FunctionRow(std::size_t)> rows_of(std::span<const double> points) const {
    const auto lanes = std::make_unique<release::Lanes>();
    const auto rows = std::make_shared<std::vector<FunctionRow>>(points.size(), FunctionRow(functions_));
    for (std::size_t first = 0; first < points.size(); first += release::Lanes::capacity) {
      const std::size_t count = std::min<std::size_t>(points.size() - first, release::Lanes::capacity);
      std::copy_n(points.begin() + static_cast<std::ptrdiff_t>(first), count, lanes->eta);
      rows_(*lanes, static_cast<int>(count), std::span(*rows).subspan(first, count));
    }
    return [rows](std::size_t point) { return std::move((*rows)[point]); };
  }

  std::size_t functions_;
  Rows rows_;
};

/// Sets log2 of the density of releases for the lines of the lanes, in `time`.
void find_log2_releases(const release::Slices& slices, const release::Part& part, int count, release::Lanes& lanes) {
  kernels::find_odds(slices, part, count, lanes);
  for (int i = 0; i < count; ++i) {
    const double pins = part.log2_weight + slices.density.log2_density(lanes.eta[i]);
    const double held = release::Slices::odds_of(pins, lanes.before[i], lanes.leaving[i]).log2_held;
    lanes.time[i] = held + std::log2(lanes.leaving[i]);
  }
}

/// Cells of one part, of those by part, that hold more than a negligible share of all.
std::vector<BoundedCell> cells_of_part(std::span<const BoundedCell> cells, std::int32_t part, double mass) {
  std::vector<BoundedCell> own;
  for (const BoundedCell& cell : cells) {
    const double share = cell.width() * std::exp2(cell.log2_bound) / mass;  // of the sum, at most
    if (cell.part == part && share >= goal * 1e-4) own.push_back(cell);
  }
  return own;
}

/// Cells of the releases within a short interval inside one piece of the history.
class RateParts {
 public:
  RateParts(const FilmHistory& history, const Moments& while_s)
      : start_s_(while_s.start_s), parts_(history.parts(history.piece_at(while_s.start_s), while_s, false)) {
    slices_.history = history.view();
    slices_.populations = history.pinned().data();
    slices_.density = history.density();
    slices_.min_factor = min_stress_factor;
    slices_.max_factor = std::numeric_limits<double>::infinity();
    cells_ = cover(slices_, history, parts_, 0.8);
  }

  const release::Slices& slices() const { return slices_; }

  /// \param find_log2_rates  find_log2_rates(part, count, lanes) sets log2 of the releases per time and eta, in `time`
  template <class FindLog2Rates>
  MomentaryRate rate(FindLog2Rates find_log2_rates) const {
    double mass = 0;
    for (const BoundedCell& cell : cells_) mass += cell.width() * std::exp2(cell.log2_bound);
    MomentaryRate all{0, 1, {}};
    double stress = 0;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const release::Part& part = parts_[i];
      const auto stress_at = [&](double eta) { return slices_.stress(part.population, part.piece, eta, start_s_); };
      const release::Stress shared = stress_at(0);
      const auto rows = [&](release::Lanes& lanes, int count, std::span<FunctionRow> of_lines) {
        find_log2_rates(part, count, lanes);
        for (int k = 0; k < count; ++k) {
          const double rate = std::exp2(lanes.time[k]);
          const release::Stress at = part.same_stress ? shared : stress_at(lanes.eta[k]);
          of_lines[static_cast<std::size_t>(k)] = {rate, rate * at.pinned, rate * at.rise, rate * at.pinned * at.rise};
        }
      };
      const auto sums =
          PartFunctions(4, rows).integrals(cells_of_part(cells_, static_cast<std::int32_t>(i), mass), slices_.density);
      const release::Stress mean = sums[0] > 0 ? release::Stress{sums[1] / sums[0], sums[2] / sums[0]} : shared;
      all.populations.push_back({static_cast<std::size_t>(part.population), sums[0], mean});
      all.rate_Hz += sums[0];
      stress += sums[3];
    }
    if (all.rate_Hz > 0) all.stress_factor = stress / all.rate_Hz;
    return all;
  }

 private:
  double start_s_;
  release::Slices slices_{};
  std::vector<release::Part> parts_;
  std::vector<BoundedCell> cells_;
};

}  // namespace

std::vector<double> expected_shares(const ReleaseSlices& slices, std::size_t slice) {
  std::vector<double> sums(slices.history().populations().size(), 0.0);
  const std::span<const BoundedCell> cells = slices.cells(slice);
  if (cells.empty()) return sums;
  for (std::int32_t i = cells.front().part; i <= cells.back().part; ++i) {
    const release::Part& part = slices.view().parts[i];
    const auto rows = [&](release::Lanes& lanes, int count, std::span<FunctionRow> of_lines) {
      find_log2_releases(slices.view(), part, count, lanes);
      for (int k = 0; k < count; ++k) of_lines[static_cast<std::size_t>(k)] = {std::exp2(lanes.time[k])};
    };
    const std::vector<BoundedCell> own = cells_of_part(cells, i, slices.info(slice).mass);
    sums[static_cast<std::size_t>(part.population)] +=
        PartFunctions(1, rows).integrals(own, slices.view().density).front();
  }
  return sums;
}

double expected_share(const ReleaseSlices& slices, std::size_t slice) {
  const std::vector<double> shares = expected_shares(slices, slice);
  return std::accumulate(shares.begin(), shares.end(), 0.0);
}

double expected_share(const FilmHistory& history, double start_s, double end_s) {
  const double edges[] = {start_s, end_s};
  const ReleaseSlices slices(history, edges, 1);
  double sum = 0;
  for (std::size_t slice = 0; slice < slices.size(); ++slice) sum += expected_share(slices, slice);
  return sum;
}

MomentaryRate momentary_rate(const FilmHistory& history, double time_s) {
  // A moment has the cells of the releases within a short interval after it.
  constexpr double short_while = 1e-6;
  const release::Piece& piece = history.pieces()[static_cast<std::size_t>(history.piece_at(time_s))];
  const RateParts parts(history, {time_s, std::min(time_s * (1 + short_while), piece.end)});
  return parts.rate([&](const release::Part& part, int count, release::Lanes& lanes) {
    const release::History own = parts.slices().history_of(part.population);
    release::find_hazards_since(own, part.source, part.piece, time_s, count, lanes);
    const release::Piece& during = own.pieces[part.piece];
    for (int i = 0; i < count; ++i) {
      const double pins = part.log2_weight + parts.slices().density.log2_density(lanes.eta[i]);
      const double log2_rate =
          during.steady ? lanes.first[i]
                        : release::History::rate_between(during, lanes.first[i], lanes.last[i], time_s).log2_rate;
      lanes.time[i] = pins - lanes.before[i] / math::ln2 + log2_rate;
    }
  });
}

MomentaryRate observed_rate(const FilmHistory& history, double time_s) {
  const std::optional<Moments> after = history.after_boundary(time_s);
  if (!after) return momentary_rate(history, time_s);
  const RateParts parts(history, *after);
  const double log2_span = std::log2(after->end_s - after->start_s);
  return parts.rate([&](const release::Part& part, int count, release::Lanes& lanes) {
    find_log2_releases(parts.slices(), part, count, lanes);
    for (int i = 0; i < count; ++i) lanes.time[i] -= log2_span;
  });
}

}  // namespace slipburst::host
