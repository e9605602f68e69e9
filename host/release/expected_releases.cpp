#include "host/release/expected_releases.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>

#include "host/model/stress_reach.hpp"

namespace slipburst::host {
namespace {

using Kronrod = boost::math::quadrature::gauss_kronrod<double, 15>;

constexpr unsigned most_halvings = 8;
constexpr double goal = 1e-11;       // of a sum
constexpr double most_error = 1e-6;  // of a cell

/// Integral of 2^f over a cell, on the scale of its bound, apart between nodes of the density: it has kinks there, and
/// jumps at the outermost.
template <class Log2Function>
double integrate(const BoundedCell& cell, const release::PinDensity& density, double error,
                 Log2Function log2_function) {
  const auto f = [&](double eta) { return std::exp2(log2_function(eta) - cell.log2_bound); };
  const double* const end = density.eta + density.nodes;
  double sum = 0, low = cell.low;
  for (const double* node = std::upper_bound(density.eta, end, low); node != end && *node < cell.high; ++node) {
    sum += Kronrod::integrate(f, low, *node, most_halvings, error);
    low = *node;
  }
  return (sum + Kronrod::integrate(f, low, cell.high, most_halvings, error)) * std::exp2(cell.log2_bound);
}

}  // namespace

double expected_share(const ReleaseSlices& slices, std::size_t slice) {
  double sum = 0;
  const double mass = slices.info(slice).mass;
  for (const BoundedCell& cell : slices.cells(slice)) {
    const double share = cell.width() * std::exp2(cell.log2_bound) / mass;  // of the sum, at most
    if (share < goal * 1e-4) continue;
    const release::Part& part = slices.part(cell);
    sum += integrate(cell, slices.view().density, std::min(goal / share, most_error),
                     [&](double eta) { return slices.view().log2_release_density(part, eta); });
  }
  return sum;
}

double expected_share(const FilmHistory& history, double start_s, double end_s) {
  const double edges[] = {start_s, end_s};
  const ReleaseSlices slices(history, edges, 1);
  double sum = 0;
  for (std::size_t slice = 0; slice < slices.size(); ++slice) sum += expected_share(slices, slice);
  return sum;
}

MomentaryRate momentary_rate(const FilmHistory& history, double time_s) {
  // The cells of a moment are those of what leaves within a short while after it.
  constexpr double short_while = 1e-6;
  const std::int32_t piece = history.piece_at(time_s);
  const double end = std::min(time_s * (1 + short_while), history.pieces()[static_cast<std::size_t>(piece)].end);
  release::Slices view{};
  view.history = history.view();
  view.density = history.density();
  std::vector<release::Part> parts;
  for (const Population& population : history.populations()) {
    const double weight = population.weight[static_cast<std::size_t>(piece)];
    if (weight > 0) parts.push_back({population.piece, piece, time_s, end, std::log2(weight), false});
  }
  const std::vector<BoundedCell> cells = cover(view, parts, history.kinks(), 0.8);
  double mass = 0, sum = 0, weighted = 0;
  for (const BoundedCell& cell : cells) mass += cell.width() * std::exp2(cell.log2_bound);
  for (const BoundedCell& cell : cells) {
    const double share = cell.width() * std::exp2(cell.log2_bound) / mass;
    if (share < goal * 1e-4) continue;
    const double error = std::min(goal / share, most_error);
    const release::Part& part = parts[static_cast<std::size_t>(cell.part)];
    const auto log2_density = [&](double eta) {
      const double held = view.history.hazard_since(part.source, piece, eta, time_s) / math::ln2;
      return part.log2_weight + view.density.log2_density(eta) - held + view.history.rate(piece, eta, time_s).log2_rate;
    };
    const auto log2_weighted = [&](double eta) {
      return log2_density(eta) +
             std::log2(std::max(view.history.stress_factor(piece, eta, time_s), least_stress_factor));
    };
    sum += integrate(cell, view.density, error, log2_density);
    weighted += integrate(cell, view.density, error, log2_weighted);
  }
  return {sum, sum > 0 ? weighted / sum : 1};
}

}  // namespace slipburst::host
