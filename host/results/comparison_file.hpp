#pragma once
/// \file The file of a comparison: format "slipburst-compare".

#include <string>

#include "host/measured/detector_description.hpp"
#include "host/response/comparison.hpp"
#include "host/results/run_identity.hpp"
#include "host/results/spectrum_input.hpp"

namespace slipburst::host {

/// Spectrum, detector and options of a comparison.
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
