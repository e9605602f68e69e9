#include "host/measured/excess_files.hpp"

#include <fmt/format.h>

#include "host/base/error.hpp"

namespace slipburst::host {

std::filesystem::path excess_folder(const std::string& folder, std::string_view own_folder, std::string_view file) {
  const std::filesystem::path root(folder);
  const std::filesystem::path own(own_folder);
  const std::filesystem::path candidates[] = {root, root / own, root / "converted_data" / own,
                                              root / "data/converted_data" / own};
  std::error_code ignored;
  for (const std::filesystem::path& candidate : candidates) {
    if (std::filesystem::is_regular_file(candidate / file, ignored)) return candidate;
  }
  throw InputError(fmt::format(
      "--data {}: there is no {} in it nor in its {}; give a clone of the EXCESS workshop's repository, its "
      "folder data/converted_data, or the folder of the detector's files",
      folder, file, own_folder));
}

}  // namespace slipburst::host
