#include "host/results/free_parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "host/base/error.hpp"
#include "host/text/nearest.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

struct Known {
  const char* name;
  SpectrumParameter parameter;
  Dimension dimension;
  const char *low, *high;
};

constexpr Known known_parameters[] = {
    {"pinning.spacing", SpectrumParameter::spacing, Dimension::length, "15 nm", "150 nm"},
    {"stress.sigma0", SpectrumParameter::sigma0, Dimension::pressure, "40 MPa", "240 MPa"},
    {"pinning.alpha", SpectrumParameter::alpha, Dimension::dimensionless, "0.4", "2.5"},
    {"grain.median", SpectrumParameter::grain_median, Dimension::length, "20 nm", "10 um"},
    {"scale", SpectrumParameter::scale, Dimension::dimensionless, "1e-6", "1e6"},
};

double start_of(const Case& c, SpectrumParameter parameter) {
  constexpr double usual_grain_nm = 300;
  switch (parameter) {
    case SpectrumParameter::spacing:
      return c.pinning.spacing;
    case SpectrumParameter::sigma0:
      return c.sigma0;
    case SpectrumParameter::alpha:
      return c.pinning.alpha;
    case SpectrumParameter::grain_median:
      return std::isfinite(c.grain.median) ? c.grain.median : usual_grain_nm;
    case SpectrumParameter::scale:
      break;
  }
  return 1;
}

const Known& find_known(const std::string& name) {
  std::vector<std::string> names;
  for (const Known& candidate : known_parameters) {
    if (name == candidate.name) return candidate;
    names.emplace_back(candidate.name);
  }
  throw InputError(fmt::format("--free: '{}' cannot be fitted{}; parameters: {}", name, nearest_hint(name, names),
                               fmt::join(names, ", ")));
}

FreeParameter parse_one(std::string_view item, const Case& c) {
  const std::size_t equals = item.find('=');
  const std::string name(trimmed(item.substr(0, equals)));
  const Known& found = find_known(name);
  const std::string what = "--free " + name;
  const double start = start_of(c, found.parameter);
  std::string low = found.low, high = found.high;
  if (equals != std::string_view::npos) {
    const std::string_view bounds = item.substr(equals + 1);
    const std::size_t colon = bounds.find(':');
    if (colon == std::string_view::npos) {
      throw InputError(fmt::format("{}: '{}' should be two bounds, such as {}:{}", what, bounds, low, high));
    }
    low = trimmed(bounds.substr(0, colon));
    high = trimmed(bounds.substr(colon + 1));
  }
  FreeParameter free{found.parameter, found.dimension, {name, start, 0, 0}};
  free.fit.low = parse_positive_quantity(low, found.dimension, what);
  free.fit.high = parse_positive_quantity(high, found.dimension, what);
  if (!(free.fit.low < free.fit.high)) {
    throw InputError(fmt::format("{}: {} is not below {}; write the lower bound first", what, low, high));
  }
  if (!(free.fit.low <= start && start <= free.fit.high)) {
    throw InputError(fmt::format("{}: the case's {} is not between {} and {}; set it, or give other bounds", what,
                                 format_quantity(start, found.dimension), low, high));
  }
  return free;
}

}  // namespace

std::vector<FreeParameter> parse_free(std::string_view text, const Case& c) {
  std::vector<FreeParameter> free;
  while (true) {
    const std::size_t comma = text.find(',');
    FreeParameter next = parse_one(text.substr(0, comma), c);
    if (std::ranges::any_of(free, [&](const FreeParameter& other) { return other.parameter == next.parameter; })) {
      throw InputError("--free names " + next.fit.name + " twice");
    }
    free.push_back(std::move(next));
    if (comma == std::string_view::npos) return free;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace slipburst::host
