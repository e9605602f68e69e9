#include "host/results/rows.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
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

/// Column of single values.
template <class T, class Stored = T>
std::vector<Stored> singles(const std::vector<FieldValue>& rows) {
  std::vector<Stored> values;
  for (const FieldValue& row : rows) {
    const T* held = std::get_if<T>(&row);
    values.push_back(held != nullptr ? static_cast<Stored>(*held) : no_value<Stored>());
  }
  return values;
}

/// Column of lists of one length.
template <class T>
ArrayOf<T> lists(const std::vector<FieldValue>& rows, std::size_t length) {
  ArrayOf<T> array{{}, {rows.size(), length}};
  for (const FieldValue& row : rows) {
    const auto* held = std::get_if<std::vector<T>>(&row);
    if (held == nullptr) {
      array.values.insert(array.values.end(), length, no_value<T>());
    } else if (held->size() != length) {
      throw std::logic_error("rows of a list differ in length");
    } else {
      array.values.insert(array.values.end(), held->begin(), held->end());
    }
  }
  return array;
}

}  // namespace

FieldValue joined_rows(const std::vector<FieldValue>& rows) {
  const auto held =
      std::ranges::find_if(rows, [](const FieldValue& row) { return !std::holds_alternative<std::monostate>(row); });
  if (held == rows.end()) return {};
  return std::visit(
      [&](const auto& first) -> FieldValue {
        using T = std::decay_t<decltype(first)>;
        if constexpr (std::is_same_v<T, bool>) {
          return singles<bool, std::uint64_t>(rows);
        } else if constexpr (std::is_same_v<T, std::string> || std::is_arithmetic_v<T>) {
          return singles<T>(rows);
        } else if constexpr (std::is_same_v<T, std::vector<double>> || std::is_same_v<T, std::vector<std::uint64_t>>) {
          return lists<typename T::value_type>(rows, first.size());
        } else {
          throw std::logic_error("rows of a list hold an array of another kind");
        }
      },
      *held);
}

FieldValue filled(FieldValue column, std::size_t rows) {
  if (rows == 0 || !std::holds_alternative<std::monostate>(column)) return column;
  return std::vector<double>(rows, std::numeric_limits<double>::quiet_NaN());
}

FieldInfo column_info(const std::string& group, const std::string& length, const FieldInfo& of_row) {
  const std::string& inner = of_row.shape;
  return {group + "/" + of_row.name, of_row.unit.empty() ? "1" : of_row.unit,
          "[" + length + (inner.empty() ? "" : ", " + inner.substr(1, inner.size() - 2)) + "]", of_row.text};
}

}  // namespace slipburst::host
