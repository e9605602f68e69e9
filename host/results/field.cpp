#include "host/results/field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <regex>
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

/// Values of an array as lists nested by its dimensions.
template <class T>
Report nested(std::span<const T> values, std::span<const std::uint64_t> shape) {
  Report list = Report::array();
  const std::size_t each = values.size() / std::max<std::uint64_t>(shape.front(), 1);
  for (std::uint64_t i = 0; i < shape.front(); ++i) {
    const std::span<const T> part = values.subspan(i * each, each);
    list.push_back(shape.size() == 1 ? field_report(part.front()) : nested(part, shape.subspan(1)));
  }
  return list;
}

template <class T>
Report nested(const std::vector<T>& values, std::span<const std::uint64_t> shape) {
  return nested(std::span<const T>(values), shape);
}

/// Text without the targets of its links: "[at once](methods.md)" -> "at once".
std::string without_links(const std::string& text) {
  static const std::regex link("\\[([^\\]]*)\\]\\([^)]*\\)");
  return std::regex_replace(text, link, "$1");
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

DatasetInfo dataset_info(const FieldInfo& info) {
  return {info.unit.empty() ? "1" : info.unit, without_links(info.text)};
}

Report field_report(const FieldValue& value) {
  return std::visit(
      [](const auto& v) -> Report {
        using T = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<T, std::monostate>) {
          return nullptr;
        } else if constexpr (std::is_same_v<T, double>) {
          return std::isfinite(v) ? Report(v) : Report(nullptr);
        } else if constexpr (is_list<T>) {
          const std::uint64_t shape[] = {v.size()};
          return nested(v, shape);
        } else if constexpr (is_array<T>) {
          return nested(v.values, v.shape);
        } else {
          return v;
        }
      },
      value);
}

void write_field(OutputFile& file, const std::string& object, const FieldInfo& info, const FieldValue& value) {
  const std::string path = (object == "/" ? "/" : object + "/") + info.name;
  std::visit(
      [&](const auto& v) {
        using T = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<T, bool>) {
          file.attribute(object, info.name, std::int64_t{v});
        } else if constexpr (is_list<T>) {
          const std::uint64_t shape[] = {v.size()};
          write_array(file, path, v, shape, dataset_info(info));
        } else if constexpr (is_array<T>) {
          write_array(file, path, v.values, v.shape, dataset_info(info));
        } else if constexpr (!std::is_same_v<T, std::monostate>) {
          file.attribute(object, info.name, v);
        }
      },
      value);
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
