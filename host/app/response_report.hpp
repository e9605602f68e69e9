#pragma once
/// \file What a detector sees of a spectrum, for stdout.

#include "host/app/report.hpp"
#include "host/case/case.hpp"
#include "host/sampling/spectrum_values.hpp"

namespace slipburst::host {

/// Adds `response` and `response_film`; nothing for a case whose [response] is all defaults.
void append_response(Report& report, const Case& c, const SpectrumValues& values);

}  // namespace slipburst::host
