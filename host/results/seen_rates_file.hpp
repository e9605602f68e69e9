#pragma once
/// \file The group /response of a file of rates: releases over time as the case's detector sees them.

#include "host/response/seen_releases.hpp"
#include "host/store/output_file.hpp"

namespace slipburst::host {

void write_seen_rates(OutputFile& file, const DetectorResponse& response, const SeenRates& seen, const ReleaseRun& run);

}  // namespace slipburst::host
