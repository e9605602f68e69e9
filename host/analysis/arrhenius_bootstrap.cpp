#include "host/analysis/arrhenius_bootstrap.hpp"

#include <algorithm>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>
#include <utility>

#include "host/numerics/special_values.hpp"
#include "slipburst/random/philox.hpp"
#include "slipburst/random/streams.hpp"

namespace slipburst::host {
namespace {

constexpr double below_one = 1 - 0x1p-53;
constexpr double max_moves = 1e15;   // about the largest mean at which a double still holds every whole number
constexpr double near_normal = 1e6;  // above this, expansions about a Gaussian are as good: series are slow, or fail
constexpr double low_quantile = 0.16, high_quantile = 0.84;

/// Two numbers in (0, 1) of one point of one replica.
struct Uniforms {
  double first, second;
};

Uniforms uniforms(std::uint64_t seed, std::uint32_t replica, std::uint32_t point) {
  const random::Words words = random::philox(seed, static_cast<std::uint64_t>(random::Purpose::bootstrap),
                                             static_cast<std::uint64_t>(replica) << 32 | point);
  return {std::min(random::uniform64(words.word[0], words.word[1]), below_one),
          std::min(random::uniform64(words.word[2], words.word[3]), below_one)};
}

double normal(double u) { return -std::sqrt(2.0) * boost::math::erfc_inv(2 * u); }

/// Quantile `u` of a gamma variate with a given mean and relative variance 1/size.
double gamma_variate(double mean, double size, double u) {
  if (size <= near_normal) return mean * boost::math::gamma_p_inv(size, u) / size;
  const double root = 1 - 1 / (9 * size) + normal(u) / (3 * std::sqrt(size));  // E. Wilson, M. Hilferty, PNAS 17, 684
  return mean * root * root * root;
}

/// Smallest count k with P(count <= k) >= u.
double poisson_count(double mean, double u) {
  if (!(mean > 0) || u <= std::exp(-mean)) return 0;
  if (mean > max_moves) return mean;
  if (mean > near_normal) {  // Cornish-Fisher expansion
    const double z = normal(u);
    return std::ceil(mean + z * std::sqrt(mean) + (z * z - 1) / 6 - 0.5);
  }
  using Up =
      boost::math::policies::policy<boost::math::policies::discrete_quantile<boost::math::policies::integer_round_up>>;
  return boost::math::quantile(boost::math::poisson_distribution<double, Up>(mean), u);
}

/// Quantile `share`, linear between the order statistics. \param values  rising, not empty
double quantile(const std::vector<double>& values, double share) {
  const double place = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return std::lerp(values[below], values[above], place - static_cast<double>(below));
}

BootstrapParameter described(const ModelParameter& parameter, std::vector<double> values) {
  if (values.empty()) return {parameter.name, parameter.unit, not_a_number, not_a_number, not_a_number, not_a_number};
  std::ranges::sort(values);
  const auto count = static_cast<double>(values.size());
  double mean = 0, squares = 0;
  for (const double value : values) mean += value / count;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {parameter.name,
          parameter.unit,
          mean,
          values.size() > 1 ? std::sqrt(squares / (count - 1)) : not_a_number,
          quantile(values, low_quantile),
          quantile(values, high_quantile)};
}

std::optional<ArrheniusFit> fit_again(FrequencyData data, const ArrheniusProblem& like) {
  try {
    ArrheniusFit fit = fit_arrhenius({std::move(data), like.model(), like.ratio()}, false);
    if (fit.converged) return fit;
  } catch (const NothingMoved&) {
  } catch (const std::invalid_argument&) {  // no likelihood anywhere
  }
  return std::nullopt;
}

}  // namespace

std::string_view scatter_name(CountScatter scatter, bool counted) {
  if (!counted) return "gaussian";
  return scatter == CountScatter::poisson ? "poisson" : "negative-binomial";
}

FrequencyData draw_frequencies(const ArrheniusProblem& problem, const ArrheniusFit& fit, std::uint64_t seed,
                               std::uint32_t replica, CountScatter scatter) {
  FrequencyData data = problem.data();
  std::uint32_t index = 0;
  for (FrequencySet& set : data.sets) {
    for (FrequencyPoint& point : set.points) {
      const double expected = fit.expected_Hz[index];
      const Uniforms u = uniforms(seed, replica, index++);
      if (data.counted) {
        double mean = expected * point.clusters * point.window_s;
        if (scatter == CountScatter::negative_binomial) {  // a Poisson variate whose mean is a gamma variate
          mean = gamma_variate(mean, point.clusters, u.second);
        }
        const double direct = point.direct_Hz;
        point = counted_frequency(point.temperature_K, point.clusters, poisson_count(mean, u.first), point.window_s);
        point.direct_Hz = direct;
      } else {
        const double relative = point.error_Hz / point.frequency_Hz;
        point.frequency_Hz = expected * std::exp(relative * normal(u.first));
        point.error_Hz = relative * point.frequency_Hz;
      }
    }
  }
  return data;
}

Bootstrap bootstrap(const ArrheniusProblem& problem, const ArrheniusFit& fit, std::uint32_t replicas,
                    std::uint64_t seed, CountScatter scatter, const std::function<void()>& poll) {
  Bootstrap result{replicas, 0, {}};
  std::vector<std::vector<double>> values(problem.parameters().size());
  for (std::uint32_t replica = 0; replica < replicas; ++replica) {
    if (poll) poll();
    const std::optional<ArrheniusFit> again =
        fit_again(draw_frequencies(problem, fit, seed, replica, scatter), problem);
    if (!again) {
      ++result.failed;
      continue;
    }
    for (std::size_t i = 0; i < values.size(); ++i) values[i].push_back(again->parameters[i].value);
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    result.parameters.push_back(described(problem.parameters()[i], values[i]));
  }
  return result;
}

}  // namespace slipburst::host
