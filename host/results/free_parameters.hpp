#pragma once
/// \file Free parameters of a fit and their bounds.

#include <string_view>
#include <vector>

#include "host/analysis/spectrum_fit.hpp"
#include "host/units/dimension.hpp"

namespace slipburst::host {

/// A parameter that a fit of a spectrum may vary.
struct FreeParameter {
  SpectrumParameter parameter;
  Dimension dimension;
  FitParameter fit;  ///< named as its key; start and bounds in internal units
};

/// Reads "pinning.spacing=20 nm:120 nm,scale". A parameter given without bounds has wide default bounds; it starts at
/// the value of the case, which must lie within the bounds.
/// \throws InputError for unknown or repeated names, and bounds that are not positive or do not rise
std::vector<FreeParameter> parse_free(std::string_view text, const Case& c);

}  // namespace slipburst::host
