#include "host/app/list_run.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <numeric>
#include <optional>
#include <system_error>
#include <utility>

#include "host/app/case_report.hpp"
#include "host/app/event_range_options.hpp"
#include "host/base/error.hpp"
#include "host/config/response_reader.hpp"
#include "host/console/interrupt.hpp"
#include "host/console/progress.hpp"

namespace slipburst::host {
namespace {

constexpr std::uint64_t events_at_once = 1 << 18;

Report list_report(const BurstListOutcome& outcome, const Coverage& coverage) {
  Report report;
  append_fields(report, coverage_fields(), coverage);
  report.update({{"bytes", nullptr}, {"events_per_second", nullptr}});
  append_fields(report, burst_list_fields(), outcome);
  append_case(report, outcome.c);
  return report;
}

std::uint64_t seen_of(const std::vector<std::uint64_t>& seen) {
  return std::accumulate(seen.begin(), seen.end(), std::uint64_t{0});
}

/// Finishes a list and commits its file under the final name.
Report finish(BurstFile& file, const ListForm& form, const Coverage& coverage, const BurstListTotals& totals) {
  file.finish_rows();
  Report report = list_report(file.outcome(totals), coverage);
  file.commit(coverage, totals, {form.identity, report});
  return report;
}

}  // namespace

RunIdentity list_identity(const Case& c, const EventRange& range, const Exposure& exposure, double above_eV) {
  RunIdentity identity = run_identity("experiment", c, range);
  identity["start_s"] = exposure.start_s;
  identity["end_s"] = exposure.end_s;
  identity["above_eV"] = above_eV;
  return identity;
}

Report join_lists(const std::string& output, const ListForm& form, const Coverage& coverage,
                  std::span<const ListPart> parts, int threads) {
  BurstFile joined(output, form.config, form.info, form.table);
  BurstListTotals totals;
  std::uint64_t next = 0;
  for (const auto& part : parts) {
    const std::string& path = part.path;
    const BurstList list(path);
    if (list.file().text("/", "rows_sha256") != part.rows_sha256) {
      throw InputError(fmt::format("{}: was replaced by another list meanwhile; begin anew", path));
    }
    list.for_all_rows([&](const BurstColumns& rows) {
      if (rows.event.front() < next) {
        throw InputError(
            fmt::format("{}: its events lie between those of the files before; merge the original pieces "
                        "instead of parts that have gaps",
                        path));
      }
      next = rows.event.back() + 1;
      joined.append({&rows, 1}, threads);
      check_interrupt();
    });
    totals += list.totals();
  }
  return finish(joined, form, coverage, totals);
}

ListRun::ListRun(std::string output, ListForm form, const EventRange& range, int threads)
    : output_(std::move(output)), form_(std::move(form)), range_(range), threads_(threads) {}

ListRun::~ListRun() = default;

std::string ListRun::part_path(std::size_t part) const { return fmt::format("{}.rows-{}", output_, part); }

void ListRun::finish_part() {
  if (!part_) return;
  const std::unique_ptr<BurstFile> part = std::move(part_);
  const BurstBatch last = std::exchange(drawn_, {});
  // If writing fails, the part is drawn again.
  const std::uint64_t all = std::exchange(done_, part_done_), count = all - part_done_;
  const Coverage own{range_.seed, range_.whole, {{range_.first + part_done_, count}}};
  part->append(last.rows(), threads_);
  Report report = finish(*part, form_, own, part_totals_);
  done_ = part_done_ = all;
  const std::string digest = report["rows_sha256"];
  parts_.push_back({count, std::filesystem::file_size(part_path(parts_.size())), digest, std::move(report)});
}

void ListRun::save(OutputFile& file) {
  finish_part();
  std::vector<std::uint64_t> events, bytes;
  std::vector<std::string> digests;
  for (const Part& part : parts_) {
    events.push_back(part.events);
    bytes.push_back(part.bytes);
    digests.push_back(part.rows_sha256);
  }
  file.dataset("/parts/events", events, {"1", "events of FILE.rows-0, FILE.rows-1, ..., which this rests on"});
  file.dataset("/parts/bytes", bytes, {"B", "size of each"});
  const std::uint64_t size = digests.size();
  file.texts("/parts/rows_sha256", digests, {&size, 1}, {"1", "digest of the rows of each"});
}

bool ListRun::holds_part(std::size_t index, const Part& part) const {
  const std::string path = part_path(index);
  if (access(path.c_str(), R_OK) != 0 && errno != ENOENT) {
    throw InputError(
        fmt::format("{}: cannot be read: {}; make it readable", path, std::generic_category().message(errno)));
  }
  std::error_code absent;
  return std::filesystem::file_size(path, absent) == part.bytes && !absent;
}

void ListRun::check_part(std::size_t index) const {
  const std::string path = part_path(index);
  const BurstList list(path);
  std::uint64_t first = range_.first;
  for (std::size_t i = 0; i < index; ++i) first += parts_[i].events;
  const std::vector<Piece> piece = {{first, parts_[index].events}};
  if (list.file().text("/", "rows_sha256") != parts_[index].rows_sha256 || read_coverage(list.file()).pieces != piece) {
    throw InputError(path + ": is not the part that the checkpoint rests on");
  }
}

void ListRun::load(const InputFile& file) {
  const std::vector<std::uint64_t> events = file.dataset<std::uint64_t>("/parts/events");
  const std::vector<std::uint64_t> bytes = file.dataset<std::uint64_t>("/parts/bytes");
  const std::vector<std::string> digests = file.texts("/parts/rows_sha256");
  std::vector<Part> parts;
  std::uint64_t done = 0;
  for (std::size_t i = 0; i < events.size() && i < bytes.size() && i < digests.size(); ++i) {
    parts.push_back({events[i], bytes[i], digests[i]});
    done += events[i];
  }
  if (events.size() != digests.size() || events.size() != bytes.size() || done != file.count("/", "done") ||
      done > range_.count) {
    throw DamagedFile(file.path() + ": its parts are not the events it says are done");
  }
  parts_ = std::move(parts);
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    if (holds_part(i, parts_[i])) continue;
    draw_from_part(i, part_path(i) + ": is missing or has another size");
  }
  unread_parts_ = parts_.size();
  count_done();
}

