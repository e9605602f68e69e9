#include "host/measured/rate_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "host/base/error.hpp"
#include "host/columns/column_heading.hpp"
#include "host/columns/number_file.hpp"
#include "host/columns/unit_column.hpp"
#include "host/text/text_lines.hpp"
#include "host/units/dimension.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

constexpr std::string_view rate_columns =
    "\"time [day],rate [1/day],error [1/day]\" or \"time [day],counts [1],live_time [day]\", with \"-\" for a column "
    "that "
    "is not used";
constexpr std::size_t max_rate_rows = 100000;  // of all files
constexpr double max_count = 1e15;             // a double represents all whole numbers up to it
constexpr double seconds_per_day = 86400;

namespace rate_column {
enum Kind : std::size_t { time, rate, error, counts, live_time, count, unused };
}
constexpr std::array<ColumnKind, rate_column::count> rate_kinds{{{"time", Dimension::duration, "day"},
                                                                 {"rate", Dimension::rate, "1/day"},
                                                                 {"error", Dimension::rate, "1/day"},
                                                                 {"counts", Dimension::dimensionless, "1"},
                                                                 {"live_time", Dimension::duration, "day"}}};

/// A heading with "counts/day" as "1/day".
std::string without_counts(std::string_view heading) {
  const auto [name, unit] = column_heading(heading);
  for (const std::string_view word : {"counts", "count", "events", "event"}) {
    if (unit.starts_with(word) && trimmed(unit.substr(word.size())).starts_with('/')) {
      return fmt::format("{} [1{}]", name, trimmed(unit.substr(word.size())));
    }
  }
  return std::string(heading);
}

/// Columns by their headings. \param where  where they stand, for messages
std::vector<UnitColumn> columns_of(std::span<const std::string_view> cells, const std::string& where) {
  std::vector<UnitColumn> columns;
  std::array<int, rate_column::count> found{};
  for (const std::string_view cell : cells) {
    if (trimmed(cell) == "-") {
      columns.push_back({rate_column::unused, 1});
      continue;
    }
    columns.push_back(unit_column(without_counts(cell), rate_kinds, rate_columns, where));
    const std::size_t kind = columns.back().kind;
    if (++found[kind] > 1) {
      throw InputError(fmt::format("{}: column '{}' is there twice; give it once", where, rate_kinds.at(kind).name));
    }
  }
  const bool measured = found[rate_column::rate] + found[rate_column::error] == 2 &&
                        found[rate_column::counts] + found[rate_column::live_time] == 0;
  const bool counted = found[rate_column::counts] + found[rate_column::live_time] == 2 &&
                       found[rate_column::rate] + found[rate_column::error] == 0;
  if (found[rate_column::time] != 1 || !(measured || counted)) {
    throw InputError(fmt::format("{}: the columns should be {}, and nothing more", where, rate_columns));
  }
  return columns;
}

/// Cells between commas, else between tabs, else between blanks.
std::vector<std::string_view> cells_of(std::string_view line) {
  const bool words = line.find(',') == std::string_view::npos && line.find('\t') == std::string_view::npos;
  const char separator = line.find(',') != std::string_view::npos ? ',' : words ? ' ' : '\t';
  std::vector<std::string_view> cells;
  for (std::size_t from = 0; from <= line.size();) {
    const std::size_t end = std::min(line.find(separator, from), line.size());
    const std::string_view cell = trimmed(line.substr(from, end - from));
    if (!words || !cell.empty()) cells.push_back(cell);
    from = end + 1;
  }
  return cells;
}

bool is_missing(std::string_view cell) {
  return cell.empty() || std::ranges::equal(cell, std::string_view("nan"), [](char a, char b) {
           return std::tolower(static_cast<unsigned char>(a)) == b;
         });
}

/// Lines of a file that hold rows, one after the other.
class Rows {
 public:
  explicit Rows(const std::string& path) : lines_(path, rate_columns) {}

