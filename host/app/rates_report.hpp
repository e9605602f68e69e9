#pragma once
/// \file Rates over time as a report.

#include <optional>
#include <span>

#include "host/app/report.hpp"
#include "host/rates/rates.hpp"
#include "host/response/seen_releases.hpp"

namespace slipburst::host {

/// Adds windows, rates at moments, stages and the fitted law.
/// \param seen  rates that the detector sees, for a case with [response]; added to windows and moments
void append_rates(Report& report, const Rates& rates, const std::optional<SeenRates>& seen,
                  std::span<const double> thresholds_eV);

}  // namespace slipburst::host