void ListRun::draw_from_part(std::size_t index, const std::string& reason) {
  spdlog::warn("{}; its events and those after it are drawn again", reason);
  parts_.resize(index);
}

void ListRun::count_done() {
  done_ = 0;
  for (const Part& part : parts_) done_ += part.events;
  part_done_ = done_;
}

void ListRun::require_free_parts() const {
  // Parts that the checkpoint names belong to this list, even if damaged: damaged parts are drawn again when joined.
  std::vector<std::string> held;
  for (std::size_t i = 0; i < parts_.size(); ++i) held.push_back(part_path(i));
  for (const std::string& part : list_parts(output_, form_.identity, false)) {
    if (std::ranges::find(held, part) != held.end()) continue;
    throw InputError(fmt::format(
        "{}: is in the way: it is not a part of this list; move it away, or choose another name with -o", part));
  }
}

void ListRun::draw_missing(RunControl& control, const BurstDrawer& drawer) {
  std::optional<Progress> progress(std::in_place, range_.count, "events", done_);
  std::optional<BurstMeter> meter;
  if (has_response(form_.config.response)) meter.emplace(detector_response(form_.config.response), range_.seed);
  while (done_ < range_.count || parts_.empty()) {
    if (!part_) {
      part_ = std::make_unique<BurstFile>(part_path(parts_.size()), form_.config, form_.info, form_.table);
      part_totals_ = {};
    }
    draw_next(drawer, meter ? &*meter : nullptr);
    progress->update(done_);
    const RunStep step = control.step();
    if (done_ == range_.count) {
      finish_part();
    } else if (step == RunStep::stop) {
      throw Interrupted();
    } else if (step == RunStep::save) {
      control.save(*this);
    }
  }
}

Report ListRun::draw(RunControl& control, const BurstDrawer& drawer) {
  log_piece(range_);
  require_free_parts();
  for (;;) {
    draw_missing(control, drawer);
    control.secure(*this);
    try {
      return put_list_in_place();
    } catch (const InputError&) {
      if (!drop_damaged_parts()) throw;
    }
  }
}

void ListRun::draw_next(const BurstDrawer& drawer, const BurstMeter* meter) try {
  const std::uint64_t count = std::min(events_at_once, range_.count - done_);
  next_.begin(range_.first + done_, count);
  part_->append(drawn_.rows(), threads_, {next_.pieces(), [&](std::size_t piece) {
                                            next_.draw(drawer, piece);
                                            if (meter) meter->measure(next_.rows()[piece]);
                                          }});
  std::swap(drawn_, next_);
  const BurstDrawer::Drawn drawn = drawn_.drawn();
  part_totals_ += {drawn.events, drawn.rejected};
  for (const BurstColumns& bursts : drawn_.rows()) {
    part_totals_.crystal_seen += seen_of(bursts.measured.crystal_seen);
    part_totals_.film_seen += seen_of(bursts.measured.film_seen);
  }
  done_ += count;
} catch (...) {
  // Some columns of the bursts may be in the part without others.
  part_.reset();
  drawn_ = {};
  done_ = part_done_;
  throw;
}

bool ListRun::drop_damaged_parts() {
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    try {
      check_part(i);
    } catch (const InputError& error) {
      draw_from_part(i, error.what());
      unread_parts_ = std::min(unread_parts_, i);
      count_done();
      return true;
    }
  }
  return false;
}

Report ListRun::put_list_in_place() { return parts_.size() == 1 ? put_part_in_place() : join_parts(); }

Report ListRun::put_part_in_place() {
  Report report = parts_[0].report;
  if (report.is_null()) {
    check_part(0);
    report = Report::parse(BurstList(part_path(0)).file().text("/", "report"));
  }
  put_in_place(part_path(0), output_);
  return report;
}

Report ListRun::join_parts() {
  std::vector<ListPart> parts;
  for (std::size_t i = 0; i < parts_.size(); ++i) parts.push_back({part_path(i), parts_[i].rows_sha256});
  return join_lists(output_, form_, coverage(range_), parts, threads_);
}

}  // namespace slipburst::host
