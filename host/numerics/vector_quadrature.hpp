#pragma once
/// \file Quadrature of several functions at once, of one variable.

#include <boost/math/quadrature/gauss.hpp>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace slipburst::host {

struct QuadratureNode {
  double at, weight;
};

/// Adds the nodes of Gauss's rule on an interval, rising.
template <unsigned order>
void add_gauss_nodes(double low, double high, std::vector<QuadratureNode>& nodes) {
  using Rule = boost::math::quadrature::gauss<double, order>;
  const double middle = 0.5 * (low + high), half = 0.5 * (high - low);
  const auto& x = Rule::abscissa();
  const auto& weights = Rule::weights();
  for (std::size_t i = x.size(); i-- > order % 2;) nodes.push_back({middle - half * x[i], half * weights[i]});
  for (std::size_t i = 0; i < x.size(); ++i) nodes.push_back({middle + half * x[i], half * weights[i]});
}

template <unsigned order>
std::vector<QuadratureNode> gauss_nodes(double low, double high) {
  std::vector<QuadratureNode> nodes;
  add_gauss_nodes<order>(low, high, nodes);
  return nodes;
}

/// Values of all functions at one point.
using FunctionRow = std::vector<double>;
/// Prepares many points at once, and may be called by several threads at once. \return function of a point's index that
/// gives the row there; called once for each
using RowsAt = std::function<std::function<FunctionRow(std::size_t)>(std::span<const double> points)>;

struct VectorIntegral {
  std::vector<double> value, error;
};

/// Goal of each integral: the error relative to a value above the minimum; smaller values have no goal.
struct QuadratureGoal {
  double relative_error, min_value;
};

/// Integrates over the intervals between consecutive nodes by the Gauss-Kronrod rule of 15 points. Bisects the
/// intervals with too large an error in up to 12 rounds, all intervals of a round together. \param nodes  rising, two
/// or more  \param poll  called now and then, if not empty
/// \param threads  1: the points of a round are prepared at once; more: the points of an interval are, by the thread
/// that evaluates it. The bits are the same.
VectorIntegral integrate_together(std::span<const double> nodes, const RowsAt& rows_at, const QuadratureGoal& goal,
                                  const std::function<void()>& poll = {}, int threads = 1);

}  // namespace slipburst::host
