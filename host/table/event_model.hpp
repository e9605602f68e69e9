#pragma once
/// \file The model of the event kernel, from a case.

#include <cstdint>
#include <span>
#include <vector>

#include "host/table/table.hpp"
#include "slipburst/exec/event_executor.hpp"

namespace slipburst::host {

/// Model of the event kernel for a case.
/// \param thresholds_eV  energies with exact counters; 0 counts every event that emits
/// \pre The film has a gap below its greatest phonon energy (else every event is a zero).
exec::EventModel event_model(const PreparedCase& c, std::span<const double> thresholds_eV);

/// log2 of the energy in eV that has a log2 energy of 0 on the table's scale.
double log2_unit_eV(const PreparedCase& c);

/// Bins over the histogram's range. \param log2_unit  see log2_unit_eV
tally::LogBins log_bins(const Histogram& histogram, std::int64_t bins_per_decade, double log2_unit);

/// Edges of log_bins(), eV, [bins + 1]; without `bins_per_decade`, of the histogram's own bins.
std::vector<double> bin_edges_eV(const Histogram& histogram, std::int64_t bins_per_decade);
std::vector<double> bin_edges_eV(const Histogram& histogram);

}  // namespace slipburst::host
