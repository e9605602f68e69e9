#pragma once
/// \file Long runs of events in short parts, between which they can report and stop.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "host/sampling/event_range.hpp"
#include "kernels/backend/counting.hpp"

namespace slipburst::host {

/// Progress of a run. As events are counted in order, this state and the task suffice to resume the run.
struct RunState {
  std::uint64_t done = 0;             ///< events, from the first of the range on
  std::vector<std::uint64_t> counts;  ///< counts of these events, see EventCounter::collect
};

/// Action after a part of a run.
enum class RunStep { go_on, save, stop };

struct RunHooks {
  std::function<RunStep(std::uint64_t done)> after;  ///< called after each part
  std::function<void()> save;                        ///< called for RunStep::save, with a consistent state
};

/// Counts the events of a range that `state` lacks, in consecutive parts that are made to take about
/// EventCounter::add_seconds each. A stopped run also leaves a consistent state.
/// \param first_part  estimated length of such a part; the first and smallest parts have an eighth of it
/// \return seconds spent counting
double count_events(kernels::EventCounter& counter, const EventRange& range, std::uint64_t first_part, RunState& state,
                    const RunHooks& hooks = {});

/// Counters of parts, each a member `counts`, in one array as EventCounter::collect gives them.
template <class Part>
std::vector<std::uint64_t> joined_counters(const std::vector<Part>& parts) {
  std::vector<std::uint64_t> all;
  for (const Part& part : parts) all.insert(all.end(), part.counts.begin(), part.counts.end());
  return all;
}

/// Sets the counters of parts from one array; inverse of joined_counters.
/// \pre `counts` has the size that joined_counters gives.
template <class Part>
void set_counters(std::span<const std::uint64_t> counts, std::vector<Part>& parts) {
  for (Part& part : parts) {
    const auto own = counts.first(part.counts.size());
    part.counts.assign(own.begin(), own.end());
    counts = counts.subspan(own.size());
  }
}

}  // namespace slipburst::host
