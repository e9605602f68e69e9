#include "host/results/rows.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <type_traits>

namespace slipburst::host {
namespace {

/// Value of a row that has none.
template <class T>
T no_value() {
  if constexpr (std::is_same_v<T, double>) return std::numeric_limits<double>::quiet_NaN();
  return T{};
}

template <class T>
Report list_report(std::span<const T> values) {
  Report list = Report::array();
  for (const T& value : values) list.push_back(field_report(value));
  return list;
}

template <class T>
Report nested_report(std::span<const T> values, std::span<const std::uint64_t> shape) {
  if (shape.size() <= 1) return list_report(values);
  Report list = Report::array();
  const std::size_t each = values.size() / std::max<std::size_t>(shape.front(), 1);
  for (std::uint64_t i = 0; i < shape.front(); ++i) {
    list.push_back(nested_report(values.subspan(i * each, each), shape.subspan(1)));
  }
  return list;
}

DatasetInfo dataset_info(const FieldInfo& info) { return {info.unit.empty() ? "1" : info.unit, info.text}; }

/// Column of single values.
template <class T, class Stored = T>
std::vector<Stored> singles(const std::vector<FieldValue>& column) {
  std::vector<Stored> values;
  for (const FieldValue& value : column) {
    const T* held = std::get_if<T>(&value);
    values.push_back(held != nullptr ? static_cast<Stored>(*held) : no_value<Stored>());
  }
  return values;
}

/// Column of arrays of one length, row after row.
template <class T>
std::vector<T> joined(const std::vector<FieldValue>& column, std::size_t length) {
  std::vector<T> values;
  for (const FieldValue& value : column) {
    if (const auto* held = std::get_if<std::vector<T>>(&value)) {
      if (held->size() != length) throw std::logic_error("rows of a list differ in length");
      values.insert(values.end(), held->begin(), held->end());
    } else {
      values.insert(values.end(), length, no_value<T>());
    }
  }
  return values;
}

}  // namespace

Report value_report(const FieldValue& value) {
  return std::visit(
      [](const auto& v) -> Report {
        using T = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<T, ArrayValue> || std::is_same_v<T, CountArray>) {
          return nested_report(std::span(v.values), std::span(v.shape));
        } else if constexpr (std::is_same_v<T, std::vector<double>> || std::is_same_v<T, std::vector<std::uint64_t>> ||
                             std::is_same_v<T, std::vector<std::string>>) {
          return list_report(std::span(v));
        } else {
          return field_report(v);
        }
      },
      value);
}

void write_column(OutputFile& file, const std::string& path, const FieldInfo& info,
                  const std::vector<FieldValue>& column) {
  const auto held = std::ranges::find_if(
      column, [](const FieldValue& value) { return !std::holds_alternative<std::monostate>(value); });
  if (held == column.end()) return;
  const std::uint64_t rows = column.size();
  std::visit(
      [&](const auto& first) {
        using T = std::decay_t<decltype(first)>;
        if constexpr (std::is_same_v<T, bool>) {
          file.dataset(path, singles<bool, std::uint64_t>(column), dataset_info(info));
        } else if constexpr (std::is_same_v<T, std::string>) {
          file.texts(path, singles<std::string>(column), std::span(&rows, 1), dataset_info(info));
        } else if constexpr (std::is_arithmetic_v<T>) {
          file.dataset(path, singles<T>(column), dataset_info(info));
        } else if constexpr (std::is_same_v<T, std::vector<double>> || std::is_same_v<T, std::vector<std::uint64_t>>) {
          const std::uint64_t shape[] = {rows, first.size()};
          file.dataset(path, joined<typename T::value_type>(column, first.size()), shape, dataset_info(info));
        } else {
          throw std::logic_error("no column of " + path + " is made of such values");
        }
      },
      *held);
}

}  // namespace slipburst::host
