#pragma once
/// \file The file of a comparison: format "slipburst-compare".

#include <string>

#include "host/config/detector_description.hpp"
#include "host/files/run_identity.hpp"
#include "host/files/spectrum_input.hpp"
#include "host/response/comparison.hpp"

namespace slipburst::host {

/// What was compared.
struct ComparisonInputs {
  const SpectrumInput& spectrum;
  const DetectorDescription& detector;
  int channel;
  double at_time_s;
  std::optional<double> area_cm2;
  RunIdentity identity;
};

void write_comparison_file(const std::string& path, const ComparisonInputs& inputs, const Comparison& comparison);

}  // namespace slipburst::host
