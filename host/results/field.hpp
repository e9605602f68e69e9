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

/// Outputs that have a single value. Arrays are in files alone.
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

/// Value in a report; null for a number that is not finite, as JSON has no infinity.
/// \pre a single value, or an array of floating-point numbers, which becomes nested lists
Report field_report(const FieldValue& value);

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

/// Rows of a list as a list of their single values.
template <class Row, class List>
Report row_reports(const Fields<Row>& fields, const List& rows) {
  Report list = Report::array();
  for (const Row& row : rows) {
    list.push_back(Report::object());
    append_fields(list.back(), fields, row);
  }
  return list;
}

/// One field of all rows of a list, [row] or [row, shape of the field]; none without rows. Absent numbers are NaN.
FieldValue joined_rows(const std::vector<FieldValue>& rows);
FieldInfo column_info(const std::string& group, const std::string& length, const FieldInfo& of_row);

/// Adds the fields of rows as datasets of a group, one entry for each row.
/// \param length  name of the number of rows in shapes, "W"  \param rows  the rows of a result
template <class Result, class Row, class GetRows>
void add_columns(Fields<Result>& to, const std::string& group, const std::string& length, const Fields<Row>& fields,
                 GetRows rows) {
  for (const Field<Row>& field : fields) {
    if (field.place == FieldPlace::report) continue;
    to.push_back({column_info(group, length, field.info), [get = field.get, rows](const Result& result) {
                    std::vector<FieldValue> values;
                    for (const Row& row : rows(result)) values.push_back(get(row));
                    return joined_rows(values);
                  }});
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
