#pragma once
/// \file Fitted rates over time as a report, and as text.

#include <string>

#include "host/app/report.hpp"
#include "host/results/rate_fit_file.hpp"

namespace slipburst::host {

Report rate_fit_report(const RateFitRecord& record);
std::string rate_fit_text(const RateFitRecord& record);

/// Logs the caveats of the fits.
void warn_of(const RateFitRecord& record);

}  // namespace slipburst::host
