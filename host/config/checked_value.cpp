#include "host/config/checked_value.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "host/base/error.hpp"
#include "host/text/nearest.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {

void refuse(const KeyText& key, const Setting& setting, std::string_view problem) {
  throw InputError(fmt::format("{}: {} = \"{}\" {}", setting.where, key.name, fmt::join(setting.values, ","), problem));
}

const std::string& single_value(const KeyText& key, const Setting& setting) {
  if (setting.form == Form::list || setting.values.size() != 1) {
    refuse(key, setting, fmt::format("is a list; write one value, such as {}", key.example));
  }
  return setting.values.front();
}

double checked_quantity(const KeyText& key, const Setting& setting, std::string_view text, Dimension dimension) {
  double value = 0.0;
  try {
    value = parse_positive_quantity(text, dimension, key.name);
  } catch (const InputError& error) {
    throw InputError(fmt::format("{}: {}", setting.where, error.what()));
  }
  if (value < positive.minimum || value > positive.maximum) {
    refuse(key, setting,
           fmt::format("is too small or too large to compute with; write something like {}", key.example));
  }
  return value;
}

double checked_quantity_or_zero(const KeyText& key, const Setting& setting, Dimension dimension) {
  const DimensionInfo& info = dimension_info(dimension);
  double value = 0.0;
  try {
    value = parse_quantity(single_value(key, setting), dimension, key.name);
  } catch (const InputError& error) {
    throw InputError(fmt::format("{}: {}", setting.where, error.what()));
  }
  if (value < 0) {
    refuse(key, setting,
           fmt::format("is {} below zero; it must be 0 {} or more, such as {}", info.noun, info.anchors.front().unit,
                       key.example));
  }
  if (value > positive.maximum || (value > 0 && value < positive.minimum)) {
    refuse(key, setting,
           fmt::format("is too small or too large to compute with; write something like {}", key.example));
  }
  return value + 0.0;  // no negative zero
}

double checked_number(const KeyText& key, const Setting& setting, Range range) {
  const std::string& text = single_value(key, setting);
  if (setting.form == Form::text) {
    refuse(key, setting,
           fmt::format("is a string; {} is a plain number: write {} without quotes", key.name, key.example));
  }
  double value = 0.0;
  try {
    value = parse_quantity(text, Dimension::dimensionless, key.name);
  } catch (const InputError& error) {
    throw InputError(fmt::format("{}: {}", setting.where, error.what()));
  }
  if (value < range.minimum || value > range.maximum) {
    const std::string allowed =
        range.minimum == positive.minimum && value <= 0
            ? std::string("greater than 0")
            : fmt::format("from {} to {}", format_number(range.minimum), format_number(range.maximum));
    refuse(key, setting, fmt::format("is out of range; it must be {}, such as {}", allowed, key.example));
  }
  return value;
}

std::size_t checked_choice(const KeyText& key, const Setting& setting, const std::vector<std::string>& words) {
  const std::string& text = single_value(key, setting);
  const auto found = std::ranges::find(words, text);
  if (found == words.end()) {
    refuse(key, setting, fmt::format("is not one of {}{}", fmt::join(words, ", "), nearest_hint(text, words)));
  }
  return static_cast<std::size_t>(found - words.begin());
}

}  // namespace slipburst::host
