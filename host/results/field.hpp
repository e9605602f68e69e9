#pragma once
/// \file Fields of a result: one list each, from which its report, its file and its tables in the manual are made.

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

#include "host/store/output_file.hpp"

namespace slipburst::host {

using Report = nlohmann::ordered_json;

/// Array of several dimensions, the slowest first.
template <class T>
struct ArrayOf {
  std::vector<T> values;
  std::vector<std::uint64_t> shape;
};
using ArrayValue = ArrayOf<double>;
using CountArray = ArrayOf<std::uint64_t>;

/// Value of a field. std::monostate: the result has none, which is null in a report and absent in a file.
using FieldValue = std::variant<std::monostate, bool, std::uint64_t, std::int64_t, double, std::string,
                                std::vector<double>, std::vector<std::uint64_t>, std::vector<std::int64_t>,
                                std::vector<std::string>, ArrayValue, CountArray, ArrayOf<float>>;

/// Outputs that have a value. Arrays are in files alone, but for lists (rows.hpp) and append_arrays.
enum class FieldPlace { everywhere, report, file };

struct FieldInfo {
  std::string name;   ///< the same in reports, files and the manual; of an array the path of the dataset
  std::string unit;   ///< "nm"; "1" for plain numbers; empty for texts and truth values
  std::string shape;  ///< lengths of the dimensions of an array, "[n]"; empty for a single value
  std::string text;   ///< meaning, one line
};

template <class Result>
struct Field {
  FieldInfo info;
  std::function<FieldValue(const Result&)> get;
  FieldPlace place = FieldPlace::everywhere;
};

template <class Result>
using Fields = std::vector<Field<Result>>;

/// Value in a report: arrays as nested lists; null for a number that is not finite, as JSON has no infinity.
Report field_report(const FieldValue& value);

/// Unit and text of a dataset; "1" for texts and truth values, and no links, which lead from pages of the manual.
DatasetInfo dataset_info(const FieldInfo& info);

/// Writes a single value as an attribute of `object`, an array as a dataset.
void write_field(OutputFile& file, const std::string& object, const FieldInfo& info, const FieldValue& value);

/// Appends the single values of a result.
template <class Result>
void append_fields(Report& report, const Fields<Result>& fields, const Result& result) {
  for (const Field<Result>& field : fields) {
    if (!field.info.shape.empty() || field.place == FieldPlace::file) continue;
    report[field.info.name] = field_report(field.get(result));
  }
}

/// Writes all values of a result. \param object  "/", or the group of its attributes
template <class Result>
void write_fields(OutputFile& file, const std::string& object, const Fields<Result>& fields, const Result& result) {
  for (const Field<Result>& field : fields) {
    if (field.place != FieldPlace::report) write_field(file, object, field.info, field.get(result));
  }
}

/// Tables of a result in the manual, in Markdown: single values, and arrays. Fields of one meaning share a row.
struct ManualTables {
  std::string result;  ///< "segment"
  std::string values, arrays;
};

ManualTables manual_tables(std::string result, const std::vector<std::pair<FieldInfo, FieldPlace>>& fields);

template <class Result>
ManualTables manual_tables(std::string result, const Fields<Result>& fields) {
  std::vector<std::pair<FieldInfo, FieldPlace>> all;
  for (const Field<Result>& field : fields) all.emplace_back(field.info, field.place);
  return manual_tables(std::move(result), all);
}

}  // namespace slipburst::host