  /// Goes to the next row of numbers. Headings before the first one are kept. \return whether there is one
  bool next() {
    while (lines_.next()) {
      const std::string_view line = trimmed(lines_.line());
      const std::string_view text = trimmed(line.substr(0, line.find('#')));
      if (text.empty()) {
        const std::string_view comment = trimmed(line.substr(std::min(line.find_first_not_of('#'), line.size())));
        if (!begun_ && comment.find('[') != std::string_view::npos) keep_heading(comment);
        continue;
      }
      cells_ = cells_of(text);
      const bool numbers = std::ranges::all_of(
          cells_, [](std::string_view cell) { return is_missing(cell) || finite_number(cell).has_value(); });
      if (numbers || begun_) {
        begun_ = true;
        return true;
      }
      if (!is_utf8(text)) throw InputError(fmt::format("{}: has bytes that are not UTF-8 text", where()));
      keep_heading(text);
    }
    return false;
  }

  const std::vector<std::string_view>& cells() const { return cells_; }
  std::string where() const { return lines_.where(); }
  const std::string& heading() const { return heading_; }
  const std::string& heading_where() const { return heading_where_; }

 private:
  void keep_heading(std::string_view text) {
    heading_ = text;
    heading_where_ = where();
  }

  TextLines lines_;
  std::vector<std::string_view> cells_;
  std::string heading_, heading_where_;
  bool begun_ = false;
};

/// Times in s from one to another.
struct TimeRange {
  double from, to;
};

TimeRange range_of_times(std::string_view text) {
  TimeRange range{-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
  if (text.empty()) return range;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) {
    throw InputError(
        fmt::format("--between = \"{}\": give two times, \"90 days:430 days\", or one, \"90 days:\"", text));
  }
  const std::string_view from = trimmed(text.substr(0, colon)), to = trimmed(text.substr(colon + 1));
  if (!from.empty()) range.from = parse_quantity(from, Dimension::duration, "--between");
  if (!to.empty()) range.to = parse_quantity(to, Dimension::duration, "--between");
  if (!(range.from < range.to)) throw InputError(fmt::format("--between = \"{}\": its times do not rise", text));
  return range;
}

class RateReader {
 public:
  /// \param columns  headings, or empty: of the file  \param beside  path of the file that stands beside it, or empty
  RateReader(const std::string& path, const std::string& columns, const std::string& beside, const TimeRange& between,
             double origin_s)
      : path_(path), given_(columns), rows_(path), between_(between), origin_s_(origin_s) {
    if (!beside.empty()) beside_.emplace(beside);
  }

  bool counted() const { return counted_; }

  RateSet read() {
    set_.file = path_;
    set_.name = std::filesystem::path(path_).stem().string();
    while (next()) read_row();
    if (columns_.empty())
      throw InputError(fmt::format("{}: has no row of finite numbers between commas, tabs or blanks", path_));
    if (set_.points.empty()) {
      throw InputError(
          fmt::format("{}: no row has numbers in all columns that are used, and a time that is asked for", path_));
    }
    return std::move(set_);
  }

 private:
  template <class... Values>
  [[noreturn]] void refuse(fmt::format_string<Values...> form, Values&&... values) const {
    throw InputError(fmt::format("{}: {}", rows_.where(), fmt::format(form, std::forward<Values>(values)...)));
  }

  bool next() {
    const bool more = rows_.next();
    if (beside_ && beside_->next() != more) {
      throw InputError(
          fmt::format("{}: its rows and those of {} are not as many; files side by side belong line to line",
                      more ? rows_.where() : beside_->where(), more ? "the file beside it" : path_));
    }
    if (more && columns_.empty()) set_columns();
    return more;
  }

  void set_columns() {
    const bool given = !given_.empty();
    if (!given && (rows_.heading().empty() || beside_)) {
      refuse("nothing says what the columns are; give --columns {}", rate_columns);
    }
    const std::string text = given ? given_ : rows_.heading();
    try {
      columns_ = columns_of(heading_cells(text), given ? "--columns" : rows_.heading_where());
    } catch (const InputError& problem) {
      if (given) throw;
      throw InputError(fmt::format("{}; or say it with --columns", problem.what()));
    }
    counted_ = std::ranges::find(columns_, std::size_t{rate_column::counts}, &UnitColumn::kind) != columns_.end();
  }

