#pragma once
/// \file Long runs of events in parts short enough to report on and to stop between.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "host/sampling/event_range.hpp"
#include "kernels/backend/counting.hpp"

namespace slipburst::host {

/// How far a run has come. As events are counted in order, this and the task are all it takes to go on.
struct RunState {
  std::uint64_t done = 0;             ///< events, from the first of the range on
  std::vector<std::uint64_t> counts;  ///< of them, see EventCounter::collect
};

/// What to do after a part of a run.
enum class RunStep { go_on, save, stop };

struct RunHooks {
  std::function<RunStep(std::uint64_t done)> after;  ///< asked after each part
  std::function<void()> save;                        ///< called for RunStep::save, the state being whole
};

/// Counts the events of a range that `state` lacks, in consecutive parts that are made to take about
/// EventCounter::add_seconds each. The last state is whole also where it was stopped.
/// \param first_part  a guess of such a part: the first and smallest have an eighth of it
/// \return seconds spent counting
double count_events(kernels::EventCounter& counter, const EventRange& range, std::uint64_t first_part, RunState& state,
                    const RunHooks& hooks = {});

/// The counters of parts, each a member `counts`, in one array as EventCounter::collect gives them.
template <class Part>
std::vector<std::uint64_t> joined_counters(const std::vector<Part>& parts) {
  std::vector<std::uint64_t> all;
  for (const Part& part : parts) all.insert(all.end(), part.counts.begin(), part.counts.end());
  return all;
}

/// And back. \pre As many as joined_counters gives.
template <class Part>
void set_counters(std::span<const std::uint64_t> counts, std::vector<Part>& parts) {
  for (Part& part : parts) {
    const auto own = counts.first(part.counts.size());
    part.counts.assign(own.begin(), own.end());
    counts = counts.subspan(own.size());
  }
}

}  // namespace slipburst::host
