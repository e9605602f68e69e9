#pragma once
/// \file Folder of one detector's files in the EXCESS workshop's data repository.

#include <filesystem>
#include <string>
#include <string_view>

namespace slipburst::host {

/// Folder that holds a detector's files: `folder` itself, or the detector's own folder below it where `folder` is a
/// clone of the repository, its `data` or its `data/converted_data`.
/// \param folder  as the user gave it
/// \param own_folder  of the detector in the repository: "SuperCDMS/CPD"
/// \param file  that the folder must hold: "CPD.txt"
/// \throws InputError that names the searched folders
std::filesystem::path excess_folder(const std::string& folder, std::string_view own_folder, std::string_view file);

}  // namespace slipburst::host
