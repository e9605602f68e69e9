#pragma once
/// \file A comparison on stdout.

#include "host/results/comparison_file.hpp"

namespace slipburst::host {

/// Prints one JSON object, or a table of the bands.
void print_comparison(const ComparisonOutcome& outcome, bool json);

}  // namespace slipburst::host