  void read_row() {
    std::vector<std::string_view> cells;
    if (beside_) cells = beside_->cells();
    cells.insert(cells.end(), rows_.cells().begin(), rows_.cells().end());
    if (cells.size() < columns_.size()) {
      refuse("has {} values where {} columns are named", cells.size(), columns_.size());
    }
    if (given_.empty() && cells.size() > columns_.size()) {
      refuse("has {} values where the header has {} columns", cells.size(), columns_.size());
    }
    std::array<double, rate_column::count> values{};
    bool missing = false;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const UnitColumn& column = columns_[i];
      if (column.kind == rate_column::unused) continue;
      if (is_missing(cells[i])) {
        missing = true;
        continue;
      }
      const std::optional<double> value = finite_number(cells[i]);
      if (!value) refuse("column '{}': '{}' is not a finite number", rate_kinds.at(column.kind).name, cells[i]);
      values[column.kind] = *value * column.factor;
      if (!std::isfinite(values[column.kind]) || (values[column.kind] == 0 && *value != 0)) {
        refuse("column '{}': '{}' is beyond the range of a double", rate_kinds.at(column.kind).name, cells[i]);
      }
    }
    if (missing) {
      ++set_.left_out;
    } else {
      add(values);
    }
  }

  void add(const std::array<double, rate_column::count>& values) {
    if (values[rate_column::time] < between_.from || values[rate_column::time] > between_.to) return;
    const double time_day = (values[rate_column::time] - origin_s_) / seconds_per_day;
    if (!(time_day > 0)) {
      refuse("its time is {} days after the origin of time, which is not positive; give an earlier --origin",
             format_number(time_day));
    }
    if (!counted_) {
      if (!(values[rate_column::error] > 0)) {
        refuse("an error of {} cannot be; give the standard deviation of the rate",
               format_number(values[rate_column::error]));
      }
      set_.points.push_back({time_day, values[rate_column::rate], values[rate_column::error], 0, 0});
      return;
    }
    if (values[rate_column::counts] < 0 || values[rate_column::counts] != std::floor(values[rate_column::counts]) ||
        values[rate_column::counts] > max_count) {
      refuse("column 'counts': {} is not a count; give whole numbers up to {}",
             format_number(values[rate_column::counts]), format_number(max_count));
    }
    if (!(values[rate_column::live_time] > 0)) refuse("column 'live_time' is not positive; leave the row out");
    set_.points.push_back(counted_rate(time_day, values[rate_column::counts], values[rate_column::live_time]));
  }

  const std::string& path_;
  const std::string& given_;
  Rows rows_;
  std::optional<Rows> beside_;
  TimeRange between_;
  double origin_s_;
  std::vector<UnitColumn> columns_;
  bool counted_ = false;
  RateSet set_;
};

/// Text of a file among texts that are one for all or one for each.
const std::string& text_for(std::span<const std::string> texts, std::size_t i) {
  static const std::string none;
  return texts.empty() ? none : texts[texts.size() == 1 ? 0 : i];
}

}  // namespace

RateData read_rate_files(std::span<const std::string> paths, const RateFileForm& form) {
  for (const auto& [option, texts] : {std::pair("--columns", &form.columns), std::pair("--times", &form.beside),
                                      std::pair("--between", &form.between)}) {
    if (texts->size() > 1 && texts->size() != paths.size()) {
      throw InputError(fmt::format("{} is there {} times for {} files; give it once for all, or once for each", option,
                                   texts->size(), paths.size()));
    }
  }
  RateData data;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (!is_utf8(paths[i])) {
      throw InputError(fmt::format("{}: the file's name is not UTF-8 text; rename the file", paths[i]));
    }
    RateReader reader(paths[i], text_for(form.columns, i), text_for(form.beside, i),
                      range_of_times(text_for(form.between, i)), form.origin_s);
    RateSet set = reader.read();
    if (i == 0) {
      data.counted = reader.counted();
    } else if (data.counted != reader.counted()) {
      throw InputError(fmt::format("{} has {}, {} has {}; use one kind in all files", paths[0],
                                   data.counted ? "counts" : "rates", paths[i], data.counted ? "rates" : "counts"));
    }
    const std::string stem = set.name;
    for (int number = 2; std::ranges::find(data.sets, set.name, &RateSet::name) != data.sets.end(); ++number) {
      set.name = fmt::format("{}-{}", stem, number);
    }
    data.sets.push_back(std::move(set));
    if (data.size() > max_rate_rows) {
      throw InputError(fmt::format("{}: more than {} rows in all; join rows at near times", paths[i], max_rate_rows));
    }
  }
  return data;
}

}  // namespace slipburst::host
