#pragma once
/// \file A comparison on stdout.

#include <optional>
#include <string>

#include "host/case/case.hpp"
#include "host/response/comparison.hpp"

namespace slipburst::host {

/// Inputs of a comparison, for the head of its report.
struct ComparisonHead {
  const Case& config;
  std::string channel;
  const Experiment& experiment;
  double at_time_s;
  std::optional<double> area_cm2;
};

/// Prints one JSON object, or a table of the bands.
void print_comparison(const Comparison& comparison, const ComparisonHead& head, bool json);

}  // namespace slipburst::host
