#include "host/numerics/vector_quadrature.hpp"

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <utility>

#include "host/numerics/parallel_loop.hpp"

namespace slipburst::host {
namespace {

using Kronrod = boost::math::quadrature::gauss_kronrod<double, 15>;
using Gauss = boost::math::quadrature::gauss<double, 7>;

constexpr int max_rounds = 12;

/// A part of the range with the integrals of all functions over it and their error estimates.
struct Panel {
  double low, high;
  std::vector<double> value, error;
};

class Integrator {
 public:
  Integrator(const RowsAt& rows_at, const QuadratureGoal& goal, const std::function<void()>& poll, int threads)
      : rows_at_(rows_at), goal_(goal), poll_(poll), threads_(threads) {}

  void run(std::span<const double> nodes) {
    std::vector<Panel> fresh;
    for (std::size_t i = 1; i < nodes.size(); ++i) fresh.push_back({nodes[i - 1], nodes[i], {}, {}});
    for (int round = 0;; ++round) {
      evaluate(fresh);
      done_.insert(done_.end(), fresh.begin(), fresh.end());
      fresh.clear();
      sum();
      if (round == max_rounds) return;
      std::vector<Panel> kept;
      for (const Panel& panel : done_) {
        if (fine(panel)) {
          kept.push_back(panel);
          continue;
        }
        const double middle = 0.5 * (panel.low + panel.high);
        fresh.push_back({panel.low, middle, {}, {}});
        fresh.push_back({middle, panel.high, {}, {}});
      }
      if (fresh.empty()) return;
      done_ = std::move(kept);
    }
  }

  VectorIntegral result() && { return std::move(total_); }

 private:
  /// Whether a panel's errors are no more than its share of what is too much: integrals that have reached their goal
  /// ask for no panel.
  bool fine(const Panel& panel) const {
    const double share = 1 / static_cast<double>(done_.size());
    for (std::size_t k = 0; k < total_.value.size(); ++k) {
      const double goal = goal_.relative_error * total_.value[k];
      if (total_.value[k] > goal_.min_value && total_.error[k] > goal && panel.error[k] > share * goal) return false;
    }
    return true;
  }

  void evaluate(std::vector<Panel>& panels) const {
    if (threads_ == 1) return evaluate(std::span(panels), poll_);
    parallel_loop(
        panels.size(), threads_, [&](std::size_t i) { evaluate(std::span(&panels[i], 1), {}); }, poll_);
  }

  void evaluate(std::span<Panel> panels, const std::function<void()>& poll) const {
    std::vector<double> points;
    const auto& nodes = Kronrod::abscissa();
    for (const Panel& panel : panels) {
      const double centre = 0.5 * (panel.low + panel.high), half = 0.5 * (panel.high - panel.low);
      for (std::size_t i = 0; i < nodes.size(); ++i) {
        for (const double sign : {-1.0, 1.0}) {
          if (i == 0 && sign > 0) continue;
          points.push_back(centre + sign * half * nodes[i]);
        }
      }
    }
    const auto row_at = rows_at_(points);
    std::size_t next = 0;
    for (Panel& panel : panels) {
      if (poll) poll();
      add_up(panel, row_at, next);
    }
  }

  static void add_up(Panel& panel, const std::function<FunctionRow(std::size_t)>& row_at, std::size_t& next) {
    const double half = 0.5 * (panel.high - panel.low);
    std::vector<double> coarse;
    for (std::size_t i = 0; i < Kronrod::abscissa().size(); ++i) {
      for (int side = 0; side < (i == 0 ? 1 : 2); ++side, ++next) {
        const FunctionRow row = row_at(next);
        panel.value.resize(row.size(), 0);
        coarse.resize(row.size(), 0);
        for (std::size_t k = 0; k < row.size(); ++k) {
          panel.value[k] += half * Kronrod::weights()[i] * row[k];
          if (i % 2 == 0) coarse[k] += half * Gauss::weights()[i / 2] * row[k];
        }
      }
    }
    for (std::size_t k = 0; k < coarse.size(); ++k) panel.error.push_back(std::abs(panel.value[k] - coarse[k]));
  }

  void sum() {
    total_.value.assign(done_.front().value.size(), 0);
    total_.error.assign(total_.value.size(), 0);
    for (const Panel& panel : done_) {
      for (std::size_t k = 0; k < total_.value.size(); ++k) {
        total_.value[k] += panel.value[k];
        total_.error[k] += panel.error[k];
      }
    }
  }

  const RowsAt& rows_at_;
  const QuadratureGoal& goal_;
  const std::function<void()>& poll_;
  int threads_;
  std::vector<Panel> done_;
  VectorIntegral total_;
};

}  // namespace

VectorIntegral integrate_together(std::span<const double> nodes, const RowsAt& rows_at, const QuadratureGoal& goal,
                                  const std::function<void()>& poll, int threads) {
  Integrator integrator(rows_at, goal, poll, threads);
  integrator.run(nodes);
  return std::move(integrator).result();
}

}  // namespace slipburst::host
