#pragma once
/// \file Spectrum as a detector sees it, for stdout.

#include "host/app/report.hpp"
#include "host/case/case.hpp"
#include "host/response/folded_spectrum.hpp"

namespace slipburst::host {

/// Adds `response` and `response_film`.
void append_response(Report& report, const Case& c, const RateScale& rate, const FoldedSpectrum& folded);

}  // namespace slipburst::host
