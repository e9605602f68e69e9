#include "host/units/unit_system.hpp"

#include <fmt/format.h>
#include <udunits2.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <memory>
#include <string>

#include "host/base/error.hpp"
#include "host/units/unit_database.hpp"

namespace slipburst::host {
namespace {

using System = std::unique_ptr<ut_system, decltype(&ut_free_system)>;
using Unit = std::unique_ptr<ut_unit, decltype(&ut_free)>;
using Converter = std::unique_ptr<cv_converter, decltype(&cv_free)>;

Unit owned(ut_unit* unit) { return {unit, &ut_free}; }

Unit parse(ut_system* system, const std::string& text) { return owned(ut_parse(system, text.c_str(), UT_UTF8)); }

void forget(ut_system* system, const char* word) {
  ut_unmap_name_to_unit(system, word, UT_UTF8);
  ut_unmap_symbol_to_unit(system, word, UT_UTF8);
}

System make_system() {
  ut_set_error_message_handler(ut_ignore);  // the messages here are better than its lines on stderr
  const std::string database = unit_database().string();
  System system{ut_read_xml(database.c_str()), &ut_free_system};
  if (!system) {
    throw InputError(
        fmt::format("cannot read the UDUNITS-2 database {}; set UDUNITS2_XML_PATH to a sound one", database));
  }
  for (const char* word : {"eV", "electronvolt", "electronvolts", "electron_volt", "electron_volts", "year", "years",
                           "yr", "month", "months"}) {
    forget(system.get(), word);
  }
  const Unit joule = parse(system.get(), "J");
  const Unit electronvolt = owned(ut_scale(1.602176634e-19, joule.get()));
  const Unit day = parse(system.get(), "day");
  const Unit year = owned(ut_scale(365.0, day.get()));
  ut_map_symbol_to_unit("eV", UT_UTF8, electronvolt.get());
  for (const char* word : {"year", "years", "yr"}) {
    ut_map_name_to_unit(word, UT_UTF8, year.get());
  }
  return system;
}

ut_system* unit_system() {
  static const System system = make_system();
  return system.get();
}

/// UDUNITS reads "nm 3" as 3 nm: in a unit, digits may only be exponents (cm2, m^-1, m**2) or the 1 of "1/ps".
bool has_number(std::string_view unit) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(unit[i]); };
  const auto is_digit = [&](std::size_t i) { return std::isdigit(byte(i)) != 0; };
  const auto is_letter = [&](std::size_t i) { return std::isalpha(byte(i)) != 0 || byte(i) >= 0x80; };
  for (std::size_t i = unit.starts_with("1/") ? 1 : 0; i < unit.size(); ++i) {
    if (!is_digit(i)) {
      continue;
    }
    std::size_t before = i;
    if (before > 0 && (unit[before - 1] == '-' || unit[before - 1] == '+')) {
      --before;
    }
    const bool exponent = before > 0 && (is_letter(before - 1) || unit[before - 1] == '^' ||
                                         (before > 1 && unit.substr(before - 2, 2) == "**"));
    if (!exponent) {
      return true;
    }
    while (i + 1 < unit.size() && is_digit(i + 1)) {
      ++i;
    }
  }
  return false;
}

/// Whether two units differ by a plain factor. ut_are_convertible would also accept reciprocals (s for Hz).
bool same_dimension(const ut_unit* unit, const ut_unit* other) {
  const Unit ratio = owned(ut_divide(unit, other));
  if (!ratio || ut_is_dimensionless(ratio.get()) == 0) {
    return false;
  }
  // UDUNITS counts the radian as dimensionless, but rad/s for Hz would hide a factor 2 pi.
  std::array<char, 256> text{};
  const int length = ut_format(ratio.get(), text.data(), text.size() - 1, UT_ASCII | UT_DEFINITION);
  return length >= 0 && std::string_view(text.data()).find("rad") == std::string_view::npos;
}

/// \return The integer that equals `factor` up to rounding, or 0.
double near_integer(double factor) {
  const double integer = std::round(factor);
  const bool near = integer >= 1.0 && integer <= 1e15 && std::abs(factor - integer) <= 1e-14 * integer;
  return near ? integer : 0.0;
}

std::string wrong_dimension(const ut_unit* unit, Dimension wanted) {
  for (const Dimension other :
       {Dimension::length, Dimension::pressure, Dimension::energy, Dimension::speed, Dimension::frequency,
        Dimension::duration, Dimension::area, Dimension::mass, Dimension::temperature, Dimension::particle_flux}) {
    const DimensionInfo& info = dimension_info(other);
    const Unit anchor = parse(unit_system(), std::string(info.anchors.front().unit));
    if (same_dimension(unit, anchor.get())) {
      return fmt::format("is {}, not {}", info.noun, dimension_info(wanted).noun);
    }
  }
  return fmt::format("is not {}", dimension_info(wanted).noun);
}

}  // namespace

UnitReading read_unit(std::string_view text, Dimension dimension) {
  ut_system* const system = unit_system();
  if (has_number(text)) {
    return {{}, fmt::format("has a stray number in its unit '{}'", text)};
  }
  // UDUNITS prints characters that it cannot scan, such as a line end, on stdout.
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::ranges::any_of(text, is_control)) {
    return {{}, fmt::format("has a control character in its unit '{}'", text)};
  }
  const Unit unit = parse(system, text.starts_with('/') ? fmt::format("1{}", text) : std::string(text));
  if (!unit) {
    if (text == "month" || text == "months") return {{}, "is in months, which have no fixed length; write days"};
    return {{}, fmt::format("has an unknown unit '{}'", text)};
  }
  UnitReading first;
  for (const AnchorUnit& anchor : dimension_info(dimension).anchors) {
    const Unit target = parse(system, std::string(anchor.unit));
    if (!same_dimension(unit.get(), target.get())) {
      return {{}, wrong_dimension(unit.get(), dimension)};
    }
    const Converter converter{ut_get_converter(unit.get(), target.get()), &cv_free};
    const double factor = converter ? cv_convert_double(converter.get(), 1.0) : 0.0;
    const bool proportional = converter && cv_convert_double(converter.get(), 0.0) == 0.0 && factor > 0.0;
    if (!proportional) {
      return {{},
              dimension == Dimension::temperature
                  ? fmt::format("has a unit '{}' whose zero is not the absolute one", text)
                  : fmt::format("has a unit '{}' with an offset, which a size cannot have", text)};
    }
    if (const double multiple = near_integer(factor); multiple != 0.0) {
      return {{multiple, 1.0, anchor.in_internal_units}, {}};
    }
    if (const double part = near_integer(1.0 / factor); part != 0.0) {
      return {{1.0, part, anchor.in_internal_units}, {}};
    }
    if (&anchor == &dimension_info(dimension).anchors.front()) {
      first.factor.numerator = factor;
    }
  }
  return first;
}

}  // namespace slipburst::host
