#pragma once
/// \file The key table: every key of a case, once. Reading, overrides, validation and writing all follow it.

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

/// The names that settings may have.
struct KnownKeys {
  std::vector<std::string> names;
  bool history = false;  ///< whether there may be stages [[history]]
  std::vector<RenamedKey> renamed = {};

  /// \return The name of the key that has this name now, or had it earlier; `name` itself if there is none.
  std::string_view current(std::string_view name) const;

  bool contains(std::string_view name) const;
  bool has_section(std::string_view section) const;

  /// \return "unknown key 'x'; the nearest is 'y'", after the place.
  std::string unknown_message(std::string_view name, std::string_view where) const;
};

template <class Target>
KnownKeys known_keys(const std::vector<KeyOf<Target>>& keys, bool history, std::vector<RenamedKey> renamed = {}) {
  KnownKeys known{{}, history, std::move(renamed)};
  for (const auto& key : keys) known.names.push_back(key.name);
  return known;
}

/// All keys, grouped by section.
const std::vector<Key>& keys();

/// \return The key that has this name, or had it earlier; nullptr if there is none.
const Key* find_key(std::string_view name);

/// Keys whose values follow from a material key, "film.material" or "substrate.material".
std::vector<const Key*> keys_from_material(std::string_view material_key);

/// The material key that a key's value follows from. \pre its presence is from_material
std::string_view material_key_of(const Key& key);

/// Names of all keys.
const KnownKeys& known_keys();

}  // namespace slipburst::host
