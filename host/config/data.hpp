#pragma once
/// \file Texts of the files in host/config/data, which the build puts into the program.

#include <string_view>

namespace slipburst::host {

extern const std::string_view materials_toml;
extern const std::string_view presets_toml;

}  // namespace slipburst::host
