#include "host/config/materials.hpp"

#include <algorithm>

namespace slipburst::host {
namespace {

constexpr std::string_view normal_metal =
    "material values are indicative; electron drag is not frozen out in a normal metal and is not modelled";
constexpr std::string_view indicative = "material values are indicative";

Material film(std::string_view name, std::string_view shear_modulus, std::string_view burgers,
              std::string_view sound_speed, std::string_view gamma, std::string_view attempt_frequency,
              std::string_view caveat) {
  return {name,
          {{"film.shear_modulus", shear_modulus},
           {"film.burgers", burgers},
           {"film.sound_speed", sound_speed},
           {"depinning.gamma", gamma},
           {"depinning.attempt_frequency", attempt_frequency}},
          caveat};
}

Material substrate(std::string_view name, std::string_view shear_modulus) {
  return {name, {{"substrate.shear_modulus", shear_modulus}}, {}};
}

}  // namespace

const std::vector<Material>& film_materials() {
  static const std::vector<Material> materials{
      film("Al", "25 GPa", "0.286 nm", "3040 m/s", "900", "8.9 THz", ""),
      film("Cu", "48 GPa", "0.2556 nm", "2325 m/s", "1261", "7.1 THz", normal_metal),
      film("Au", "27 GPa", "0.2884 nm", "1200 m/s", "2504", "3.4 THz", normal_metal),
      film("Nb", "38 GPa", "0.2859 nm", "2100 m/s", "1392", "5.7 THz", indicative),
  };
  return materials;
}

const std::vector<Material>& substrate_materials() {
  // Si has the paper's 51 GPa; measured values are nearer 50.9.
  static const std::vector<Material> materials{
      substrate("Si", "51 GPa"),
      substrate("Ge", "41 GPa"),
      substrate("Al2O3", "150 GPa"),
      substrate("CaWO4", "37 GPa"),
  };
  return materials;
}

const Material* find_material(std::string_view key, std::string_view name) {
  const auto find = [&](const std::vector<Material>& materials) -> const Material* {
    const auto found = std::ranges::find(materials, name, &Material::name);
    return found == materials.end() ? nullptr : &*found;
  };
  if (key == "film.material") {
    return find(film_materials());
  }
  return key == "substrate.material" ? find(substrate_materials()) : nullptr;
}

std::string_view film_caveat(std::string_view film_material) {
  const Material* material = find_material("film.material", film_material);
  return material == nullptr ? std::string_view{} : material->caveat;
}

}  // namespace slipburst::host
