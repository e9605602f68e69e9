#pragma once
/// \file Fitted parameters with profile intervals, as text.

#include <fmt/format.h>

#include <cmath>
#include <string>

namespace slipburst::host {

/// Line with value, error and interval. \param Parameter  has name, unit, value, sigma, low, high, low_is_bound and
/// high_is_bound
template <class Parameter>
std::string parameter_line(const Parameter& parameter) {
  const std::string unit = parameter.unit == "1" ? "" : " " + parameter.unit;
  const std::string sigma = std::isfinite(parameter.sigma) ? fmt::format(" +- {:.3g}", parameter.sigma) : "";
  return fmt::format("{:>22} = {:.5g}{}{}, profile {:.5g}{} to {:.5g}{}{}\n", parameter.name, parameter.value, unit,
                     sigma, parameter.low, parameter.low_is_bound ? " (its bound)" : "", parameter.high, unit,
                     parameter.high_is_bound ? " (its bound)" : "");
}

/// Caveat of a parameter whose interval ends at a bound; empty for others.
template <class Parameter>
std::string unlimited_text(const Parameter& parameter) {
  if (parameter.low_is_bound && parameter.high_is_bound) {
    return fmt::format("{}: the data do not limit it on either side: its interval ends at its bounds, {:g} and {:g} {}",
                       parameter.name, parameter.low, parameter.high, parameter.unit);
  }
  if (!parameter.low_is_bound && !parameter.high_is_bound) return "";
  return fmt::format("{}: the data do not limit it {}: its interval ends at its bound, {:g} {}", parameter.name,
                     parameter.low_is_bound ? "from below" : "from above",
                     parameter.low_is_bound ? parameter.low : parameter.high, parameter.unit);
}

}  // namespace slipburst::host
