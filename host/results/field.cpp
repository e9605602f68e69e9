#include "host/results/field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace slipburst::host {
namespace {

template <class T>
constexpr bool is_list = false;
template <class T>
constexpr bool is_list<std::vector<T>> = true;
template <class T>
constexpr bool is_array = false;
template <class T>
constexpr bool is_array<ArrayOf<T>> = true;

void write_array(OutputFile& file, const std::string& path, const std::vector<std::string>& values,
                 std::span<const std::uint64_t> shape, const DatasetInfo& info) {
  file.texts(path, values, shape, info);
}

template <class T>
void write_array(OutputFile& file, const std::string& path, const std::vector<T>& values,
                 std::span<const std::uint64_t> shape, const DatasetInfo& info) {
  file.dataset(path, std::span<const T>(values), shape, info);
}

/// Numbers from `first` on as lists nested by the dimensions from `dimension` on. `first` moves behind them.
Report nested(const ArrayValue& array, std::size_t dimension, std::size_t& first) {
  if (dimension == array.shape.size()) return field_report(array.values[first++]);
  Report list = Report::array();
  for (std::uint64_t i = 0; i < array.shape[dimension]; ++i) list.push_back(nested(array, dimension + 1, first));
  return list;
}

template <class T>
std::vector<T> joined_numbers(const std::vector<FieldValue>& rows, T absent) {
  std::vector<T> values;
  for (const FieldValue& row : rows) {
    values.push_back(std::holds_alternative<std::monostate>(row) ? absent : std::get<T>(row));
  }
  return values;
}

std::string place_text(FieldPlace place) {
  switch (place) {
    case FieldPlace::everywhere:
      return {};
    case FieldPlace::report:
      return " (not in the file)";
    case FieldPlace::file:
      return " (only in the file)";
  }
  throw std::logic_error("unknown place of a field");
}

}  // namespace

Report field_report(const FieldValue& value) {
  return std::visit(
      [](const auto& v) -> Report {
        using T = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<T, std::monostate>) {
          return nullptr;
        } else if constexpr (std::is_same_v<T, double>) {
          return std::isfinite(v) ? Report(v) : Report(nullptr);
        } else if constexpr (std::is_same_v<T, ArrayValue>) {
          std::size_t first = 0;
          return nested(v, 0, first);
        } else if constexpr (std::is_same_v<T, std::vector<double>>) {
          std::size_t first = 0;
          return nested({v, {v.size()}}, 0, first);
        } else if constexpr (is_array<T> || is_list<T>) {
          throw std::logic_error("an array of counts or texts has no place in a report");
        } else {
          return v;
        }
      },
      value);
}

void write_field(OutputFile& file, const std::string& object, const FieldInfo& info, const FieldValue& value) {
  std::visit(
      [&](const auto& v) {
        using T = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<T, bool>) {
          file.attribute(object, info.name, std::int64_t{v});
        } else if constexpr (is_list<T>) {
          const std::uint64_t shape[] = {v.size()};
          write_array(file, (object == "/" ? "/" : object + "/") + info.name, v, shape, {info.unit, info.text});
        } else if constexpr (is_array<T>) {
          write_array(file, (object == "/" ? "/" : object + "/") + info.name, v.values, v.shape,
                      {info.unit, info.text});
        } else if constexpr (!std::is_same_v<T, std::monostate>) {
          file.attribute(object, info.name, v);
        }
      },
      value);
}

FieldValue joined_rows(const std::vector<FieldValue>& rows) {
  const auto has_value = [](const FieldValue& row) { return !std::holds_alternative<std::monostate>(row); };
  const auto first = std::ranges::find_if(rows, has_value);
  if (rows.empty()) return {};
  if (first == rows.end()) return std::vector<double>(rows.size(), std::numeric_limits<double>::quiet_NaN());
  return std::visit(
      [&](const auto& kind) -> FieldValue {
        using T = std::decay_t<decltype(kind)>;
        if constexpr (std::is_same_v<T, bool>) {
          std::vector<std::uint64_t> values;
          for (const FieldValue& row : rows) values.push_back(std::get<bool>(row));
          return values;
        } else if constexpr (std::is_same_v<T, double>) {
          return joined_numbers(rows, std::numeric_limits<double>::quiet_NaN());
        } else if constexpr (std::is_same_v<T, std::uint64_t> || std::is_same_v<T, std::int64_t> ||
                             std::is_same_v<T, std::string>) {
          return joined_numbers(rows, T{});
        } else if constexpr (std::is_same_v<T, std::vector<double>>) {
          ArrayValue array{{}, {rows.size(), kind.size()}};
          for (const FieldValue& row : rows) {
            const T& values = std::get<T>(row);
            array.values.insert(array.values.end(), values.begin(), values.end());
          }
          return array;
        } else {
          throw std::logic_error("rows of a list with arrays of another kind");
        }
      },
      *first);
}

FieldInfo column_info(const std::string& group, const std::string& length, const FieldInfo& of_row) {
  const std::string& inner = of_row.shape;
  return {group + "/" + of_row.name, of_row.unit.empty() ? "1" : of_row.unit,
          "[" + length + (inner.empty() ? "" : ", " + inner.substr(1, inner.size() - 2)) + "]", of_row.text};
}

ManualTables manual_tables(std::string result, const std::vector<std::pair<FieldInfo, FieldPlace>>& fields) {
  ManualTables tables{std::move(result), "| field | unit | meaning |\n|---|---|---|\n",
                      "| dataset | shape | unit | meaning |\n|---|---|---|---|\n"};
  const auto same_row = [](const auto& a, const auto& b) {
    return a.second == b.second && a.first.unit == b.first.unit && a.first.shape == b.first.shape &&
           a.first.text == b.first.text;
  };
  for (auto field = fields.begin(); field != fields.end(); ++field) {
    const auto same = [&](const auto& other) { return same_row(*field, other); };
    if (std::any_of(fields.begin(), field, same)) continue;
    std::string names;
    for (auto other = field; other != fields.end(); ++other) {
      if (same(*other)) names += fmt::format("{}`{}`", names.empty() ? "" : ", ", other->first.name);
    }
    const auto& [info, place] = *field;
    if (info.shape.empty()) {
      tables.values += fmt::format("| {} | {} | {}{} |\n", names, info.unit, info.text, place_text(place));
    } else {
      tables.arrays += fmt::format("| {} | {} | {} | {} |\n", names, info.shape, info.unit, info.text);
    }
  }
  return tables;
}

}  // namespace slipburst::host
