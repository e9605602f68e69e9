#include "host/columns/column_heading.hpp"

#include <cstddef>

#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

constexpr std::string_view opening_brackets = "([", closing_brackets = ")]";

bool is_one_of(std::string_view characters, char c) { return characters.find(c) != std::string_view::npos; }

/// Parts of a line between separators outside of brackets.
std::vector<std::string_view> parts_between(std::string_view line, char separator) {
  std::vector<std::string_view> parts;
  std::size_t first = 0;
  int depth = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (is_one_of(opening_brackets, line[i])) ++depth;
    if (is_one_of(closing_brackets, line[i])) --depth;
    if (line[i] != separator || depth > 0) continue;
    parts.push_back(trimmed(line.substr(first, i - first)));
    first = i + 1;
  }
  parts.push_back(trimmed(line.substr(first)));
  return parts;
}

/// Words of a line; a word that begins with a bracket belongs to the one before it.
std::vector<std::string_view> words_with_units(std::string_view line) {
  std::vector<std::string_view> words;
  for (const std::string_view word : parts_between(line, ' ')) {
    if (word.empty()) continue;
    if (!words.empty() && is_one_of(opening_brackets, word.front())) {
      const char* const first = words.back().data();
      words.back() = {first, static_cast<std::size_t>(word.data() + word.size() - first)};
    } else {
      words.push_back(word);
    }
  }
  return words;
}

}  // namespace

ColumnHeading column_heading(std::string_view cell) {
  cell = trimmed(cell);
  if (cell.empty() || !is_one_of(closing_brackets, cell.back())) return {cell, {}};
  int depth = 0;
  for (std::size_t i = cell.size(); i-- > 0;) {
    if (is_one_of(closing_brackets, cell[i])) ++depth;
    if (is_one_of(opening_brackets, cell[i]) && --depth == 0) {
      return {trimmed(cell.substr(0, i)), trimmed(cell.substr(i + 1, cell.size() - i - 2))};
    }
  }
  return {cell, {}};
}

std::vector<std::string_view> heading_cells(std::string_view line) {
  for (const char separator : {',', '\t'}) {
    std::vector<std::string_view> cells = parts_between(line, separator);
    if (cells.size() > 1) return cells;
  }
  return words_with_units(line);
}

}  // namespace slipburst::host
