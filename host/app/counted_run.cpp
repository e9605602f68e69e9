#include "host/app/counted_run.hpp"

#include <fmt/format.h>

#include <optional>

#include "host/app/event_range_options.hpp"
#include "host/base/error.hpp"
#include "host/console/interrupt.hpp"
#include "host/console/progress.hpp"

namespace slipburst::host {

CountedRun::CountedRun(const EventRange& range, std::size_t counters, std::string table_sha256)
    : range_(range), table_sha256_(std::move(table_sha256)), state_{0, std::vector<std::uint64_t>(counters)} {}

double CountedRun::count(RunControl& control, kernels::EventCounter& counter, std::uint64_t first_part) {
  const std::uint64_t begin = state_.done;
  log_piece(range_);
  std::optional<Progress> progress(std::in_place, range_.count, "events", begin);
  const auto after = [&](std::uint64_t done) {
    progress->update(done);
    return control.step();
  };
  const double seconds = count_events(counter, range_, first_part, state_, {after, [&] { control.save(*this); }});
  progress.reset();
  if (state_.done < range_.count) throw Interrupted();
  control.secure(*this);
  return static_cast<double>(range_.count - begin) / seconds;
}

void CountedRun::save(OutputFile& file) {
  file.attribute("/", "table_sha256", table_sha256_);
  file.dataset("/counters", state_.counts, {"1", "counts of the events done, as the finished file has them"});
}

void CountedRun::load(const InputFile& file) {
  if (const std::string sha256 = file.text("/", "table_sha256"); sha256 != table_sha256_) {
    throw InputError(fmt::format(
        "{}: was drawn from another table, {}, not {}; go on with that one by --table, or delete it to begin anew",
        file.path(), sha256, table_sha256_));
  }
  const std::uint64_t size = state_.counts.size(), done = file.count("/", "done");
  std::vector<std::uint64_t> counts = file.dataset<std::uint64_t>("/counters", {&size, 1});
  if (done > range_.count) throw InputError(file.path() + ": holds more events than the run has; delete it");
  state_ = {done, std::move(counts)};
}

}  // namespace slipburst::host
