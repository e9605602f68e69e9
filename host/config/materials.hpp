#pragma once
/// \file Materials: the values that a case takes from the name of its film or substrate.

#include <string>
#include <string_view>
#include <vector>

#include "host/case/case.hpp"
#include "host/config/setting.hpp"

namespace slipburst::host {

struct Material {
  std::string name;
  Settings values;     ///< by key, "film.shear_modulus"
  std::string caveat;  ///< warning for results; empty if the values are as good as the model
  std::string file;    ///< file of a material of the user's own; empty for one of the program
};

/// The materials that "film.material" and "substrate.material" may name, besides "custom".
class Materials {
 public:
  /// Adds the user's own materials of a file: tables [film.NAME] and [substrate.NAME].
  /// \throws InputError naming file, line and key, for unknown and missing keys, wrong values, and the name of another
  /// material with other values
  void add_file(const std::string& path);

  /// Adds materials as add_file does. \param file  for messages; empty for materials of the program
  void add_text(std::string_view toml, const std::string& file);

  /// Materials for a key, "film.material" or "substrate.material", in the order in which they were added.
  const std::vector<Material>& of(std::string_view key) const;

  /// \return The material that `key` = `name` stands for; nullptr for "custom" and unknown names
  const Material* find(std::string_view key, std::string_view name) const;

  /// Words that a key may have: the names of its materials, and "custom".
  std::vector<std::string> words(std::string_view key) const;

  /// Warning for results with a film, or an empty text. The film may be custom, with the name of a material.
  std::string_view caveat(const Film& film) const;

 private:
  void add(std::string_view key, Material material, const std::string& where);

  std::vector<Material> films_, substrates_;
};

/// The materials of the program.
const Materials& builtin_materials();

/// Names of the program's materials for a key, without their values.
std::vector<std::string> builtin_material_names(std::string_view key);

}  // namespace slipburst::host
