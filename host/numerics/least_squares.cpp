#include "host/numerics/least_squares.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <unsupported/Eigen/NonLinearOptimization>

namespace slipburst::host {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

constexpr double difference_step = 6e-6;   // cube root of the precision: rounding and truncation are alike
constexpr double min_independence = 1e-9;  // of a column of the derivatives; well above the error of differences
constexpr double max_left_to_go = 1e-6;    // of chi-square
constexpr int max_runs = 4;

/// Residuals in the form of Eigen's minimiser, in coordinates u = (p - start)/scale.
class Problem {
 public:
  using Scalar = double;
  using InputType = Vector;
  using ValueType = Vector;
  using JacobianType = Matrix;
  enum { InputsAtCompileTime = Eigen::Dynamic, ValuesAtCompileTime = Eigen::Dynamic };

  Problem(const Residuals& residuals, std::size_t data, std::span<const double> start, std::span<const double> scale)
      : residuals_(residuals), data_(static_cast<Eigen::Index>(data)), start_(start), scale_(scale) {}

  int inputs() const { return static_cast<int>(start_.size()); }
  int values() const { return static_cast<int>(data_); }

  std::vector<double> parameters(const Vector& u) const {
    std::vector<double> result(start_.begin(), start_.end());
    for (std::size_t i = 0; i < result.size(); ++i) result[i] += scale_[i] * u[static_cast<Eigen::Index>(i)];
    return result;
  }
  Vector residuals(const Vector& u) const {
    Vector result(data_);
    residuals_(parameters(u), {result.data(), static_cast<std::size_t>(data_)});
    return result;
  }
  Matrix jacobian(const Vector& u) const {
    Matrix result(data_, u.size());
    for (Eigen::Index i = 0; i < u.size(); ++i) {
      const Vector step = difference_step * Vector::Unit(u.size(), i);
      result.col(i) = (residuals(u + step) - residuals(u - step)) / (2 * difference_step);
    }
    return result;
  }

  int operator()(const Vector& u, Vector& result) const {
    result = residuals(u);
    return 0;
  }
  int df(const Vector& u, Matrix& result) const {
    result = jacobian(u);
    return 0;
  }

 private:
  const Residuals& residuals_;
  Eigen::Index data_;
  std::span<const double> start_, scale_;
};

/// Covariance and remaining descent, from the derivatives at a place.
struct Curvature {
  Matrix covariance;  ///< of the coordinates; NaN if it is singular
  double left_to_go;  ///< fall of chi-square predicted by the linearised model; infinite without derivatives
};

Curvature curvature_at(const Problem& problem, const Vector& u) {
  const Eigen::Index size = u.size();
  Curvature result{Matrix::Constant(size, size, std::numeric_limits<double>::quiet_NaN()),
                   std::numeric_limits<double>::infinity()};
  const Matrix jacobian = problem.jacobian(u);
  if (!jacobian.allFinite()) return result;
  Vector norms = jacobian.colwise().stableNorm();
  for (double& norm : norms) norm = norm > 0 ? norm : 1;
  Eigen::ColPivHouseholderQR<Matrix> qr(jacobian.rows(), size);
  qr.setThreshold(min_independence);
  qr.compute(jacobian * norms.cwiseInverse().asDiagonal());
  const Vector along = qr.householderQ().adjoint() * problem.residuals(u);
  result.left_to_go = along.head(qr.rank()).squaredNorm();
  if (qr.rank() < size) return result;
  const Matrix inverse =
      qr.matrixR().topRows(size).template triangularView<Eigen::Upper>().solve(Matrix::Identity(size, size));
  const Matrix root = norms.cwiseInverse().asDiagonal() * (qr.colsPermutation() * inverse);
  result.covariance = root * root.transpose();
  return result;
}

void check(const Problem& problem, std::size_t data, std::span<const double> start, std::span<const double> scale) {
  if (start.empty() || start.size() != scale.size()) {
    throw std::invalid_argument("a fit needs a start and a scale for each parameter, and a parameter");
  }
  if (data < start.size()) {
    throw std::invalid_argument(std::to_string(data) + " data cannot determine " + std::to_string(start.size()) +
                                " parameters");
  }
  for (std::size_t i = 0; i < start.size(); ++i) {
    if (!std::isfinite(start[i]) || !std::isfinite(scale[i]) || !(scale[i] > 0)) {
      throw std::invalid_argument("parameter " + std::to_string(i) + ": start must be finite and scale positive");
    }
  }
  if (!problem.residuals(Vector::Zero(static_cast<Eigen::Index>(start.size()))).allFinite()) {
    throw std::invalid_argument("the residuals at the start are not finite");
  }
}

}  // namespace

LeastSquaresFit fit_least_squares(const Residuals& residuals, std::size_t data, std::span<const double> start,
                                  std::span<const double> scale) {
  Problem problem(residuals, data, start, scale);
  check(problem, data, start, scale);
  const auto size = static_cast<Eigen::Index>(start.size());
  LeastSquaresFit fit{};
  fit.degrees_of_freedom = data - start.size();
  const auto freedom = static_cast<double>(fit.degrees_of_freedom);

  Vector u = Vector::Zero(size);
  Curvature curvature{};
  // The bound of a step may have shrunk on the way: a new run starts with a wide bound.
  for (int run = 0; run < max_runs && !fit.converged; ++run) {
    Eigen::LevenbergMarquardt<Problem> method(problem);
    method.useExternalScaling = true;  // the coordinates are scaled already
    method.diag = Vector::Ones(size);
    method.parameters.factor = 1;
    method.parameters.ftol = 1e-14;
    method.parameters.xtol = 1e-15;
    method.parameters.maxfev = 1000;
    method.minimize(u);
    curvature = curvature_at(problem, u);
    fit.chi_square = problem.residuals(u).squaredNorm();
    const double per_degree = freedom > 0 ? fit.chi_square / freedom : 0;
    fit.converged = curvature.left_to_go <= max_left_to_go * std::max(1.0, per_degree);
  }

  fit.values = problem.parameters(u);
  for (std::size_t i = 0; i < start.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    fit.sigmas.push_back(scale[i] * std::sqrt(curvature.covariance(row, row)));
    fit.covariance.emplace_back();
    for (std::size_t j = 0; j < start.size(); ++j) {
      fit.covariance[i].push_back(scale[i] * scale[j] * curvature.covariance(row, static_cast<Eigen::Index>(j)));
    }
  }
  fit.p_value = freedom > 0 ? boost::math::gamma_q(0.5 * freedom, 0.5 * fit.chi_square) : 1;
  return fit;
}

}  // namespace slipburst::host
