#pragma once
/// \file Factories for the kinds of keys in the tables of keys.

#include <fmt/format.h>
#include <fmt/ranges.h>

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
#include "host/detrapping/rate_laws.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {

inline std::string in_quotes(std::string_view text) { return fmt::format("\"{}\"", text); }

/// Path as a TOML string.
inline std::string quoted_path(std::string_view path) {
  std::string text;
  for (const char c : path) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return in_quotes(text);
}

// Value of a member, if present: an absent value is an empty optional or, where infinity means "no limit", an infinite
// number.
inline std::optional<double> present(double value) {
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}
inline std::optional<double> present(std::optional<double> value) { return value; }

// In all factories `access` maps a case to a reference to the member, for reading and for writing.

/// Key of a positive value with a unit.
template <class Target = Case, class Access>
KeyOf<Target> quantity(std::string name, Dimension dimension, Presence presence, Access access, std::string doc,
                       std::string_view example) {
  KeyOf<Target> key{{std::move(name), std::move(doc), in_quotes(example), presence, dimension}, {}, {}};
  key.set = [=](Target& result, const Setting& setting) {
    access(result) = checked_quantity(key, setting, single_value(key, setting), dimension);
  };
  key.get = [=](const Target& result) -> std::optional<std::string> {
    const std::optional<double> value = present(access(result));
    return value ? std::optional(in_quotes(format_quantity(*value, dimension))) : std::nullopt;
  };
  return key;
}

/// Key of a value of zero or more with a unit.
template <class Target = Case, class Access>
KeyOf<Target> quantity_or_zero(std::string name, Dimension dimension, Access access, std::string doc,
                               std::string_view example) {
  KeyOf<Target> key{{std::move(name), std::move(doc), in_quotes(example), Presence::defaulted, dimension}, {}, {}};
  key.set = [=](Target& result, const Setting& setting) {
    access(result) = checked_quantity_or_zero(key, setting, dimension);
  };
  key.get = [=](const Target& result) { return std::optional(in_quotes(format_quantity(access(result), dimension))); };
  return key;
}

/// Key of a plain number.
template <class Target = Case, class Access>
KeyOf<Target> number(std::string name, Range range, Presence presence, Access access, std::string doc,
                     std::string example) {
  KeyOf<Target> key{{std::move(name), std::move(doc), std::move(example), presence, Dimension::dimensionless}, {}, {}};
  key.set = [=](Target& result, const Setting& setting) { access(result) = checked_number(key, setting, range); };
  key.get = [=](const Target& result) { return std::optional(format_number(access(result))); };
  return key;
}

/// Key of a whole number.
template <class Target = Case, class Access>
KeyOf<Target> integer(std::string name, Range range, Access access, std::string doc, std::string example) {
  KeyOf<Target> key{
      {std::move(name), std::move(doc), std::move(example), Presence::defaulted, Dimension::dimensionless}, {}, {}};
  key.set = [=](Target& result, const Setting& setting) {
    const double value = checked_number(key, setting, range);
    if (value != std::floor(value)) {
      refuse(key, setting, fmt::format("is not a whole number; write something like {}", key.example));
    }
    access(result) = static_cast<std::int64_t>(value);
  };
  key.get = [=](const Target& result) { return std::optional(std::to_string(access(result))); };
  return key;
}

/// Key of a scoped enum; `words` name its enumerators in order.
template <class Target = Case, class Access>
KeyOf<Target> choice(std::string name, std::vector<std::string> words, Access access, std::string doc) {
  using Enum = std::remove_cvref_t<decltype(access(std::declval<Target&>()))>;
  KeyOf<Target> key{{std::move(name), std::move(doc), in_quotes(words.front()), Presence::defaulted}, {}, {}};
  key.set = [=](Target& result, const Setting& setting) {
    access(result) = static_cast<Enum>(checked_choice(key, setting, words));
  };
  key.get = [=](const Target& result) {
    return std::optional(in_quotes(words.at(static_cast<std::size_t>(access(result)))));
  };
  return key;
}

/// Key of a law of escape: the doc goes on with the meaning of each word.
template <class Target = Case, class Access, class Choice>
KeyOf<Target> choice(std::string name, const std::vector<KeyWord<Choice>>& laws, Access access, std::string doc) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < laws.size(); ++i) {
    const std::string_view before = i == 0 ? ": " : i + 1 < laws.size() ? ", " : ", or ";
    doc += fmt::format("{}{} ({})", before, laws[i].meaning, laws[i].word);
    words.emplace_back(laws[i].word);
  }
  return choice<Target>(std::move(name), std::move(words), std::move(access), std::move(doc));
}

/// Required key of a list of at least one value with a unit, within the range (positive, or zero and more), in rising
/// order.
template <class Target = Case, class Access>
KeyOf<Target> rising_quantities(std::string name, Dimension dimension, Range range, Access access, std::string doc,
                                std::string_view example) {
  KeyOf<Target> key{
      {std::move(name), std::move(doc), fmt::format("[{}]", in_quotes(example)), Presence::required}, {}, {}};
  key.set = [=](Target& result, const Setting& setting) {
    std::vector<double> values;
    for (const std::string& text : setting.values) {
      const Setting one{{text}, setting.form == Form::list ? Form::text : setting.form, setting.where};
      values.push_back(range.minimum > 0 ? checked_quantity(key, one, text, dimension)
                                         : checked_quantity_or_zero(key, one, dimension));
      if (values.back() < range.minimum || values.back() > range.maximum) {
        refuse(key, one,
               fmt::format("is out of range; it must be from {} to {}", format_quantity(range.minimum, dimension),
                           format_quantity(range.maximum, dimension)));
      }
      if (values.size() > 1 && !(values.back() > values[values.size() - 2])) {
        refuse(key, setting, "does not rise; write each value once, the smallest first");
      }
    }
    if (values.empty()) refuse(key, setting, fmt::format("is empty; write something like {}", key.example));
    access(result) = values;
  };
  key.get = [=](const Target& result) {
    std::vector<std::string> texts;
    for (const double value : access(result)) texts.push_back(in_quotes(format_quantity(value, dimension)));
    return std::optional(fmt::format("[{}]", fmt::join(texts, ", ")));
  };
  return key;
}

}  // namespace slipburst::host
