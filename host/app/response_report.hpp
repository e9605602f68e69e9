#pragma once
/// \file Spectrum as a detector sees it, for stdout.

#include "host/app/report.hpp"
#include "host/results/response_file.hpp"

namespace slipburst::host {

/// Adds `response`, with `crystal` and `film`.
void append_response(Report& report, const ResponseOutcome& outcome);

}  // namespace slipburst::host
