#include "host/units/quantity.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <system_error>

#include "host/base/error.hpp"
#include "host/units/unit_system.hpp"

namespace slipburst::host {
namespace {

[[noreturn]] void fail(std::string_view what, std::string_view text, std::string_view problem, Dimension dimension) {
  const DimensionInfo& info = dimension_info(dimension);
  throw InputError(
      fmt::format("{} = \"{}\" {}; it needs {} such as \"{}\"", what, text, problem, info.noun, info.example));
}

/// A number rounded to a given number of digits: its text, and the value that the text reads back as.
struct Rounded {
  std::string text;
  double value;
};

std::string to_text(double value, std::optional<int> digits) {
  std::array<char, 64> buffer{};
  const bool everyday = value == 0.0 || (std::abs(value) >= 1e-4 && std::abs(value) < 1e7);
  std::to_chars_result end{};
  if (digits) {
    end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, *digits);
  } else {
    end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                        everyday ? std::chars_format::fixed : std::chars_format::scientific);
  }
  return {buffer.data(), end.ptr};
}

Rounded rounded(double value, int digits) {
  const std::string text = to_text(value, digits);
  double back = value;
  std::from_chars(text.data(), text.data() + text.size(), back);
  return {format_number(back), back};
}

/// Text with the fewest digits in one unit that gives back exactly `internal`; std::nullopt if no double in this unit
/// does.
std::optional<std::string> text_in_unit(double internal, std::string_view unit, Dimension dimension) {
  const UnitFactor factor = read_unit(unit, dimension).factor;
  const double near = factor.from_internal(internal);
  const auto finish = [&](const std::string& number) {
    const bool one = number == "1" && unit.size() > 1 && unit.ends_with('s') && dimension == Dimension::duration;
    return fmt::format("{} {}", number, one ? unit.substr(0, unit.size() - 1) : unit);
  };
  for (int digits = 1; digits <= 17; ++digits) {
    const Rounded candidate = rounded(near, digits);
    if (factor.to_internal(candidate.value) == internal) {
      return finish(candidate.text);
    }
  }
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const double neighbour : {std::nextafter(near, infinity), std::nextafter(near, -infinity)}) {
    if (factor.to_internal(neighbour) == internal) {
      return finish(format_number(neighbour));
    }
  }
  return std::nullopt;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

double parse_quantity(std::string_view text, Dimension dimension, std::string_view what) {
  text = trimmed(text);
  if (text.empty()) {
    fail(what, text, "is empty", dimension);
  }
  // std::from_chars does not accept a plus sign.
  const std::string_view unsigned_text = text.starts_with('+') && !text.starts_with("+-") ? text.substr(1) : text;
  double value = 0.0;
  const auto [end, error] = std::from_chars(unsigned_text.data(), unsigned_text.data() + unsigned_text.size(), value);
  if (error == std::errc::result_out_of_range) {
    fail(what, text, "is beyond the range of a double", dimension);
  }
  if (error != std::errc{}) {
    fail(what, text, "does not start with a number", dimension);
  }
  if (!std::isfinite(value)) {
    fail(what, text, "is not finite", dimension);
  }
  const std::string_view unit = trimmed(unsigned_text.substr(static_cast<std::size_t>(end - unsigned_text.data())));
  if (dimension == Dimension::dimensionless) {
    if (!unit.empty()) {
      fail(what, text, fmt::format("has '{}' after the number", unit), dimension);
    }
    return value;
  }
  if (unit.empty()) {
    fail(what, text, "has no unit", dimension);
  }
  if (unit.front() == ',') {
    fail(what, text, "has a comma in its number, where only a point is understood", dimension);
  }
  const UnitReading reading = read_unit(unit, dimension);
  if (!reading.problem.empty()) {
    fail(what, text, reading.problem, dimension);
  }
  const double internal = reading.factor.to_internal(value);
  if (!std::isfinite(internal) || (internal == 0.0 && value != 0.0)) {
    fail(what, text, "is beyond the range of a double", dimension);
  }
  return internal;
}

double parse_positive_quantity(std::string_view text, Dimension dimension, std::string_view what) {
  const double value = parse_quantity(text, dimension, what);
  if (!(value > 0.0)) {
    fail(what, trimmed(text), "is not positive", dimension);
  }
  return value;
}

std::vector<double> parse_quantity_list(std::string_view text, Dimension dimension, std::string_view what) {
  std::vector<double> values;
  for (bool more = true; more;) {
    const auto comma = text.find(',');
    more = comma != std::string_view::npos;
    values.push_back(parse_quantity(text.substr(0, comma), dimension, what));
    text = more ? text.substr(comma + 1) : std::string_view{};
  }
  return values;
}

std::string format_number(double value) { return to_text(value, std::nullopt); }

std::string format_quantity(double internal, Dimension dimension) {
  const DimensionInfo& info = dimension_info(dimension);
  if (dimension == Dimension::dimensionless) {
    return format_number(internal);
  }
  std::string best;
  for (const std::string_view unit : info.preferred) {
    const auto text = text_in_unit(internal, unit, dimension);
    if (text && (best.empty() || text->find(' ') < best.find(' '))) {
      best = *text;
    }
  }
  // Fallback to the internal unit, whose factor is 1: not every double is the product of a double and another factor.
  return best.empty() ? fmt::format("{} {}", format_number(internal), info.anchors.front().unit) : best;
}

}  // namespace slipburst::host
