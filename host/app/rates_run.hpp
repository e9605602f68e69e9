#pragma once
/// \file File and report of a run of releases from its counts: the same for one run and for its merged pieces.

#include <string>
#include <vector>

#include "host/app/report.hpp"
#include "host/results/rates_file.hpp"
#include "host/results/table_file.hpp"

namespace slipburst::host {

/// \param sampling  value of --sampling: sliced or plain
RunIdentity rates_identity(const Case& c, const EventRange& range, const std::string& sampling,
                           const std::vector<double>& above_eV, const RatesRequest& request);

/// Request of the run that has this identity.
RatesRequest rates_request(const RunIdentity& identity);

/// Computes rates and, unless `output` is empty, writes their file.
/// \param silent_because  see silence()  \return the report, without the throughput
Report finish_rates(const std::string& output, const PreparedCase& c, const HashedTable& table, const ReleaseRun& run,
                    const RatesRequest& request, const std::string& silent_because, const RunIdentity& identity);

}  // namespace slipburst::host
