#pragma once
/// \file Fields of a spectrum, sampled or exact, that follow from its values.

#include "host/results/field.hpp"
#include "host/results/spectrum_file.hpp"

namespace slipburst::host {

/// A result with its case, for the time of a call.
struct SpectrumOutcome {
  const Case& c;
  const SpectrumResult& result;
};

const Fields<SpectrumOutcome>& spectrum_fields();

}  // namespace slipburst::host
