#include "host/app/counted_run.hpp"

#include <fmt/format.h>

#include <optional>

#include "host/app/event_range_options.hpp"
#include "host/base/error.hpp"
#include "host/console/interrupt.hpp"
#include "host/console/progress.hpp"
#include "host/results/backend_names.hpp"

namespace slipburst::host {

CountedRun::CountedRun(const EventRange& range, std::size_t counters, PieceOrigin origin)
    : range_(range), origin_(std::move(origin)), state_{0, std::vector<std::uint64_t>(counters)} {}

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
  EventRange done = range_;
  done.count = state_.done;
  write_piece(file, origin_, coverage(done), state_.counts);
}

void CountedRun::load(const InputFile& file) {
  const PieceFile piece = read_piece(file);
  if (const std::string& sha256 = piece.origin.table.sha256; sha256 != origin_.table.sha256) {
    throw InputError(fmt::format(
        "{}: was drawn from another table, {}, not {}; go on with that one by --table, or delete it to begin anew",
        file.path(), sha256, origin_.table.sha256));
  }
  std::vector<std::uint64_t> counts = read_counters(file);
  if (piece.coverage.pieces.size() != 1 || piece.coverage.first() != range_.first ||
      counts.size() != state_.counts.size()) {
    throw InputError(file.path() + ": does not hold the first events of this run; delete it to begin anew");
  }
  state_ = {piece.coverage.events(), std::move(counts)};
  origin_.backend = joined_backends(origin_.backend, piece.origin.backend);
}

}  // namespace slipburst::host
