#include "host/measured/frequency_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "host/base/error.hpp"
#include "host/columns/column_heading.hpp"
#include "host/columns/number_file.hpp"
#include "host/columns/unit_column.hpp"
#include "host/text/text_lines.hpp"
#include "host/units/quantity.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

constexpr std::string_view should_be =
    "\"temperature [K], frequency [Hz], error [Hz]\" or \"temperature [K], clusters [1], moves [1], window [s]\", "
    "each with \"set\" and \"direct [Hz]\" if wanted";

constexpr std::array<ColumnKind, 7> kinds{{{"temperature", Dimension::temperature, "K"},
                                           {"frequency", Dimension::frequency, "Hz", units::picoseconds_per_second},
                                           {"error", Dimension::frequency, "Hz", units::picoseconds_per_second},
                                           {"clusters", Dimension::dimensionless, "1"},
                                           {"moves", Dimension::dimensionless, "1"},
                                           {"window", Dimension::duration, "s"},
                                           {"direct", Dimension::frequency, "Hz", units::picoseconds_per_second}}};
enum Kind : std::size_t { temperature, frequency, error, clusters, moves, window, direct, set_label, kind_count };

constexpr double max_clusters = 1e12, max_moves = 1e15;  // a double represents all whole numbers up to these

constexpr std::size_t max_rows_of_all =
    10000;  // in all files; the time of a fit grows with the rows, to most of a minute for 1000

constexpr std::array<Kind, 3> measured_columns = {temperature, frequency, error};
constexpr std::array<Kind, 4> counted_columns = {temperature, clusters, moves, window};

std::string_view name_of(std::size_t kind) { return kind == set_label ? "set" : kinds.at(kind).name; }

std::vector<std::string_view> cells(std::string_view line) {
  std::vector<std::string_view> found;
  for (std::size_t from = 0; from <= line.size();) {
    const std::size_t comma = std::min(line.find(',', from), line.size());
    found.push_back(trimmed(line.substr(from, comma - from)));
    from = comma + 1;
  }
  return found;
}

class FrequencyReader {
 public:
  /// \param rows  count of rows in all files so far
  FrequencyReader(const std::string& path, std::size_t& rows) : path_(path), lines_(path, should_be), rows_(rows) {}

  /// The sets of the file, with the lines where they begin.
  FrequencyData read() {
    while (lines_.next()) {
      const std::string_view text = meaning(lines_.line());
      if (text.empty()) continue;
      if (!is_utf8(text)) refuse("has bytes that are not UTF-8 text; save the file as UTF-8");
      if (std::ranges::any_of(text, [](char c) { return c == '\x1b' || c == '\a' || c == '\b'; })) {
        refuse("has control characters; take them out");
      }
      if (text.find('"') != std::string_view::npos) {
        refuse("has a quote; write names, labels and numbers without quotes, and labels without commas");
      }
      if (columns_.empty()) {
        read_header(text);
      } else {
        read_row(text);
      }
    }
    if (columns_.empty()) throw InputError(fmt::format("{}: is empty; it should begin with {}", path_, should_be));
    if (data_.sets.empty()) throw InputError(fmt::format("{}: has a header and no rows", path_));
    return data_;
  }

 private:
  template <class... Values>
  [[noreturn]] void refuse(fmt::format_string<Values...> form, Values&&... values) const {
    throw InputError(fmt::format("{}: {}", lines_.where(), fmt::format(form, std::forward<Values>(values)...)));
  }

  /// A line without its comment. A header may stand in a comment before the rows.
  std::string_view meaning(std::string_view line) const {
    line = trimmed(line);
    const std::string_view comment = trimmed(line.substr(std::min(line.find_first_not_of('#'), line.size())));
    const std::vector<std::string_view> names = cells(comment);
    const bool is_header = columns_.empty() && line.starts_with('#') && names.size() >= measured_columns.size() &&
                           std::ranges::all_of(names, [](std::string_view cell) { return is_column(cell); });
    return is_header ? comment : trimmed(line.substr(0, line.find('#')));
  }

  static bool is_column(std::string_view cell) {
    const std::string_view name = column_heading(cell).name;
    return name == "set" || std::ranges::find(kinds, name, &ColumnKind::name) != kinds.end();
  }

  void read_header(std::string_view text) {
    if (text.find(';') != std::string_view::npos) {
      refuse("has semicolons; write commas between the columns, and decimal points in the rows");
    }
    for (const std::string_view cell : cells(text)) {
      columns_.push_back(read_column(cell));
      if (has(columns_.back().kind) > 1)
        refuse("column '{}' is there twice; give it once", name_of(columns_.back().kind));
    }
    data_.counted = has(clusters) > 0 || has(moves) > 0 || has(window) > 0;
    if (data_.counted && (has(frequency) > 0 || has(error) > 0)) {
      refuse("has both frequencies and counts; use one kind: {}", should_be);
    }
    const auto require = [&](const auto& kinds_of_row) {
      for (const Kind kind : kinds_of_row) {
        if (has(kind) == 0) refuse("has no column '{}'; the header should be {}", name_of(kind), should_be);
      }
    };
    if (data_.counted) {
      require(counted_columns);
    } else {
      require(measured_columns);
    }
  }

