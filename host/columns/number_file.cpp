#include "host/columns/number_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

#include "host/base/error.hpp"
#include "host/columns/column_heading.hpp"
#include "host/text/text_lines.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

constexpr std::size_t max_exponent_digits = 4;

/// A number as its mantissa and its exponent.
struct Decimal {
  std::string_view mantissa;
  int exponent = 0;
};

/// Splits a number at its exponent; std::nullopt for an exponent that is not a whole number or has too many digits.
std::optional<Decimal> decimal(std::string_view text) {
  const auto mark = text.find_first_of("eE");
  if (mark == std::string_view::npos) return Decimal{text};
  std::string_view digits = text.substr(mark + 1);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  if (digits.size() > max_exponent_digits + (digits.starts_with('-') ? 1 : 0)) return std::nullopt;
  Decimal result{text.substr(0, mark)};
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), result.exponent);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return result;
}

/// The number in internal units.
std::optional<double> number_in(const FileUnit& unit, std::string_view word) {
  const std::optional<double> plain = finite_number(word);
  if (!plain || (unit.exponent == 0 && unit.factor == 1)) return plain;
  const Decimal parts = decimal(word).value();
  const std::optional<double> shifted =
      finite_number(fmt::format("{}e{}", parts.mantissa, parts.exponent + unit.exponent));
  if (!shifted || !std::isfinite(*shifted * unit.factor)) return std::nullopt;
  return *shifted * unit.factor;
}

std::vector<std::string_view> words(std::string_view line) {
  constexpr std::string_view separators = " \t,";
  line = line.substr(0, line.find('#'));
  std::vector<std::string_view> found;
  for (auto first = line.find_first_not_of(separators); first != std::string_view::npos;) {
    const auto end = line.find_first_of(separators, first);
    found.push_back(line.substr(first, end - first));
    first = line.find_first_not_of(separators, end);
  }
  return found;
}

const FileUnit* find_unit(std::span<const FileUnit> units, std::string_view name) {
  const auto found = std::ranges::find(units, name, &FileUnit::name);
  return found == units.end() ? nullptr : &*found;
}

/// The unit that a cell of a heading names; empty if it names none.
std::string_view unit_in(std::string_view cell, std::span<const FileUnit> units) {
  std::string_view unit = column_heading(cell).unit;
  if (unit.starts_with("in ")) unit = trimmed(unit.substr(3));
  if (!unit.empty()) {
    // Remarks in brackets have several words or begin with a number: "(run 5)", "(2021)"; "counts/(keV kg d)" is a
    // unit.
    const bool has_words = unit.find(' ') != std::string_view::npos && unit.find('/') == std::string_view::npos;
    const bool is_remark =
        has_words || (std::isdigit(static_cast<unsigned char>(unit.front())) != 0 && !unit.starts_with("1/"));
    return is_remark && find_unit(units, unit) == nullptr ? std::string_view() : unit;
  }
  const std::string_view whole = trimmed(cell), last = whole.substr(whole.find_last_of("_ ") + 1);
  return find_unit(units, last) != nullptr ? last : std::string_view();
}

std::string names_of(std::span<const FileUnit> units) {
  std::vector<std::string_view> names;
  for (const FileUnit& unit : units) names.push_back(unit.name);
  if (names.size() == 1) return std::string(names.front());
  return fmt::format("{} or {}", fmt::join(names.begin(), names.end() - 1, ", "), names.back());
}

/// Heading of a column: its name and its first unit in brackets; the name alone where it is a unit itself, such as
/// counts.
std::string heading_of(const FileColumn& column) {
  if (column.units.empty() || !column.usual.empty() || column.units.front().name == column.name) {
    return std::string(column.name);
  }
  return fmt::format("{} ({})", column.name, column.units.front().name);
}

