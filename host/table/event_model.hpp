#pragma once
/// \file The model of the event kernel, from a case.

#include <cstdint>
#include <span>
#include <vector>

#include "host/table/table.hpp"
#include "slipburst/exec/event_executor.hpp"

namespace slipburst::host {

/// \param thresholds_eV  energies that get exact counters; 0 counts every event that emits
/// Precondition: the film has a gap below its greatest phonon energy (else every event is a zero).
exec::EventModel event_model(const Case& c, std::span<const double> thresholds_eV);

/// log2 of the energy, eV, that a log2 energy of 0 on the table's scale stands for.
double log2_unit_eV(const Case& c);

/// Bins over the histogram's range. \param log2_unit  see log2_unit_eV
tally::LogBins log_bins(const Histogram& histogram, std::int64_t bins_per_decade, double log2_unit);

/// Edges of such bins, eV, [bins + 1]; of the histogram itself where no number is named.
std::vector<double> bin_edges_eV(const Histogram& histogram, std::int64_t bins_per_decade);
std::vector<double> bin_edges_eV(const Histogram& histogram);

}  // namespace slipburst::host
