#include "host/numerics/profile.hpp"

#include <algorithm>
#include <array>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <utility>

#include "host/numerics/special_values.hpp"

namespace slipburst::host {
namespace {

constexpr double highest_root = 10;        // cap on the root of chi-square's rise; an interval ends at 1
constexpr double noticeably_lower = 1e-4;  // of chi-square; minima are found to 1e-6
constexpr double noticeably_wider = 0.02;  // of one side of an interval
constexpr int max_doublings = 60;
constexpr int max_returns = 4;  // to a lower chi-square

/// One end of an interval.
struct End {
  double value;
  bool is_bound;
};

/// Values of the parameters, and the square root of the rise of chi-square there.
struct Inside {
  std::vector<double> values;
  double root;
};

class Search {
 public:
  Search(const Residuals& residuals, std::size_t data, const LeastSquaresFit& best,
         std::span<const ParameterRange> ranges, double precision)
      : residuals_(residuals),
        data_(data),
        best_(best),
        ranges_(ranges),
        precision_(precision),
        inside_{{best.values, 0}} {}

  /// One end, and the same again while other searches have met places well beyond it.
  /// \return whether the end is new
  bool find(std::size_t parameter, int side) {
    const auto beyond = [&](const Inside& place) { return side * place.values[parameter]; };
    const Inside from = *std::ranges::max_element(inside_, {}, beyond);  // a copy: the search adds places
    std::optional<End>& end = ends_[parameter][side < 0 ? 0 : 1];
    if (end) {
      const double half = std::abs(end->value - best_.values[parameter]);
      if (end->is_bound || beyond(from) <= side * end->value + noticeably_wider * half) return false;
    }
    end = search(parameter, side, from);
    return true;
  }

  const std::vector<double>& lower() const { return lower_; }
  ProfileInterval interval(std::size_t parameter) const {
    const std::optional<End>&low = ends_[parameter][0], &high = ends_[parameter][1];
    return {low->value, high->value, low->is_bound, high->is_bound};
  }

 private:
  End search(std::size_t parameter, int side, const Inside& start) {
    place_ = start.values;
    const ParameterRange& range = ranges_[parameter];
    const double bound = side < 0 ? range.low : range.high, from = start.values[parameter];
    if (from == bound) return {bound, true};
    const double sigma = best_.sigmas[parameter];
    double step = std::isfinite(sigma) && sigma > 0 ? sigma : range.scale;
    double inside = from, root_inside = start.root;
    for (int i = 0; i < max_doublings; ++i, step *= 2) {
      double outside = from + side * step;
      const bool at_bound = !(side * (bound - outside) > 0);
      if (at_bound) outside = bound;
      const double root_outside = root(parameter, outside);
      if (root_outside >= 1) return {crossing(parameter, inside, outside, root_inside, root_outside), false};
      if (at_bound) return {bound, true};
      inside = outside;
      root_inside = root_outside;
    }
    return {inside, true};
  }

  /// Square root of chi-square's rise: nearly a straight line.
  double root(std::size_t parameter, double value) {
    place_[parameter] = value;
    try {
      const LeastSquaresFit fit = fit_within(residuals_, data_, place_, ranges_, {parameter});
      if (!std::isfinite(fit.chi_square)) return highest_root;
      place_ = fit.values;
      if (fit.chi_square < lowest_) {
        lowest_ = fit.chi_square;
        if (lowest_ < best_.chi_square - noticeably_lower) lower_ = fit.values;
      }
      const double result = std::min(std::sqrt(std::max(fit.chi_square - best_.chi_square, 0.0)), highest_root);
      if (result < 1) inside_.push_back({fit.values, result});
      return result;
    } catch (const std::invalid_argument&) {  // a value outside the model's domain
      place_ = best_.values;
      return highest_root;
    }
  }

  double crossing(std::size_t parameter, double inside, double outside, double root_inside, double root_outside) {
    const double from = best_.values[parameter];
    std::uintmax_t most = 60;
    const auto close = [&](double a, double b) {
      return std::abs(b - a) <= precision_ * std::max(std::abs(a - from), std::abs(b - from));
    };
    const auto function = [&](double value) { return root(parameter, value) - 1; };
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
  double precision_;
  std::vector<double> place_, lower_;
  double lowest_ = infinity;
  std::vector<Inside> inside_;
  std::vector<std::array<std::optional<End>, 2>> ends_ = std::vector<std::array<std::optional<End>, 2>>(ranges_.size());
};

}  // namespace

Profiles profile_intervals(const Residuals& residuals, std::size_t data, const LeastSquaresFit& best,
                           std::span<const ParameterRange> ranges, double precision) {
  Search search(residuals, data, best, ranges, precision);
  for (bool farther = true; farther;) {
    farther = false;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      for (const int side : {-1, 1}) farther |= search.find(i, side);
    }
  }
  Profiles profiles{{}, search.lower()};
  for (std::size_t i = 0; i < ranges.size(); ++i) profiles.intervals.push_back(search.interval(i));
  return profiles;
}

Profiles profile_lowest(const Residuals& residuals, std::size_t data, LeastSquaresFit& best,
                        std::span<const ParameterRange> ranges, double precision,
                        const std::function<std::vector<double>(const std::vector<double>&)>& arranged) {
  Profiles profiles = profile_intervals(residuals, data, best, ranges, precision);
  for (int returns = 0; !profiles.lower_place.empty() && returns < max_returns; ++returns) {
    best = fit_within(residuals, data, arranged ? arranged(profiles.lower_place) : profiles.lower_place, ranges);
    profiles = profile_intervals(residuals, data, best, ranges, precision);
  }
  return profiles;
}

}  // namespace slipburst::host