class NumberReader {
 public:
  NumberReader(const std::string& path, std::span<const FileColumn> columns)
      : columns_(columns),
        content_(content_of(columns)),
        lines_(path, content_),
        file_{path, std::vector<std::vector<double>>(columns.size()), {}, {}},
        units_(columns.size()),
        named_in_(columns.size()) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!columns[i].given.unit.empty()) take(i, columns[i].given.unit, columns[i].given.key);
    }
  }

  NumberFile read() {
    while (lines_.next()) {
      if (read_heading()) continue;
      const std::vector<std::string_view> row = words(lines_.line());
      if (row.empty()) continue;
      if (file_.lines.empty()) settle_units();
      read_row(row);
    }
    if (file_.lines.empty()) {
      throw InputError(fmt::format("{}: has no numbers; each line should hold {}", file_.path, content_));
    }
    return std::move(file_);
  }

 private:
  static std::string content_of(std::span<const FileColumn> columns) {
    std::vector<std::string> names;
    for (const FileColumn& column : columns) names.push_back(heading_of(column));
    return fmt::format("{}", fmt::join(names, ", "));
  }

  std::string heading_line() const { return fmt::format("\"# {}\"", content_); }

  /// \param where  the line or the key that names the unit
  void take(std::size_t column, std::string_view unit, const std::string& where) {
    const FileUnit* const known = find_unit(columns_[column].units, unit);
    if (known == nullptr) {
      throw InputError(fmt::format("{}: '{}' is no unit for the {} in {}, which takes {}{}", where, unit,
                                   columns_[column].name, file_.path, names_of(columns_[column].units),
                                   columns_[column].remark));
    }
    const FileUnit*& taken = units_[column];
    if (taken != nullptr && (taken->exponent != known->exponent || taken->factor != known->factor)) {
      throw InputError(fmt::format("{}: the {} has the unit {}, but {} says {}; correct the one that is wrong", where,
                                   columns_[column].name, unit, named_in_[column], taken->name));
    }
    taken = known;
    named_in_[column] = where;
  }

  /// Takes the units from the line if it is a line of headings. \return whether it is
  bool read_heading() {
    if (!file_.lines.empty()) return false;
    const std::string_view line = trimmed(lines_.line());
    const std::vector<std::string_view> cells =
        heading_cells(line.substr(std::min(line.find_first_not_of("# \t"), line.size())));
    if (cells.size() != columns_.size()) return false;
    if (!line.starts_with('#') &&
        std::ranges::any_of(cells, [](auto cell) { return finite_number(cell).has_value(); })) {
      return false;
    }
    for (const std::string_view cell : cells) {
      // "50 (eV)" and "50_eV" are no headings.
      if (!line.starts_with('#') &&
          (finite_number(column_heading(cell).name) || finite_number(cell.substr(0, cell.rfind('_'))))) {
        throw InputError(
            fmt::format("{}: '{}' is a number with a unit; name the unit once, in a line of headings before",
                        lines_.where(), cell));
      }
    }
    bool names_units = false;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (columns_[i].units.empty()) continue;
      const std::string_view unit = unit_in(cells[i], columns_[i].units);
      if (unit.empty()) continue;
      take(i, unit, lines_.where());
      names_units = true;
    }
    return names_units;
  }

  /// Fixes the unit of every column, by default the usual one, before the first row.
  void settle_units() {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const FileColumn& column = columns_[i];
      if (units_[i] == nullptr) units_[i] = find_unit(column.units, column.usual);
      if (!column.units.empty() && units_[i] == nullptr) {
        throw InputError(
            fmt::format("{}: does not name the unit of its {} ({}); write it into a first line such as {}{}{}",
                        file_.path, column.name, names_of(column.units), heading_line(),
                        column.given.key.empty() ? "" : ", or give " + column.given.key, column.remark));
      }
      file_.units.push_back(column.units.empty() ? FileUnit{} : *units_[i]);
    }
  }

  void read_row(const std::vector<std::string_view>& row) {
    file_.lines.push_back(lines_.number());
    if (row.size() != columns_.size()) {
      throw InputError(
          fmt::format("{}: has {} values; each line should hold {}", lines_.where(), row.size(), content_));
    }
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::optional<double> value = number_in(file_.units[i], row[i]);
      if (!value) {
        throw InputError(
            fmt::format("{}: '{}' is not a finite number; each line should hold {}", lines_.where(), row[i], content_));
      }
      file_.columns[i].push_back(*value);
    }
  }

  std::span<const FileColumn> columns_;
  std::string content_;
  TextLines lines_;
  NumberFile file_;
  std::vector<const FileUnit*> units_;  ///< of each column; null until the unit is known
  std::vector<std::string> named_in_;   ///< file and line, or key, that named each unit
};

}  // namespace

std::optional<double> finite_number(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  if (!decimal(text)) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string NumberFile::where(std::size_t row) const { return fmt::format("{}:{}", path, lines.at(row)); }

NumberFile read_number_file(const std::string& path, std::span<const FileColumn> columns) {
  return NumberReader(path, columns).read();
}

}  // namespace slipburst::host
