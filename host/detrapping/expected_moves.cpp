#include <algorithm>
#include <boost/numeric/odeint.hpp>
#include <span>

#include "host/detrapping/watched_clusters.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::host {
namespace {

/// Integral of e^(-decay t) between two times.
double supply_between(double decay, double from_s, double to_s) {
  const double left = math::exp_minus(decay * from_s), length = to_s - from_s;
  return decay > 0 ? left * math::one_minus_exp(decay * length) / decay : left * length;
}

/// Shares of clusters in traps of each depth, followed by the moves by supply so far.
using State = std::vector<double>;

class Population {
 public:
  Population(const std::vector<TrapDepth>& depths, std::span<const double> supplied_Hz, detrapping::Condition at)
      : depths_(depths), supplied_Hz_(supplied_Hz), at_(at) {}

  State start() const {
    State state;
    for (const TrapDepth& depth : depths_) state.push_back(depth.share);
    state.push_back(0);
    return state;
  }

  void operator()(const State& state, State& change, double time_s) const {
    const double supply = math::exp_minus(at_.decay * time_s);
    double freed = 0, supplied = 0;
    for (std::size_t k = 0; k < depths_.size(); ++k) {
      const double by_supply = supply * supplied_Hz_[k] * state[k], all = by_supply + at_.direct * state[k];
      change[k] = -all;
      supplied += by_supply;
      freed += all;
    }
    for (std::size_t k = 0; k < depths_.size(); ++k) change[k] += depths_[k].share * freed;
    change.back() = supplied;
  }

 private:
  const std::vector<TrapDepth>& depths_;
  std::span<const double> supplied_Hz_;
  detrapping::Condition at_;
};

/// Moves by supply of one cluster before each edge of the windows.
std::vector<double> moves_of_population(const Population& population, std::span<const double> edges_s) {
  namespace odeint = boost::numeric::odeint;
  constexpr double tolerance = 1e-8;
  State state = population.start();
  std::vector<double> moves;
  double time_s = 0;
  for (const double edge_s : edges_s) {
    if (edge_s > time_s) {
      const auto stepper = odeint::make_controlled(tolerance, tolerance, odeint::runge_kutta_dopri5<State>());
      odeint::integrate_adaptive(stepper, population, state, time_s, edge_s, (edge_s - time_s) / 100);
      time_s = edge_s;
    }
    moves.push_back(state.back());
  }
  return moves;
}

}  // namespace

std::vector<ExpectedMoves> expected_moves(const WatchedClusters& clusters, std::size_t condition) {
  const detrapping::Experiment& experiment = clusters.experiment();
  const std::vector<TrapDepth>& depths = clusters.depths();
  const detrapping::Condition at = experiment.conditions[condition];
  const std::span supplied_Hz(experiment.indirect_Hz + condition * depths.size(), depths.size());
  std::vector<double> edges_s;
  for (int w = 0; w <= experiment.windows; ++w) edges_s.push_back(experiment.start_s + w * experiment.window_s);

  std::vector<ExpectedMoves> expected;
  const bool alike = experiment.next_trap == detrapping::NextTrap::alike;
  const std::vector<double> moves =
      alike ? std::vector<double>{} : moves_of_population(Population(depths, supplied_Hz, at), edges_s);
  double mean_Hz = 0;
  for (std::size_t k = 0; k < depths.size(); ++k) mean_Hz += depths[k].share * supplied_Hz[k];
  for (std::size_t w = 0; w + 1 < edges_s.size(); ++w) {
    expected.push_back(
        {alike ? mean_Hz * supply_between(at.decay, edges_s[w], edges_s[w + 1]) : moves[w + 1] - moves[w],
         at.direct * experiment.window_s});
  }
  return expected;
}

}  // namespace slipburst::host
