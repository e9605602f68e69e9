#pragma once
/// \file Fitted frequencies as a report, and as text.

#include <string>

#include "host/app/report.hpp"
#include "host/results/arrhenius_file.hpp"

namespace slipburst::host {

Report arrhenius_report(const ArrheniusRecord& record);
std::string arrhenius_text(const ArrheniusRecord& record);

/// Logs the caveats of the fit.
void warn_of(const ArrheniusRecord& record);

}  // namespace slipburst::host
