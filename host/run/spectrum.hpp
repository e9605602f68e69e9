#pragma once
/// \file A run of events: which, of what, and what they gave.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "host/backend/backend.hpp"
#include "host/run/summary.hpp"
#include "host/table/table.hpp"

namespace slipburst::host {

/// Events are addressed by their global index; a piece of a run is a range of it.
struct EventRange {
  std::uint64_t seed, whole, first, count;  ///< whole: events of the run this piece belongs to
};

struct Spectrum {
  EventRange range;
  exec::EventModel model;
  std::vector<double> edges_eV, thresholds_eV;
  std::vector<std::uint64_t> counts;  ///< see exec::TallyLayout
  ChannelCounts channel[table::channels];
  std::uint64_t rejected;  ///< pin heights beyond the film
  std::string backend;
  double seconds;  ///< of the sampling loop alone
};

/// Samples a piece in chunks of about a quarter of a second.
/// \param progress  called after each chunk with the events done; may throw to stop
Spectrum sample_spectrum(const Case& c, const Table& table, Backend& backend, const EventRange& range,
                         std::span<const double> thresholds_eV, const std::function<void(std::uint64_t)>& progress);

}  // namespace slipburst::host
