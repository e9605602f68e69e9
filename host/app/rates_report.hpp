#pragma once
/// \file Rates over time as a report.

#include "host/app/report.hpp"
#include "host/results/rates_file.hpp"

namespace slipburst::host {

/// Adds windows, rates at moments, stages and the fitted law.
void append_rates(Report& report, const RatesOutcome& outcome);

}  // namespace slipburst::host
