#pragma once
/// \file How fitted parameters scatter when the experiment is repeated: pseudo-data drawn from the fitted model.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "host/analysis/arrhenius_fit.hpp"

namespace slipburst::host {

/// What counted moves are drawn from; measured frequencies are always Gaussian in their logarithm.
enum class CountScatter {
  negative_binomial,  ///< what the residuals assume: n clusters whose rates scatter exponentially
  poisson             ///< no scatter between clusters
};

/// "negative-binomial", "poisson"; of measured frequencies "gaussian".
std::string_view scatter_name(CountScatter scatter, bool counted);

struct BootstrapParameter {
  std::string name, unit;
  double mean, deviation;  ///< deviation: of one replica; NaN for fewer than two
  double low, high;        ///< 16 and 84 % quantiles
};

struct Bootstrap {
  std::size_t replicas, failed;  ///< failed: no minimum found, or nothing moved; not in the numbers below
  std::vector<BootstrapParameter> parameters;
};

/// Data as the fitted model would give them, at the same temperatures: replica number `replica`, with random words of
/// (seed, Purpose::bootstrap, replica, point).
FrequencyData draw_frequencies(const ArrheniusProblem& problem, const ArrheniusFit& fit, std::uint64_t seed,
                               std::uint32_t replica, CountScatter scatter);

/// Draws and fits again. \param poll  called now and then, may throw to stop
Bootstrap bootstrap(const ArrheniusProblem& problem, const ArrheniusFit& fit, std::uint32_t replicas,
                    std::uint64_t seed, CountScatter scatter, const std::function<void()>& poll = {});

}  // namespace slipburst::host
