#pragma once
/// \file The key table: every key of a case, once. Reading, overrides, validation and writing all follow it.

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/case/case.hpp"
#include "host/config/setting.hpp"
#include "host/units/dimension.hpp"

namespace slipburst::host {

/// Rule for a key that is not given.
enum class Presence {
  required,       ///< an error
  from_material,  ///< the value of film.material or substrate.material; an error if that is "custom"
  defaulted,      ///< the value a Case starts with
  optional,       ///< the case goes without; the value "none" takes it out of a preset or file
};

/// Documentation of a key.
struct KeyText {
  std::string name;     ///< "film.shear_modulus"; the section is the part before the point
  std::string doc;      ///< one line: meaning, unit, allowed values
  std::string example;  ///< a value as it is written in TOML, quotes included
  Presence presence;

  /// Dimension of a number; std::nullopt for words, paths and lists.
  std::optional<Dimension> dimension = std::nullopt;

  std::string_view section() const { return std::string_view(name).substr(0, name.find('.')); }
  std::string_view short_name() const { return std::string_view(name).substr(name.find('.') + 1); }
};

/// One key of a kind of case.
template <class Target>
struct KeyOf : KeyText {
  /// Checks a setting and stores it. \throws InputError naming key, place and remedy.
  std::function<void(Target&, const Setting&)> set;

  /// The value as canonical TOML text, or std::nullopt if the case has no value; `set` gives back the same bits.
  std::function<std::optional<std::string>(const Target&)> get;
};

using Key = KeyOf<Case>;

/// Earlier name of a key, still read.
struct RenamedKey {
  std::string_view former, name;
};

/// Two keys of which a case has one.
struct AlternativeKeys {
  std::string_view one, other;
};

/// The names that settings may have.
struct KnownKeys {
  std::vector<std::string> names;
  bool history = false;  ///< whether there may be stages [[history]], see has_history
  std::vector<RenamedKey> renamed = {};
  std::vector<AlternativeKeys> alternatives = {};

  /// \return The name of the key that has this name now, or had it earlier; `name` itself if there is none.
  std::string_view current(std::string_view name) const;

  /// \return the key that a setting of this one replaces; empty if there is none
  std::string_view alternative(std::string_view name) const;

  bool contains(std::string_view name) const;
  bool has_section(std::string_view section) const;

  /// \return "unknown key 'x'; the nearest is 'y'", after the place.
  std::string unknown_message(std::string_view name, std::string_view where) const;
};

/// Whether a kind of case may have stages [[history]].
template <class Target>
inline constexpr bool has_history = requires(Target& config) {
  config.history;
};

/// All keys of a kind of case, grouped by section.
template <class Target = Case>
const std::vector<KeyOf<Target>>& keys();
template <>
const std::vector<Key>& keys<Case>();

/// Earlier names of keys of a kind of case.
template <class Target>
std::vector<RenamedKey> renamed_keys();
template <>
std::vector<RenamedKey> renamed_keys<Case>();

/// Keys of a kind of case that replace each other.
template <class Target>
std::vector<AlternativeKeys> alternative_keys() {
  return {};
}
template <>
std::vector<AlternativeKeys> alternative_keys<Case>();

/// Names of all keys.
template <class Target = Case>
const KnownKeys& known_keys() {
  static const KnownKeys known = [] {
    KnownKeys all{{}, has_history<Target>, renamed_keys<Target>(), alternative_keys<Target>()};
    for (const KeyText& key : keys<Target>()) all.names.push_back(key.name);
    return all;
  }();
  return known;
}

/// \return The key that has this name, or had it earlier; nullptr if there is none.
template <class Target = Case>
const KeyOf<Target>* find_key(std::string_view name) {
  const auto found = std::ranges::find(keys<Target>(), known_keys<Target>().current(name), &KeyText::name);
  return found == keys<Target>().end() ? nullptr : &*found;
}

/// Keys whose values follow from a material key, "film.material" or "substrate.material".
std::vector<const Key*> keys_from_material(std::string_view material_key);

/// The material key that a key's value follows from. \pre its presence is from_material
std::string_view material_key_of(const Key& key);

}  // namespace slipburst::host
