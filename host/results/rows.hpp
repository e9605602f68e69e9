#pragma once
/// \file Lists of a result, whose rows have the same fields: in a report a list of objects, in a file one array of each
/// field.

#include <string>
#include <utility>
#include <vector>

#include "host/results/field.hpp"

namespace slipburst::host {

/// Value in a report, as field_report; arrays are lists, nested for several dimensions.
Report value_report(const FieldValue& value);

/// Appends the arrays of a result to its report.
template <class Result>
void append_arrays(Report& report, const Fields<Result>& fields, const Result& result) {
  for (const Field<Result>& field : fields) {
    if (field.info.shape.empty() || field.place == FieldPlace::file) continue;
    report[field.info.name] = value_report(field.get(result));
  }
}

/// Row in a report. A field of shape "[n]" is a list within the row.
template <class Row>
Report row_report(const Fields<Row>& fields, const Row& row) {
  Report object = Report::object();
  for (const Field<Row>& field : fields) {
    if (field.place != FieldPlace::file) object[field.info.name] = value_report(field.get(row));
  }
  return object;
}

template <class Row>
Report rows_report(const Fields<Row>& fields, const std::vector<Row>& rows) {
  Report list = Report::array();
  for (const Row& row : rows) list.push_back(row_report(fields, row));
  return list;
}

/// Writes the values of all rows as a dataset, whose first dimension is that of the rows. A row without a value has
/// NaN, an empty text or 0; a dataset of which no row has a value is left out.
void write_column(OutputFile& file, const std::string& path, const FieldInfo& info,
                  const std::vector<FieldValue>& column);

/// Writes a dataset of each field. \param group  such as "/bands"
template <class Row>
void write_rows(OutputFile& file, const std::string& group, const Fields<Row>& fields, const std::vector<Row>& rows) {
  for (const Field<Row>& field : fields) {
    if (field.place == FieldPlace::report) continue;
    std::vector<FieldValue> column;
    for (const Row& row : rows) column.push_back(field.get(row));
    write_column(file, group + "/" + field.info.name, field.info, column);
  }
}

/// Table of a list in the manual. \param name  result and list, "detrap conditions"
template <class Row>
ManualTables row_table(std::string name, const Fields<Row>& fields) {
  std::vector<std::pair<FieldInfo, FieldPlace>> all;
  for (const Field<Row>& field : fields) {
    FieldInfo info = field.info;
    if (!info.shape.empty()) info.text += ", " + std::exchange(info.shape, {});
    all.emplace_back(std::move(info), field.place);
  }
  return manual_tables(std::move(name), all);
}

}  // namespace slipburst::host
