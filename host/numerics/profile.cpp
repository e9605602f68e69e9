#include "host/numerics/profile.hpp"

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include "host/numerics/special_values.hpp"

namespace slipburst::host {
namespace {

constexpr double highest_root = 10;        // cap on the root of chi-square's rise; an interval ends at 1
constexpr double noticeably_lower = 1e-4;  // of chi-square; minima are found to 1e-6
constexpr double end_precision = 1e-4;     // of an interval's end, relative to its distance from the best value
constexpr int max_doublings = 60;

/// Residuals as a function of the free parameters alone; held parameters keep their values.
class Free {
 public:
  Free(const Residuals& residuals, std::vector<double> all, const std::vector<bool>& held)
      : residuals_(residuals), all_(std::move(all)) {
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (!held[i]) index_.push_back(i);
    }
  }
  const std::vector<std::size_t>& index() const { return index_; }
  std::vector<double> full(std::span<const double> free) const {
    std::vector<double> values = all_;
    for (std::size_t i = 0; i < index_.size(); ++i) values[index_[i]] = free[i];
    return values;
  }
  void operator()(std::span<const double> free, std::span<double> result) const { residuals_(full(free), result); }

 private:
  const Residuals& residuals_;
  std::vector<double> all_;
  std::vector<std::size_t> index_;
};

LeastSquaresFit fit_free(const Residuals& residuals, std::size_t data, const std::vector<double>& start,
                         std::span<const ParameterRange> ranges, const std::vector<bool>& held) {
  const Free free(residuals, start, held);
  const std::size_t size = start.size();
  LeastSquaresFit fit{start,
                      std::vector<double>(size, not_a_number),
                      std::vector<std::vector<double>>(size, std::vector<double>(size, not_a_number)),
                      0,
                      data,
                      1,
                      true};
  if (free.index().empty()) {
    std::vector<double> result(data);
    residuals(start, result);
    for (const double residual : result) fit.chi_square += residual * residual;
    return fit;
  }
  std::vector<double> begin, scale;
  for (const std::size_t i : free.index()) {
    begin.push_back(start[i]);
    scale.push_back(ranges[i].scale);
  }
  const LeastSquaresFit found = fit_least_squares(free, data, begin, scale);
  fit.values = free.full(found.values);
  for (std::size_t i = 0; i < free.index().size(); ++i) {
    fit.sigmas[free.index()[i]] = found.sigmas[i];
    for (std::size_t j = 0; j < free.index().size(); ++j) {
      fit.covariance[free.index()[i]][free.index()[j]] = found.covariance[i][j];
    }
  }
  fit.chi_square = found.chi_square;
  fit.degrees_of_freedom = found.degrees_of_freedom;
  fit.p_value = found.p_value;
  fit.converged = found.converged;
  return fit;
}

/// One end of an interval.
struct End {
  double value;
  bool is_bound;
};

class Profile {
 public:
  Profile(const Residuals& residuals, std::size_t data, const LeastSquaresFit& best,
          std::span<const ParameterRange> ranges, std::size_t parameter)
      : residuals_(residuals), data_(data), best_(best), ranges_(ranges), parameter_(parameter) {}

  End end(double direction) {
    place_ = best_.values;
    const ParameterRange& range = ranges_[parameter_];
    const double bound = direction < 0 ? range.low : range.high, from = best_.values[parameter_];
    if (from == bound) return {bound, true};
    const double sigma = best_.sigmas[parameter_];
    double step = std::isfinite(sigma) && sigma > 0 ? sigma : range.scale;
    double inside = from, root_inside = 0;
    for (int i = 0; i < max_doublings; ++i, step *= 2) {
      double outside = from + direction * step;
      const bool at_bound = !(direction * (bound - outside) > 0);
      if (at_bound) outside = bound;
      const double root_outside = root(outside);
      if (root_outside >= 1) return {crossing(inside, outside, root_inside, root_outside), false};
      if (at_bound) return {bound, true};
      inside = outside;
      root_inside = root_outside;
    }
    return {inside, true};
  }

