#include "host/app/material_files.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace slipburst::host {
namespace {

/// Folder named by an environment variable; empty unless the path is absolute.
std::filesystem::path folder_from(const char* variable) {
  const char* const value = std::getenv(variable);
  std::filesystem::path folder(value == nullptr ? "" : value);
  return folder.is_absolute() ? folder : std::filesystem::path();
}

}  // namespace

void add_materials_option(CLI::App& command, std::vector<std::string>& files) {
  command.add_option("--materials", files, "file of materials of your own, which the case may name (repeatable)")
      ->allow_extra_args(false);
}

std::string user_material_file() {
  std::filesystem::path folder = folder_from("XDG_CONFIG_HOME");
  if (folder.empty()) {
    folder = folder_from("HOME");
    if (folder.empty()) return {};
    folder /= ".config";
  }
  const std::filesystem::path path = folder / "slipburst" / "materials.toml";
  std::error_code absent;
  return std::filesystem::exists(path, absent) ? path.string() : std::string();
}

Materials open_materials(const std::vector<std::string>& files) {
  Materials materials = builtin_materials();
  if (const std::string path = user_material_file(); !path.empty()) materials.add_file(path);
  for (const std::string& path : files) materials.add_file(path);
  return materials;
}

}  // namespace slipburst::host
