#pragma once
/// \file The keys of depinning over time: thermal escape, density of pinned lines, axis of times.

#include "host/config/key.hpp"

namespace slipburst::host {

Key depinning_escape();
Key depinning_barrier();
Key depinning_barrier_exponent();
Key depinning_temperature();
Key depinning_critical_temperature();
Key depinning_density();
Key depinning_density_slope();
Key depinning_density_file();  ///< the path of a file that read_density_file() reads

Key histogram_time_minimum();
Key histogram_time_maximum();
Key histogram_time_bins_per_decade();

/// Checks that involve several of these keys. \throws InputError
void check_release(const Case& config, const Settings& settings);

}  // namespace slipburst::host
