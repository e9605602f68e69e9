#include "host/results/burst_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "host/base/error.hpp"
#include "host/config/load_case.hpp"
#include "host/config/response_reader.hpp"
#include "host/numerics/parallel_loop.hpp"
#include "host/results/provenance.hpp"

namespace slipburst::host {
namespace {

constexpr const char* list_format = "slipburst-bursts";
constexpr std::uint64_t rows_at_once = 65536;

void add_rows(const BurstColumns& bursts, Digest& digest) {
  const MeasuredColumns& measured = bursts.measured;
  const std::size_t columns = measured.size() == 0 ? 7 : 11;
  std::vector<std::uint64_t> rows(columns * bursts.size());
  std::size_t next = 0;
  const auto add_column = [&](const auto& column) {
    for (std::size_t i = 0; i < column.size(); ++i) rows[columns * i + next] = std::bit_cast<std::uint64_t>(column[i]);
    ++next;
  };
  add_column(bursts.event);
  for (const auto* column : {&bursts.time_s, &bursts.crystal_eV, &bursts.film_eV, &bursts.pin_height_nm,
                             &bursts.stress_MPa, &bursts.line_length_nm}) {
    add_column(*column);
  }
  if (measured.size() > 0) {
    for (const auto* column : {&measured.crystal_eV, &measured.film_eV}) add_column(*column);
    for (const auto* column : {&measured.crystal_seen, &measured.film_seen}) add_column(*column);
  }
  digest.add(rows);
}

FieldValue seen_or_none(const BurstListOutcome& o, std::uint64_t BurstListTotals::*seen) {
  if (!has_response(o.c.response)) return {};
  return o.totals.*seen;
}

}  // namespace

const Fields<BurstListOutcome>& burst_list_fields() {
  using Outcome = const BurstListOutcome&;
  static const Fields<BurstListOutcome> fields = {
      {{"start_s", "s", "", "time since cooldown at the start of the exposure"},
       [](Outcome o) { return o.info.exposure.start_s; }},
      {{"exposure_s", "s", "", "length of the exposure"},
       [](Outcome o) { return o.info.exposure.end_s - o.info.exposure.start_s; }},
      {{"aluminium_area_cm2", "cm^2", "", "area of the case"},
       [](Outcome o) -> FieldValue {
         if (!o.c.detector.aluminium_area_cm2) return {};
         return *o.c.detector.aluminium_area_cm2;
       }},
      {{"expected_events", "1", "", "mean number of lines that leave in the whole run, emitting or not"},
       [](Outcome o) { return o.info.expected_events; }},
      {{"above_eV", "eV", "", "above-gap energy, both channels added, above which bursts are listed, as asked"},
       [](Outcome o) { return o.info.above_eV; }},
      {{"bursts", "1", "", "rows of the list"}, [](Outcome o) { return o.bursts; }},
      {{"releases", "1", "",
        "events that happen: all, unless the case has a [history](case.md#history), another density of pins or thermal "
        "escape"},
       [](Outcome o) { return o.totals.releases; }},
      {{"rejected_events", "1", "", "releases with a pin beyond `film.thickness` or in a grain too small"},
       [](Outcome o) { return o.totals.rejected; }},
      {{"crystal_seen", "1", "",
        "with any key of `[response]` set: bursts of which the case's detector [sees](methods.md#detector-response) "
        "the "
        "crystal energy"},
       [](Outcome o) { return seen_or_none(o, &BurstListTotals::crystal_seen); }},
      {{"film_seen", "1", "", "with any key of `[response]` set: bursts of which the detector sees the film energy"},
       [](Outcome o) { return seen_or_none(o, &BurstListTotals::film_seen); }},
      {{"rows_sha256", "", "",
        "SHA-256 over the rows in their order, the columns of a row in the order of the "
        "[file](formats.md#slipburst-bursts), as 64-bit integers and floats, little-endian"},
       [](Outcome o) { return o.rows_sha256; }},
      {{"table_sha256", "", "", "digest of the [table](formats.md#table_sha256) that the energies are from"},
       [](Outcome o) { return o.table.sha256; }},
      {{"table_max_relative_error", "1", "", "error that the table recorded"},
       [](Outcome o) { return o.table.max_relative_error; }},
  };
  return fields;
}

const Fields<BurstColumns>& burst_column_fields() {
  static const Fields<BurstColumns> fields = {
      {{"event", "1", "[n]", "global index of the event, ascending"}, [](const BurstColumns& b) { return b.event; }},
      {{"time_s", "s", "[n]", "time since cooldown, in the order of the events"},
       [](const BurstColumns& b) { return b.time_s; }},
      {{"crystal_eV", "eV", "[n]", "above-gap energy radiated into the crystal, by the table"},
       [](const BurstColumns& b) { return b.crystal_eV; }},
      {{"film_eV", "eV", "[n]", "above-gap energy radiated into the film, by the table"},
       [](const BurstColumns& b) { return b.film_eV; }},
      {{"pin_height_nm", "nm", "[n]", "height of the pin above the interface"},
       [](const BurstColumns& b) { return b.pin_height_nm; }},
      {{"stress_MPa", "MPa", "[n]", "resolved shear stress when the line leaves"},
       [](const BurstColumns& b) { return b.stress_MPa; }},
      {{"line_length_nm", "nm", "[n]",
        "length of the pinned line, ℓ = α μ_f b / τ, for the stress τ that the line was [pinned "
        "under](methods.md#release-times)"},
       [](const BurstColumns& b) { return b.line_length_nm; }},
  };
  return fields;
}

const Fields<BurstColumns>& measured_column_fields() {
  static const Fields<BurstColumns> fields = {
      {{"crystal_measured_eV", "eV", "[n]",
        "crystal energy as the case's detector measures it, `energy_scale` × energy + noise"},
       [](const BurstColumns& b) { return b.measured.crystal_eV; }},
      {{"film_measured_eV", "eV", "[n]",
        "film energy as the case's detector measures it, `energy_scale` × energy + noise"},
       [](const BurstColumns& b) { return b.measured.film_eV; }},
      {{"crystal_seen", "1", "[n]",
        "1 if the measured crystal energy reaches the threshold and the event survives, else 0"},
       [](const BurstColumns& b) { return b.measured.crystal_seen; }},
      {{"film_seen", "1", "[n]", "1 if the measured film energy reaches the threshold and the event survives, else 0"},
       [](const BurstColumns& b) { return b.measured.film_seen; }},
  };
  return fields;
}

BurstFile::BurstFile(const std::string& path, const Case& c, const BurstListInfo& info, const TableUse& table)
    : case_(c), info_(info), table_(table), file_(path, list_format, Storage::disk) {
  add_columns(burst_column_fields());
  if (has_response(c.response)) add_columns(measured_column_fields());
  write_provenance(file_, c, "reference");
}

void BurstFile::add_columns(const Fields<BurstColumns>& fields) {
  for (const Field<BurstColumns>& field : fields) {
    const FieldInfo& info = field.info;
    const auto add = [&]<class T>(std::in_place_type_t<T> kind) {
      columns_.push_back(Column{field, decltype(Column::stream)(kind, file_, "/" + info.name, dataset_info(info))});
    };
    if (std::holds_alternative<std::vector<std::uint64_t>>(field.get({}))) {
      add(std::in_place_type<StreamedColumn<std::uint64_t>>);
    } else {
      add(std::in_place_type<StreamedColumn<double>>);
    }
  }
}

std::size_t BurstFile::hand_over() {
  std::size_t chunks = 0;
  for (Column& column : columns_) {
    chunks = std::visit([](auto& stream) { return stream.hand_over(); }, column.stream);
  }
  return chunks;
}

void BurstFile::write_chunks(std::size_t count) {
  silence_hdf5();  // on whichever thread this is
  for (; count > 0; --count) {
    for (Column& column : columns_) std::visit([](auto& stream) { stream.write(); }, column.stream);
  }
}

void BurstFile::append(std::span<const BurstColumns> blocks, int threads, const OtherWork& other) {
  const std::size_t chunks = hand_over();
  std::vector<std::function<void()>> turns;
  // The digest and the writing come first, since no threads can share them.
  turns.emplace_back([&] {
    for (const BurstColumns& block : blocks) add_rows(block, digest_);
  });
  turns.emplace_back([&] { write_chunks(chunks); });
  for (Column& column : columns_) {
    turns.emplace_back([&] {
      for (const BurstColumns& block : blocks) {
        const FieldValue values = column.field.get(block);
        std::visit([&]<class T>(StreamedColumn<T>& stream) { stream.filter(std::get<std::vector<T>>(values)); },
                   column.stream);
      }
    });
  }
  parallel_loop(turns.size() + other.count, threads,
                [&](std::size_t i) { i < turns.size() ? turns[i]() : other.turn(i - turns.size()); });
  for (const BurstColumns& block : blocks) bursts_ += block.size();
}

std::string BurstFile::finish_rows() {
  write_chunks(hand_over());
  for (Column& column : columns_) std::visit([](auto& stream) { stream.finish(); }, column.stream);
  return rows_sha256_ = digest_.hex();
}

void BurstFile::commit(const Coverage& coverage, const BurstListTotals& totals, const RunRecord& record) {
  write_record(file_, record);
  write_coverage(file_, coverage);
  write_fields(file_, "/", burst_list_fields(), outcome(totals));
  file_.commit();
}

BurstList::BurstList(const std::string& path)
    : file_(path, list_format),
      case_(case_from_text(file_.text("/", "case_toml"), path + " (its case)")),
      bursts_(file_.count("/", "bursts")) {
  const std::vector<std::uint64_t> shape{bursts_};
  Fields<BurstColumns> columns = burst_column_fields();
  if (has_response(case_.response)) {
    columns.insert(columns.end(), measured_column_fields().begin(), measured_column_fields().end());
  }
  for (const Field<BurstColumns>& column : columns) {
    if (file_.shape("/" + column.info.name) != shape) {
      throw InputError(fmt::format("{}: dataset /{} does not have the {} rows of the list; write the list again", path,
                                   column.info.name, bursts_));
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
