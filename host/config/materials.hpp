#pragma once
/// \file Material tables: values of keys for each film and substrate material, as text in a case file.

#include <span>
#include <string_view>
#include <vector>

#include "host/config/setting.hpp"

namespace slipburst::host {

/// A value that follows from a material unless it is given.
struct MaterialValue {
  std::string_view key;
  std::string_view value;
};

struct Material {
  std::string_view name;
  std::vector<MaterialValue> values;
  std::string_view caveat;  ///< empty if the values are as good as the model
};

/// Film materials: elastic constants, transverse sound speed and Mott's parameters.
const std::vector<Material>& film_materials();

/// Substrate materials: shear modulus.
const std::vector<Material>& substrate_materials();

/// \return The material that `key` ("film.material" or "substrate.material") = `name` stands for; nullptr for
/// "custom", unknown names, and other keys.
const Material* find_material(std::string_view key, std::string_view name);

/// \return Warning for results with this film, or an empty text.
std::string_view film_caveat(std::string_view film_material);

}  // namespace slipburst::host
