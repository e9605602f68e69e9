#include "host/app/list_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "host/app/event_range_options.hpp"
#include "host/app/interrupt.hpp"
#include "host/app/progress.hpp"
#include "host/error.hpp"

namespace slipburst::host {
namespace {

constexpr std::uint64_t events_at_once = 1 << 16;

Report list_report(const ListForm& form, const Coverage& coverage, const BurstListTotals& totals, std::uint64_t bursts,
                   const std::string& rows_sha256) {
  const Exposure& exposure = form.info.exposure;
  return {{"start_s", exposure.start_s},
          {"exposure_s", exposure.end_s - exposure.start_s},
          {"aluminium_area_cm2", *form.config.detector.aluminium_area_cm2},
          {"expected_events", form.info.expected_events},
          {"events", coverage.events()},
          {"run_events", coverage.whole},
          {"seed", coverage.seed},
          {"first_event", coverage.first()},
          {"above_eV", form.info.above_eV},
          {"bursts", bursts},
          {"releases", totals.releases},
          {"rejected_events", totals.rejected},
          {"rows_sha256", rows_sha256},
          {"table_sha256", form.table.sha256},
          {"table_max_relative_error", form.table.max_relative_error},
          {"bytes", nullptr},
          {"events_per_second", nullptr}};
}

/// Ends a list and puts it in its place.
Report finish(BurstFile& file, const ListForm& form, const Coverage& coverage, const BurstListTotals& totals) {
  const std::string rows_sha256 = file.finish_rows();
  Report report = list_report(form, coverage, totals, file.bursts(), rows_sha256);
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
                  std::span<const std::string> paths) {
  BurstFile joined(output, form.config, form.info, form.table);
  BurstListTotals totals;
  std::uint64_t next = 0;
  for (const std::string& path : paths) {
    const BurstList list(path);
    list.for_all_rows([&](const BurstColumns& rows) {
      if (rows.event.front() < next) {
        throw InputError(
            fmt::format("{}: its events lie between those of the files before; merge the original pieces "
                        "instead of parts that have gaps",
                        path));
      }
      next = rows.event.back() + 1;
      joined.append(rows);
      check_interrupt();
    });
    totals += {list.file().count("/", "releases"), list.file().count("/", "rejected_events")};
  }
  return finish(joined, form, coverage, totals);
}

ListRun::ListRun(std::string output, ListForm form, const EventRange& range)
    : output_(std::move(output)), form_(std::move(form)), range_(range) {}

ListRun::~ListRun() = default;

std::string ListRun::part_path(std::size_t part) const { return fmt::format("{}.rows-{}", output_, part); }

void ListRun::finish_part() {
  if (!part_) return;
  const std::unique_ptr<BurstFile> part = std::move(part_);
  // If the disk does not take it, the part is to be drawn again.
  const std::uint64_t first = std::exchange(done_, part_done_), count = first - part_done_;
  const Report report =
      finish(*part, form_, {range_.seed, range_.whole, {{range_.first + part_done_, count}}}, part_totals_);
  done_ = part_done_ = first;
  parts_sha256_.push_back(report["rows_sha256"]);
}

void ListRun::save(OutputFile& file) {
  finish_part();
  file.attribute("/", "events_in_parts", done_);
  const std::uint64_t parts = parts_sha256_.size();
  file.texts("/parts/rows_sha256", parts_sha256_, {&parts, 1},
             {"1", "digest of the rows of FILE.rows-0, FILE.rows-1, ..., which this checkpoint rests on"});
}

void ListRun::load(const InputFile& file) {
  const std::vector<std::string> parts = file.texts("/parts/rows_sha256");
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const BurstList part(part_path(i));
    if (part.file().text("/", "rows_sha256") != parts[i]) {
      throw InputError(fmt::format("{}: is not the part that {} rests on", part_path(i), file.path()));
    }
    part.for_all_rows([](const BurstColumns&) { check_interrupt(); });
  }
  parts_sha256_ = parts;
  done_ = part_done_ = file.count("/", "events_in_parts");
}

Report ListRun::draw(RunControl& control, BurstDrawer& drawer) {
  log_piece(range_);
  std::optional<Progress> progress(std::in_place, range_.count, "events", done_);
  BurstColumns bursts;
  while (done_ < range_.count || !part_) {
    if (!part_) {
      part_ = std::make_unique<BurstFile>(part_path(parts_sha256_.size()), form_.config, form_.info, form_.table);
      part_totals_ = {};
    }
    const std::uint64_t count = std::min(events_at_once, range_.count - done_);
    bursts.clear();
    const BurstDrawer::Drawn drawn = drawer.draw(range_.first + done_, count, bursts);
    part_->append(bursts);
    part_totals_ += {drawn.events, drawn.rejected};
    done_ += count;
    progress->update(done_);
    const RunStep step = control.step();
    if (step == RunStep::stop) throw Interrupted();
    if (step == RunStep::save && done_ < range_.count) control.save(*this);
  }
  progress.reset();
  const Coverage all = coverage(range_);
  Report report;
  if (parts_sha256_.empty()) {
    report = finish(*part_, form_, all, part_totals_);
    part_.reset();
    std::filesystem::rename(part_path(0), output_);
    return report;
  }
  finish_part();
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < parts_sha256_.size(); ++i) paths.push_back(part_path(i));
  report = join_lists(output_, form_, all, paths);
  remove_parts();
  return report;
}

void ListRun::remove_parts() noexcept {
  for (std::size_t i = 0; i < parts_sha256_.size(); ++i) {
    std::error_code ignored;
    std::filesystem::remove(part_path(i), ignored);
  }
}

}  // namespace slipburst::host
