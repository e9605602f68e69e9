#include "host/run/counting_run.hpp"

#include <algorithm>
#include <chrono>

namespace slipburst::host {
namespace {

constexpr std::uint64_t greatest_part = std::uint64_t{1} << 40;

}  // namespace

double count_events(EventCounter& counter, const EventRange& range, std::uint64_t first_part, RunState& state,
                    const RunHooks& hooks) {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  double saving = 0;
  std::uint64_t part = first_part;
  RunStep step = RunStep::go_on;
  while (state.done < range.count && step != RunStep::stop) {
    const std::uint64_t count = std::min(part, range.count - state.done);
    const auto part_begin = Clock::now();
    counter.add(range.first + state.done, count);
    const double seconds = std::chrono::duration<double>(Clock::now() - part_begin).count();
    state.done += count;
    if (seconds < 0.5 * counter.add_seconds() && part < greatest_part) part *= 2;
    if (seconds > 2 * counter.add_seconds() && part > first_part / 8) part /= 2;
    if (hooks.after) step = hooks.after(state.done);
    if (step == RunStep::save) {
      counter.collect(state.counts);
      const auto save_begin = Clock::now();
      hooks.save(state);
      saving += std::chrono::duration<double>(Clock::now() - save_begin).count();
    }
  }
  counter.collect(state.counts);
  return std::chrono::duration<double>(Clock::now() - begin).count() - saving;
}

}  // namespace slipburst::host
