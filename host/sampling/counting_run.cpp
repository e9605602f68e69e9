#include "host/sampling/counting_run.hpp"

#include <algorithm>
#include <chrono>

namespace slipburst::host {
namespace {

constexpr std::uint64_t max_part = std::uint64_t{1} << 40;

}  // namespace

double count_events(kernels::EventCounter& counter, const EventRange& range, std::uint64_t first_part, RunState& state,
                    const RunHooks& hooks) {
  using Clock = std::chrono::steady_clock;
  const auto seconds_since = [](Clock::time_point then) {
    return std::chrono::duration<double>(Clock::now() - then).count();
  };
  const auto begin = Clock::now();
  const std::uint64_t min_part = std::max<std::uint64_t>(first_part / 8, 1);
  std::uint64_t done = state.done, part = min_part;
  // Counts and `done` change together, so that the state is consistent even if counting fails.
  const auto collect = [&] {
    counter.collect(state.counts);
    state.done = done;
  };
  double saving = 0;
  RunStep step = RunStep::go_on;
  while (done < range.count && step != RunStep::stop) {
    const std::uint64_t count = std::min(part, range.count - done);
    const auto part_begin = Clock::now();
    counter.add(range.first + done, count);
    const double seconds = seconds_since(part_begin);
    done += count;
    if (seconds < 0.5 * counter.add_seconds() && part < max_part) part *= 2;
    if (seconds > 2 * counter.add_seconds() && part > min_part) part = std::max(part / 2, min_part);
    if (hooks.after) step = hooks.after(done);
    if (step == RunStep::save && done < range.count) {
      collect();
      const auto save_begin = Clock::now();
      hooks.save();
      saving += seconds_since(save_begin);
    }
  }
  collect();
  return seconds_since(begin) - saving;
}

}  // namespace slipburst::host
