#include "host/release/expected_releases.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "host/model/stress_reach.hpp"

namespace slipburst::host {
namespace {

using Kronrod = boost::math::quadrature::gauss_kronrod<double, 15>;

constexpr unsigned max_halvings = 8;
constexpr double goal = 1e-11;      // of a sum
constexpr double max_error = 1e-6;  // of a cell

/// Integral of 2^f over a cell, scaled by its bound and split at the nodes of the density, at which the density has
/// kinks, and jumps at the outermost.
template <class Log2Function>
double integrate(const BoundedCell& cell, const release::PinDensity& density, double error,
                 Log2Function log2_function) {
  const auto f = [&](double eta) { return std::exp2(log2_function(eta) - cell.log2_bound); };
  const double* const end = density.eta + density.nodes;
  double sum = 0, low = cell.low;
  for (const double* node = std::upper_bound(density.eta, end, low); node != end && *node < cell.high; ++node) {
    sum += Kronrod::integrate(f, low, *node, max_halvings, error);
    low = *node;
  }
  return (sum + Kronrod::integrate(f, low, cell.high, max_halvings, error)) * std::exp2(cell.log2_bound);
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

  /// \param log2_rate  log2 of the releases per time and eta, of a part and eta
  template <class Log2Rate>
  MomentaryRate rate(Log2Rate log2_rate) const {
    double mass = 0;
    for (const BoundedCell& cell : cells_) mass += cell.width() * std::exp2(cell.log2_bound);
    MomentaryRate all{0, 1, std::vector<PopulationRate>(parts_.size())};
    double stress = 0;
    for (const BoundedCell& cell : cells_) {
      const double share = cell.width() * std::exp2(cell.log2_bound) / mass;
      if (share < goal * 1e-4) continue;
      const double error = std::min(goal / share, max_error);
      const auto index = static_cast<std::size_t>(cell.part);
      const release::Part& part = parts_[index];
      const auto stress_at = [&](double eta) { return slices_.stress(part.population, part.piece, eta, start_s_); };
      PopulationRate& own = all.populations[index];
      const double rate = integrate(cell, slices_.density, error, [&](double eta) { return log2_rate(part, eta); });
      own.rate_Hz += rate;
      const auto integral = [&](auto factor) {
        if (part.same_stress) return rate * factor(stress_at(0));
        return integrate(cell, slices_.density, error,
                         [&](double eta) { return log2_rate(part, eta) + std::log2(factor(stress_at(eta))); });
      };
      own.stress.pinned += integral([](const release::Stress& at) { return at.pinned; });
      own.stress.rise += integral([](const release::Stress& at) { return at.rise; });
      stress += integral([](const release::Stress& at) { return at.pinned * at.rise; });
    }
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      PopulationRate& own = all.populations[i];
      own.population = static_cast<std::size_t>(parts_[i].population);
      own.stress = own.rate_Hz > 0 ? release::Stress{own.stress.pinned / own.rate_Hz, own.stress.rise / own.rate_Hz}
                                   : slices_.stress(parts_[i].population, parts_[i].piece, 0, start_s_);
      all.rate_Hz += own.rate_Hz;
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
  const double mass = slices.info(slice).mass;
  for (const BoundedCell& cell : slices.cells(slice)) {
    const double share = cell.width() * std::exp2(cell.log2_bound) / mass;  // of the sum, at most
    if (share < goal * 1e-4) continue;
    const release::Part& part = slices.part(cell);
    sums[static_cast<std::size_t>(part.population)] +=
        integrate(cell, slices.view().density, std::min(goal / share, max_error),
                  [&](double eta) { return slices.view().log2_release_density(part, eta); });
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
  return parts.rate([&](const release::Part& part, double eta) {
    const release::History own = parts.slices().history_of(part.population);
    const double held = own.hazard_since(part.source, part.piece, eta, time_s) / math::ln2;
    return part.log2_weight + parts.slices().density.log2_density(eta) - held +
           own.rate(part.piece, eta, time_s).log2_rate;
  });
}

MomentaryRate observed_rate(const FilmHistory& history, double time_s) {
  const std::optional<Moments> after = history.after_boundary(time_s);
  if (!after) return momentary_rate(history, time_s);
  const RateParts parts(history, *after);
  const double log2_span = std::log2(after->end_s - after->start_s);
  return parts.rate([&](const release::Part& part, double eta) {
    return parts.slices().log2_release_density(part, eta) - log2_span;
  });
}

}  // namespace slipburst::host
