#include "host/results/field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace slipburst::host {
namespace {

template <class T>
constexpr bool is_array = std::is_same_v<T, std::vector<double>> || std::is_same_v<T, std::vector<std::uint64_t>>;

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
        } else if constexpr (std::is_same_v<T, ArrayValue> || std::is_same_v<T, CountArray>) {
          throw std::logic_error("an array has no place in a report");
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
        } else if constexpr (is_array<T>) {
          file.dataset((object == "/" ? "/" : object + "/") + info.name, v, {info.unit, info.text});
        } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
          const std::uint64_t shape[] = {v.size()};
          file.texts((object == "/" ? "/" : object + "/") + info.name, v, shape, {"1", info.text});
        } else if constexpr (std::is_same_v<T, ArrayValue> || std::is_same_v<T, CountArray>) {
          file.dataset((object == "/" ? "/" : object + "/") + info.name, v.values, v.shape, {info.unit, info.text});
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