  std::size_t has(std::size_t kind) const {
    return static_cast<std::size_t>(std::ranges::count(columns_, kind, &UnitColumn::kind));
  }

  UnitColumn read_column(std::string_view cell) const {
    const std::string_view name = column_heading(cell).name;
    if (name != "set") return unit_column(cell, kinds, should_be, lines_.where(), "set");
    if (name != cell) refuse("column 'set' is a label and has no unit; write \"set\"");
    return {set_label, 1};
  }

  void read_row(std::string_view text) {
    const std::vector<std::string_view> row = cells(text);
    if (row.size() != columns_.size()) {
      refuse("has {} values where the header has {} columns", row.size(), columns_.size());
    }
    std::array<double, kind_count> values{};
    std::string label = std::filesystem::path(path_).stem().string();
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::size_t kind = columns_[i].kind;
      if (kind == set_label) {
        if (row[i].empty()) refuse("column 'set' is empty; give the row a label");
        label = row[i];
        continue;
      }
      const std::optional<double> value = finite_number(row[i]);
      if (!value) refuse("column '{}': '{}' is not a finite number", name_of(kind), row[i]);
      values[kind] = *value * columns_[i].factor;
      if (!std::isfinite(values[kind]) || (values[kind] == 0 && *value != 0)) {
        refuse("column '{}': '{}' is beyond the range of a double", name_of(kind), row[i]);
      }
      if (values[kind] < 0) refuse("column '{}': '{}' is below zero", name_of(kind), row[i]);
    }
    add(label, data_.counted ? counted(values) : measured(values), values[direct]);
  }

  FrequencyPoint measured(const std::array<double, kind_count>& values) const {
    if (!(values[frequency] > 0)) {
      refuse(
          "a frequency of 0 has no relative error; give what was counted, which can be zero: "
          "\"temperature [K], clusters [1], moves [1], window [s]\"");
    }
    if (!(values[error] > 0)) refuse("an error of 0 cannot be; give the standard deviation of the frequency");
    return {values[temperature], values[frequency], values[error], 0, 0, 0, 0};
  }

  FrequencyPoint counted(const std::array<double, kind_count>& values) const {
    for (const Kind kind : {clusters, moves}) {
      if (values[kind] != std::floor(values[kind])) {
        refuse("column '{}': {} is not a whole number; give the count itself", name_of(kind),
               format_number(values[kind]));
      }
    }
    for (const auto& [kind, most] : {std::pair(clusters, max_clusters), std::pair(moves, max_moves)}) {
      if (values[kind] > most) {
        refuse("column '{}': {} is too many; give at most {}", name_of(kind), format_number(values[kind]),
               format_number(most));
      }
    }
    if (values[clusters] < 1) refuse("column 'clusters': there is nothing to observe; leave the row out");
    if (!(values[window] > 0)) refuse("column 'window' is 0; give how long the clusters were observed");
    return counted_frequency(values[temperature], values[clusters], values[moves], values[window]);
  }

  void add(const std::string& label, FrequencyPoint point, double plateau) {
    if (++rows_ > max_rows_of_all)
      refuse("one row too many; give up to {} in all, rows at near temperatures joined", max_rows_of_all);
    point.direct_Hz = plateau;
    auto set = std::ranges::find(data_.sets, label, &FrequencySet::name);
    if (set == data_.sets.end()) set = data_.sets.insert(set, {label, {}});
    if (!set->points.empty()) {
      const double last = set->points.back().temperature_K;
      if (point.temperature_K == last) {
        refuse("{} K is there twice in set '{}'; join the rows, or name a set for each", format_number(last), label);
      }
      if (point.temperature_K < last) {
        refuse("{} K after {} K in set '{}': sort the rows by temperature", format_number(point.temperature_K),
               format_number(last), label);
      }
    }
    set->points.push_back(point);
  }

  const std::string& path_;
  TextLines lines_;
  std::size_t& rows_;
  std::vector<UnitColumn> columns_;
  FrequencyData data_;
};

}  // namespace

FrequencyData read_frequency_files(std::span<const std::string> paths) {
  FrequencyData all;
  std::map<std::string, std::string> path_of;
  std::size_t rows = 0;
  for (const std::string& path : paths) {
    // Reports contain the file's name, also as the name of a set.
    if (!is_utf8(path)) throw InputError(fmt::format("{}: the file's name is not UTF-8 text; rename the file", path));
    FrequencyData data = FrequencyReader(path, rows).read();
    if (&path == paths.data()) {
      all.counted = data.counted;
    } else if (data.counted != all.counted) {
      throw InputError(fmt::format("{} has {}, {} has {}; use one kind in all files", paths.front(),
                                   all.counted ? "counts" : "frequencies", path,
                                   data.counted ? "counts" : "frequencies"));
    }
    for (FrequencySet& set : data.sets) {
      const auto [place, is_new] = path_of.emplace(set.name, path);
      if (!is_new) {
        throw InputError(fmt::format("set '{}' is in {} and in {}; give each its own name with a column \"set\"",
                                     set.name, place->second, path));
      }
      all.sets.push_back(std::move(set));
    }
  }
  return all;
}

}  // namespace slipburst::host
