#pragma once
/// \file The group /response of a file of rates: releases over time as the case's detector sees them.

#include "host/response/seen_releases.hpp"
#include "host/results/rates_file.hpp"

namespace slipburst::host {

/// Fields of the releases seen at a moment or in a slice, in Hz: all, and with each measured energy of --above.
const Fields<SeenReleases>& seen_rate_fields();
/// Fields of the releases seen in a window.
const Fields<SeenReleases>& seen_count_fields();

/// Adds the arrays of the group, which are absent without [response].
void add_seen_rates(Fields<RatesOutcome>& fields);

}  // namespace slipburst::host
