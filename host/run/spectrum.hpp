#pragma once
/// \file A run of events: which, of what, and what they gave.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "host/backend/backend.hpp"
#include "host/run/event_range.hpp"
#include "host/run/summary.hpp"
#include "host/table/table.hpp"

namespace slipburst::host {

/// How events are spread over the pin heights.
enum class Sampling {
  plain,      ///< as they come
  stratified  ///< equally over random::strata intervals of the exponential, event i in that of i modulo their number
};

/// Counts of the events of one stratum, see exec::TallyLayout; plain sampling has one, of mass 1.
struct StratumCounts {
  double mass;
  std::uint64_t events;
  std::vector<std::uint64_t> counts;
};

struct Spectrum {
  EventRange range;
  Sampling sampling;
  exec::EventModel model;
  std::vector<double> edges_eV, thresholds_eV;
  std::vector<StratumCounts> strata;
  std::string backend;
  double seconds;  ///< of the sampling loop alone

  /// One channel's counts, stratum by stratum.
  std::vector<StratumChannel> channel(int channel) const;
};

/// Samples a piece in chunks of about a quarter of a second.
/// \param progress  called after each chunk with the events done; may throw to stop
Spectrum sample_spectrum(const Case& c, const Table& table, Backend& backend, const EventRange& range,
                         Sampling sampling, std::span<const double> thresholds_eV,
                         const std::function<void(std::uint64_t)>& progress);

}  // namespace slipburst::host
