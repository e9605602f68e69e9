#include "host/config/number_file.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "host/config/text_lines.hpp"
#include "host/error.hpp"

namespace slipburst::host {
namespace {

/// The number with its decimal point moved.
std::optional<double> shifted_number(std::string_view word, int exponent) {
  if (exponent == 0 || !finite_number(word)) return finite_number(word);
  const auto mark = word.find_first_of("eE");
  int own = 0;
  if (mark != std::string_view::npos) {
    const std::size_t first = mark + (word[mark + 1] == '+' ? 2 : 1);
    std::from_chars(word.data() + first, word.data() + word.size(), own);
  }
  return finite_number(fmt::format("{}e{}", word.substr(0, mark), own + exponent));
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

}  // namespace

std::optional<double> finite_number(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string NumberFile::where(std::size_t row) const { return fmt::format("{}:{}", path, lines.at(row)); }

NumberFile read_number_file(const std::string& path, std::span<const int> exponents, std::string_view content) {
  TextLines lines(path, content);
  NumberFile file{path, std::vector<std::vector<double>>(exponents.size()), {}};
  while (lines.next()) {
    const std::vector<std::string_view> row = words(lines.line());
    if (row.empty()) continue;
    file.lines.push_back(lines.number());
    if (row.size() != exponents.size()) {
      throw InputError(fmt::format("{}: has {} values; each line should hold {}", lines.where(), row.size(), content));
    }
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::optional<double> value = shifted_number(row[i], exponents[i]);
      if (!value) {
        throw InputError(
            fmt::format("{}: '{}' is not a finite number; each line should hold {}", lines.where(), row[i], content));
      }
      file.columns[i].push_back(*value);
    }
  }
  if (file.lines.empty()) throw InputError(fmt::format("{}: has no numbers; each line should hold {}", path, content));
  return file;
}

}  // namespace slipburst::host
