#pragma once
/// \file Makers of the kinds of keys the table in keys.cpp is made of.

#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "host/config/checked_value.hpp"
#include "host/config/key.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {

inline std::string in_quotes(std::string_view text) { return fmt::format("\"{}\"", text); }

/// As a TOML string.
inline std::string quoted_path(std::string_view path) {
  std::string text;
  for (const char c : path) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return in_quotes(text);
}

// An absent value is an empty optional or, where infinity means "no limit", an infinite number.
inline std::optional<double> present(double value) {
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}
inline std::optional<double> present(std::optional<double> value) { return value; }

// In what follows `access` maps a Case to a reference to the member, for reading and for writing.

/// A positive value with a unit.
template <class Access>
Key quantity(std::string name, Dimension dimension, Presence presence, Access access, std::string doc,
             std::string_view example) {
  Key key{std::move(name), std::move(doc), in_quotes(example), presence, {}, {}, dimension};
  key.set = [=](Case& result, const Setting& setting) {
    access(result) = checked_quantity(key, setting, single_value(key, setting), dimension);
  };
  key.get = [=](const Case& result) -> std::optional<std::string> {
    const std::optional<double> value = present(access(result));
    return value ? std::optional(in_quotes(format_quantity(*value, dimension))) : std::nullopt;
  };
  return key;
}

/// A value of zero or more with a unit.
template <class Access>
Key quantity_or_zero(std::string name, Dimension dimension, Access access, std::string doc, std::string_view example) {
  Key key{std::move(name), std::move(doc), in_quotes(example), Presence::defaulted, {}, {}, dimension};
  key.set = [=](Case& result, const Setting& setting) {
    access(result) = checked_quantity_or_zero(key, setting, dimension);
  };
  key.get = [=](const Case& result) { return std::optional(in_quotes(format_quantity(access(result), dimension))); };
  return key;
}

/// A plain number.
template <class Access>
Key number(std::string name, Range range, Presence presence, Access access, std::string doc, std::string example) {
  Key key{std::move(name), std::move(doc), std::move(example), presence, {}, {}, Dimension::dimensionless};
  key.set = [=](Case& result, const Setting& setting) { access(result) = checked_number(key, setting, range); };
  key.get = [=](const Case& result) { return std::optional(format_number(access(result))); };
  return key;
}

/// A whole number.
template <class Access>
Key integer(std::string name, Range range, Access access, std::string doc, std::string example) {
  Key key{std::move(name), std::move(doc), std::move(example), Presence::defaulted, {}, {}, Dimension::dimensionless};
  key.set = [=](Case& result, const Setting& setting) {
    const double value = checked_number(key, setting, range);
    if (value != std::floor(value)) {
      refuse(key, setting, fmt::format("is not a whole number; write something like {}", key.example));
    }
    access(result) = static_cast<std::int64_t>(value);
  };
  key.get = [=](const Case& result) { return std::optional(std::to_string(access(result))); };
  return key;
}

/// A scoped enum; `words` name its enumerators in order.
template <class Access>
Key choice(std::string name, std::vector<std::string> words, Access access, std::string doc) {
  using Enum = std::remove_cvref_t<decltype(access(std::declval<Case&>()))>;
  Key key{std::move(name), std::move(doc), in_quotes(words.front()), Presence::defaulted, {}, {}};
  key.set = [=](Case& result, const Setting& setting) {
    access(result) = static_cast<Enum>(checked_choice(key, setting, words));
  };
  key.get = [=](const Case& result) {
    return std::optional(in_quotes(words.at(static_cast<std::size_t>(access(result)))));
  };
  return key;
}

}  // namespace slipburst::host
