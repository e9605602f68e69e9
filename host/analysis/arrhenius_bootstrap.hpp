#pragma once
/// \file Scatter of fitted parameters when the experiment is repeated: fits of pseudo-data drawn from the fitted model.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "host/analysis/arrhenius_fit.hpp"

namespace slipburst::host {

/// Distribution of drawn counts of moves; measured frequencies are always Gaussian in their logarithm.
enum class CountScatter {
  negative_binomial,  ///< the distribution that residuals assume: n clusters whose rates scatter exponentially
  poisson             ///< no scatter between clusters
};

/// Name of the distribution: "negative-binomial" or "poisson"; "gaussian" for measured frequencies.
std::string_view scatter_name(CountScatter scatter, bool counted);

struct BootstrapParameter {
  std::string name, unit;
  double mean, deviation;  ///< deviation: standard deviation of one replica, not of the mean; NaN for fewer than two
  double low, high;        ///< 16 and 84 % quantiles
};

struct Bootstrap {
  std::size_t replicas, failed;  ///< failed: replicas without a minimum or without moves; not in the numbers below
  std::vector<BootstrapParameter> parameters;
};

/// Pseudo-data of the fitted model at the temperatures of the data: replica number `replica`, with random words of
/// (seed, Purpose::bootstrap, replica, point).
FrequencyData draw_frequencies(const ArrheniusProblem& problem, const ArrheniusFit& fit, std::uint64_t seed,
                               std::uint32_t replica, CountScatter scatter);

/// Draws and fits replicas. \param poll  called now and then, may throw to stop
Bootstrap bootstrap(const ArrheniusProblem& problem, const ArrheniusFit& fit, std::uint32_t replicas,
                    std::uint64_t seed, CountScatter scatter, const std::function<void()>& poll = {});

}  // namespace slipburst::host
