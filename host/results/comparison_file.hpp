#pragma once
/// \file The file of a comparison: format "slipburst-compare", and the fields of its results.

#include <optional>
#include <string>

#include "host/measured/detector_description.hpp"
#include "host/response/comparison.hpp"
#include "host/results/field.hpp"
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

/// A comparison with its inputs, for the time of a call.
struct ComparisonOutcome {
  const ComparisonInputs& inputs;
  const Comparison& comparison;
};

/// A band with the aluminium area, if it is known.
struct BandOutcome {
  const BandComparison& band;
  std::optional<double> area_cm2;
};

/// Single values of a comparison, and all arrays of its file but those of the detector.
const Fields<ComparisonOutcome>& comparison_fields();
const Fields<BandOutcome>& band_fields();

void write_comparison_file(const std::string& path, const ComparisonOutcome& outcome);

}  // namespace slipburst::host
