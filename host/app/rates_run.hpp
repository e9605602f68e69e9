#pragma once
/// \file A run of releases from its counts to its file and report: the same of one run and of its merged pieces.

#include <string>
#include <vector>

#include "host/app/report.hpp"
#include "host/results/rates_file.hpp"

namespace slipburst::host {

/// \param sampling  sliced or plain, as --sampling
RunIdentity rates_identity(const Case& c, const EventRange& range, const std::string& sampling,
                           const std::vector<double>& above_eV, const RatesRequest& request);

/// What such a run was asked for.
RatesRequest rates_request(const RunIdentity& identity);

/// Works out rates, writes their file if `output` names one.
/// \return the report, without the rate at which events were drawn
Report finish_rates(const std::string& output, const Case& c, const Table& table, const ReleaseRun& run,
                    const RatesRequest& request, const RunIdentity& identity);

}  // namespace slipburst::host
