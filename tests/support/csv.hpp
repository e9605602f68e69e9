#pragma once
/// \file Reads the reference files of tests/oracle/data (their format: tests/oracle/README.md).

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace slipburst::testing {

/// One row: numbers and words by column name.
class CsvRow {
 public:
  CsvRow(const std::vector<std::string>& columns, std::vector<std::string> fields)
      : columns_(&columns), fields_(std::move(fields)) {}

  const std::string& word(const std::string& column) const {
    const auto found = std::find(columns_->begin(), columns_->end(), column);
    if (found == columns_->end()) throw std::runtime_error("no column " + column);
    return fields_.at(static_cast<std::size_t>(found - columns_->begin()));
  }
  double number(const std::string& column) const {
    const std::string& text = word(column);
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);  // takes hex floats too
    if (text.empty() || *end != '\0') throw std::runtime_error("'" + text + "' in column " + column + " is no number");
    return value;
  }
  /// All fields, for messages.
  std::string text() const {
    std::string all;
    for (const std::string& field : fields_) all += (all.empty() ? "" : ",") + field;
    return all;
  }

 private:
  const std::vector<std::string>* columns_;
  std::vector<std::string> fields_;
};

class Csv {
 public:
  /// \param name  file below tests/oracle/data
  /// \throws std::runtime_error if there is no such file or it has no rows
  explicit Csv(const std::string& name) {
    std::ifstream file(std::string(SLIPBURST_TEST_DIR "/oracle/data/") + name);
    for (std::string line; std::getline(file, line);) {
      if (line.empty() || line[0] == '#') continue;
      std::vector<std::string> fields;
      std::istringstream stream(line);
      for (std::string field; std::getline(stream, field, ',');) fields.push_back(field);
      if (columns_.empty()) {
        columns_ = fields;
      } else {
        rows_.emplace_back(columns_, fields);
      }
    }
    if (rows_.empty()) throw std::runtime_error(name + " is missing or empty");
  }
  Csv(const Csv&) = delete;
  Csv& operator=(const Csv&) = delete;

  auto begin() const { return rows_.begin(); }
  auto end() const { return rows_.end(); }

 private:
  std::vector<std::string> columns_;
  std::vector<CsvRow> rows_;
};

}  // namespace slipburst::testing