  const std::vector<double>& lower_place() const { return lower_place_; }

 private:
  /// Square root of chi-square's rise: nearly a straight line.
  double root(double value) {
    place_[parameter_] = value;
    try {
      const LeastSquaresFit fit = fit_within(residuals_, data_, place_, ranges_, {parameter_});
      if (!std::isfinite(fit.chi_square)) return highest_root;
      place_ = fit.values;
      if (fit.chi_square < lowest_) {
        lowest_ = fit.chi_square;
        if (lowest_ < best_.chi_square - noticeably_lower) lower_place_ = fit.values;
      }
      return std::min(std::sqrt(std::max(fit.chi_square - best_.chi_square, 0.0)), highest_root);
    } catch (const std::invalid_argument&) {  // a value outside the model's domain
      place_ = best_.values;
      return highest_root;
    }
  }

  double crossing(double inside, double outside, double root_inside, double root_outside) {
    const double from = best_.values[parameter_];
    std::uintmax_t most = 60;
    const auto close = [&](double a, double b) {
      return std::abs(b - a) <= end_precision * std::max(std::abs(a - from), std::abs(b - from));
    };
    const auto function = [&](double value) { return root(value) - 1; };
    std::pair<double, double> ends;
    if (inside < outside) {
      ends =
          boost::math::tools::toms748_solve(function, inside, outside, root_inside - 1, root_outside - 1, close, most);
    } else {
      ends =
          boost::math::tools::toms748_solve(function, outside, inside, root_outside - 1, root_inside - 1, close, most);
    }
    return 0.5 * (ends.first + ends.second);
  }

  const Residuals& residuals_;
  std::size_t data_;
  const LeastSquaresFit& best_;
  std::span<const ParameterRange> ranges_;
  std::size_t parameter_;
  std::vector<double> place_, lower_place_;
  double lowest_ = std::numeric_limits<double>::infinity();
};

}  // namespace

LeastSquaresFit fit_within(const Residuals& residuals, std::size_t data, std::span<const double> start,
                           std::span<const ParameterRange> ranges, const std::vector<std::size_t>& held) {
  if (start.size() != ranges.size()) throw std::invalid_argument("a fit needs a range for each parameter");
  std::vector<bool> fixed(start.size(), false);
  for (const std::size_t i : held) fixed.at(i) = true;
  std::vector<double> place(start.begin(), start.end());
  for (std::size_t i = 0; i < place.size(); ++i) {
    if (!fixed[i]) place[i] = std::clamp(place[i], ranges[i].low, ranges[i].high);
  }
  while (true) {
    LeastSquaresFit fit = fit_free(residuals, data, place, ranges, fixed);
    // Hold one more parameter at a time: the others may come back within their bounds.
    std::size_t farthest = place.size();
    double most = 0;
    for (std::size_t i = 0; i < place.size(); ++i) {
      if (fixed[i]) continue;
      const double beyond = std::max(ranges[i].low - fit.values[i], fit.values[i] - ranges[i].high) / ranges[i].scale;
      if (beyond > most) {
        most = beyond;
        farthest = i;
      }
    }
    if (farthest == place.size()) return fit;
    for (std::size_t i = 0; i < place.size(); ++i) {
      if (!fixed[i]) place[i] = std::clamp(fit.values[i], ranges[i].low, ranges[i].high);
    }
    fixed[farthest] = true;
  }
}

ProfileInterval profile_interval(const Residuals& residuals, std::size_t data, const LeastSquaresFit& best,
                                 std::span<const ParameterRange> ranges, std::size_t parameter) {
  Profile profile(residuals, data, best, ranges, parameter);
  const End low = profile.end(-1), high = profile.end(1);
  return {low.value, high.value, low.is_bound, high.is_bound, profile.lower_place()};
}

}  // namespace slipburst::host
