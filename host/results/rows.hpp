#pragma once
/// \file Lists of a result, whose rows have the same fields: in a report a list of objects, in a file one array of each
/// field.

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "host/results/field.hpp"

namespace slipburst::host {

/// Appends the arrays of a result to its report.
template <class Result>
void append_arrays(Report& report, const Fields<Result>& fields, const Result& result) {
  for (const Field<Result>& field : fields) {
    if (field.info.shape.empty() || field.place == FieldPlace::file) continue;
    report[field.info.name] = field_report(field.get(result));
  }
}

/// Row in a report. A field of shape "[n]" is a list within the row.
template <class Row>
Report row_report(const Fields<Row>& fields, const Row& row) {
  Report object = Report::object();
  for (const Field<Row>& field : fields) {
    if (field.place != FieldPlace::file) object[field.info.name] = field_report(field.get(row));
  }
  return object;
}

template <class Row, class List>
Report rows_report(const Fields<Row>& fields, const List& rows) {
  Report list = Report::array();
  for (const Row& row : rows) list.push_back(row_report(fields, row));
  return list;
}

/// One field of all rows of a list, [row] or [row, shape of the field]: a row without a value has NaN, an empty text or
/// 0. No value if no row has one.
FieldValue joined_rows(const std::vector<FieldValue>& rows);

template <class Row, class List>
FieldValue joined_rows(const Field<Row>& field, const List& rows) {
  std::vector<FieldValue> values;
  for (const Row& row : rows) values.push_back(field.get(row));
  return joined_rows(values);
}

/// Writes a dataset of each field of which a row has a value. \param group  such as "/bands"
template <class Row>
void write_rows(OutputFile& file, const std::string& group, const Fields<Row>& fields, const std::vector<Row>& rows) {
  for (const Field<Row>& field : fields) {
    if (field.place != FieldPlace::report) write_field(file, group, field.info, joined_rows(field, rows));
  }
}

FieldInfo column_info(const std::string& group, const std::string& length, const FieldInfo& of_row);

/// A column, filled with NaN if no row has a value.
FieldValue filled(FieldValue column, std::size_t rows);

/// Adds the fields of rows to those of a result, as datasets of a group with one entry for each row. A dataset is there
/// even if no row has a value.
/// \param length  name of the number of rows in shapes, "W"  \param rows  the rows of a result
template <class Result, class Row, class GetRows>
void add_columns(Fields<Result>& to, const std::string& group, const std::string& length, const Fields<Row>& fields,
                 GetRows rows) {
  for (const Field<Row>& field : fields) {
    if (field.place == FieldPlace::report) continue;
    to.push_back({column_info(group, length, field.info), [field, rows](const Result& result) {
                    const auto& list = rows(result);
                    return filled(joined_rows(field, list), list.size());
                  }});
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
