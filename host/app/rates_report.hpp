#pragma once
/// \file Rates over time as a report.

#include "host/app/report.hpp"
#include "host/run/rates.hpp"

namespace slipburst::host {

/// Adds windows, rates at moments, stages and the fitted law.
void append_rates(Report& report, const Rates& rates, std::span<const double> thresholds_eV);

}  // namespace slipburst::host
