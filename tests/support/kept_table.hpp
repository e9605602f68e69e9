#pragma once
/// \file Tables kept beside a test program, as each of its files is a process of its own.

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <string>
#include <system_error>

#include "host/results/table_file.hpp"
#include "host/table/builder.hpp"

namespace slipburst::testing {

/// Folder of the tables that this very program has built; tables of earlier builds of the program are removed.
inline std::filesystem::path kept_folder() {
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe");
  struct stat state {};
  ::stat(program.c_str(), &state);
  const std::filesystem::path all = program.string() + "-tables";
  const std::filesystem::path own = all / (std::to_string(state.st_mtim.tv_sec) + "." +
                                           std::to_string(state.st_mtim.tv_nsec) + "-" + std::to_string(state.st_size));
  if (std::filesystem::exists(own)) return own;
  std::filesystem::create_directories(own);
  for (const auto& other : std::filesystem::directory_iterator(all)) {
    std::error_code gone;  // removed by another process
    if (other.path() != own) std::filesystem::remove_all(other.path(), gone);
  }
  return own;
}

/// Table of a case: read if another process of this program has kept it, else made and kept. Its nodes are not kept.
template <class Make>
host::Table kept_table(const host::PreparedCase& c, Make make) {
  const host::RunIdentity identity = host::run_identity("table", c);
  const std::string path = kept_folder() / (std::to_string(std::hash<std::string>{}(identity.dump())) + ".h5");
  if (!std::filesystem::exists(path)) {
    // Two processes may make the same table at once: each writes its own file, and either will do.
    const std::string own = path + "." + std::to_string(::getpid());
    host::write_table_file(own, c, host::hashed(make()), "test", {identity, {}});
    std::filesystem::rename(own, path);
  }
  host::Table table = host::read_table_file(path).content;
  host::require_table_for(c, table, path);
  return table;
}

}  // namespace slipburst::testing
