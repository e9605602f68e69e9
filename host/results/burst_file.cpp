#include "host/results/burst_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <initializer_list>
#include <vector>

#include "host/base/error.hpp"
#include "host/config/load_case.hpp"
#include "host/config/response_reader.hpp"
#include "host/results/provenance.hpp"

namespace slipburst::host {
namespace {

constexpr const char* list_format = "slipburst-bursts";
constexpr std::uint64_t rows_at_once = 65536;

void add_rows(const BurstColumns& bursts, Digest& digest) {
  std::vector<std::uint64_t> rows;
  const MeasuredColumns& measured = bursts.measured;
  rows.reserve(11 * bursts.size());
  for (std::size_t i = 0; i < bursts.size(); ++i) {
    rows.push_back(bursts.event[i]);
    for (const double value : {bursts.time_s[i], bursts.crystal_eV[i], bursts.film_eV[i], bursts.pin_height_nm[i],
                               bursts.stress_MPa[i], bursts.line_length_nm[i]}) {
      rows.push_back(std::bit_cast<std::uint64_t>(value));
    }
    if (measured.size() == 0) continue;
    for (const double value : {measured.crystal_eV[i], measured.film_eV[i]}) {
      rows.push_back(std::bit_cast<std::uint64_t>(value));
    }
    rows.insert(rows.end(), {measured.crystal_seen[i], measured.film_seen[i]});
  }
  digest.add(rows);
}

}  // namespace

BurstFile::MeasuredStreams::MeasuredStreams(OutputFile& file)
    : crystal(file, "/crystal_measured_eV", {"eV", "crystal energy as the case's detector measures it, with noise"}),
      film(file, "/film_measured_eV", {"eV", "film energy likewise"}),
      crystal_seen(file, "/crystal_seen", {"1", "1: above threshold, and survives; 0: not seen"}),
      film_seen(file, "/film_seen", {"1", "the same of the film energy"}) {}

BurstFile::BurstFile(const std::string& path, const Case& c, const BurstListInfo& info, const TableUse& table)
    : file_(path, list_format, Storage::disk),
      event_(file_, "/event", {"1", "global index of the event, ascending"}),
      time_(file_, "/time_s", {"s", "time since cooldown, in the order of the events"}),
      crystal_(file_, "/crystal_eV", {"eV", "above-gap energy radiated into the crystal, by the table"}),
      film_(file_, "/film_eV", {"eV", "above-gap energy radiated into the film, by the table"}),
      pin_height_(file_, "/pin_height_nm", {"nm", "height of the pin above the interface"}),
      stress_(file_, "/stress_MPa", {"MPa", "resolved shear stress when the line leaves"}),
      line_length_(file_, "/line_length_nm", {"nm", "length of the pinned line, alpha mu_f b / tau"}) {
  if (has_response(c.response)) measured_ = std::make_unique<MeasuredStreams>(file_);
  write_provenance(file_, c, "reference");
  file_.attribute("/", "start_s", info.exposure.start_s);
  file_.attribute("/", "exposure_s", info.exposure.end_s - info.exposure.start_s);
  file_.attribute("/", "aluminium_area_cm2", *c.detector.aluminium_area_cm2);
  file_.attribute("/", "expected_events", info.expected_events);
  file_.attribute("/", "above_eV", info.above_eV);
  file_.attribute("/", "table_sha256", table.sha256);
  file_.attribute("/", "table_max_relative_error", table.max_relative_error);
}

void BurstFile::append(const BurstColumns& bursts) {
  event_.append(bursts.event);
  time_.append(bursts.time_s);
  crystal_.append(bursts.crystal_eV);
  film_.append(bursts.film_eV);
  pin_height_.append(bursts.pin_height_nm);
  stress_.append(bursts.stress_MPa);
  line_length_.append(bursts.line_length_nm);
  if (measured_) {
    measured_->crystal.append(bursts.measured.crystal_eV);
    measured_->film.append(bursts.measured.film_eV);
    measured_->crystal_seen.append(bursts.measured.crystal_seen);
    measured_->film_seen.append(bursts.measured.film_seen);
  }
  add_rows(bursts, digest_);
  bursts_ += bursts.size();
}

std::string BurstFile::finish_rows() {
  event_.finish();
  for (StreamedColumn<double>* column : {&time_, &crystal_, &film_, &pin_height_, &stress_, &line_length_}) {
    column->finish();
  }
  if (measured_) {
    measured_->crystal.finish();
    measured_->film.finish();
    measured_->crystal_seen.finish();
    measured_->film_seen.finish();
  }
  return rows_sha256_ = digest_.hex();
}

void BurstFile::commit(const Coverage& coverage, const BurstListTotals& totals, const RunRecord& record) {
  write_record(file_, record);
  write_coverage(file_, coverage);
  file_.attribute("/", "bursts", bursts_);
  file_.attribute("/", "releases", totals.releases);
  file_.attribute("/", "rejected_events", totals.rejected);
  if (measured_) {
    file_.attribute("/", "crystal_seen", totals.crystal_seen);
    file_.attribute("/", "film_seen", totals.film_seen);
  }
  file_.attribute("/", "rows_sha256", rows_sha256_);
  file_.commit();
}

BurstList::BurstList(const std::string& path)
    : file_(path, list_format),
      case_(case_from_text(file_.text("/", "case_toml"), path + " (its case)")),
      bursts_(file_.count("/", "bursts")) {
  const std::vector<std::uint64_t> shape{bursts_};
  std::vector<const char*> columns = {"/event",         "/time_s",     "/crystal_eV",    "/film_eV",
                                      "/pin_height_nm", "/stress_MPa", "/line_length_nm"};
  if (has_response(case_.response)) {
    columns.insert(columns.end(), {"/crystal_measured_eV", "/film_measured_eV", "/crystal_seen", "/film_seen"});
  }
  for (const char* column : columns) {
    if (file_.shape(column) != shape) {
      throw InputError(fmt::format("{}: dataset {} does not have the {} rows of the list; write the list again", path,
                                   column, bursts_));
    }
  }
}

BurstListTotals BurstList::totals() const {
  BurstListTotals totals{file_.count("/", "releases"), file_.count("/", "rejected_events")};
  if (has_response(case_.response)) {
    totals.crystal_seen = file_.count("/", "crystal_seen");
    totals.film_seen = file_.count("/", "film_seen");
  }
  return totals;
}

Burst BurstList::row(std::uint64_t index) const {
  if (index >= bursts_) {
    throw InputError(bursts_ == 0
                         ? fmt::format("{}: the list is empty", file_.path())
                         : fmt::format("{}: there is no row {}; rows are 0 to {}", file_.path(), index, bursts_ - 1));
  }
  const auto value = [&](const char* column) {
    const double number = file_.rows<double>(column, index, 1).front();
    if (!(std::isfinite(number) && number > 0)) {
      throw InputError(fmt::format("{}: row {} of dataset {} is {}, not a positive number; write the list again",
                                   file_.path(), index, column, number));
    }
    return number;
  };
  return {file_.rows<std::uint64_t>("/event", index, 1).front(),
          value("/time_s"),
          value("/crystal_eV"),
          value("/film_eV"),
          value("/pin_height_nm"),
          value("/stress_MPa"),
          value("/line_length_nm")};
}

void BurstList::for_all_rows(const std::function<void(const BurstColumns&)>& take) const {
  for (std::uint64_t first = 0; first < bursts_; first += rows_at_once) {
    const std::uint64_t count = std::min(rows_at_once, bursts_ - first);
    const auto column = [&](const char* name) { return file_.rows<double>(name, first, count); };
    BurstColumns block{file_.rows<std::uint64_t>("/event", first, count),
                       column("/time_s"),
                       column("/crystal_eV"),
                       column("/film_eV"),
                       column("/pin_height_nm"),
                       column("/stress_MPa"),
                       column("/line_length_nm")};
    if (has_response(case_.response)) {
      block.measured = {column("/crystal_measured_eV"), column("/film_measured_eV"),
                        file_.rows<std::uint64_t>("/crystal_seen", first, count),
                        file_.rows<std::uint64_t>("/film_seen", first, count)};
    }
    take(block);
  }
}

std::uint64_t BurstList::row_of(std::uint64_t event) const {
  const auto event_of = [&](std::uint64_t index) { return file_.rows<std::uint64_t>("/event", index, 1).front(); };
  std::uint64_t low = 0, high = bursts_;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (event_of(middle) < event) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low < bursts_ && event_of(low) == event) return low;
  throw InputError(
      fmt::format("{}: event {} is not in the list: it is of another piece, it does not emit, or it is not "
                  "above {:g} eV",
                  file_.path(), event, number("above_eV")));
}

}  // namespace slipburst::host
