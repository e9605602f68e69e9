#pragma once
/// \file The materials that a command's case may name.

#include <string>
#include <vector>

#include "host/config/materials.hpp"

namespace CLI {
class App;
}

namespace slipburst::host {

/// Declares --materials.
void add_materials_option(CLI::App& command, std::vector<std::string>& files);

/// The user's file of materials: `slipburst/materials.toml` in $XDG_CONFIG_HOME, by default in ~/.config. An empty text
/// if there is none.
std::string user_material_file();

/// The program's materials, those of the user's file, and those of the files given by --materials.
/// \throws InputError as Materials::add_file
Materials open_materials(const std::vector<std::string>& files);

}  // namespace slipburst::host
