#pragma once
/// \file Spectrum as a detector sees it, for stdout.

#include "host/app/report.hpp"
#include "host/case/case.hpp"
#include "host/sampling/spectrum_values.hpp"

namespace slipburst::host {

/// Adds `response` and `response_film`, unless [response] of the case is all defaults.
void append_response(Report& report, const Case& c, const SpectrumValues& values);

}  // namespace slipburst::host
