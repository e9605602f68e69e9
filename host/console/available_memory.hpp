#pragma once
/// \file How much more memory this process may take.

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>

namespace slipburst::host {

/// Where limits are told. Tests have files of their own.
struct MemorySources {
  std::string proc = "/proc";
  std::string cgroups = "/sys/fs/cgroup";
  std::uint64_t page_bytes;           ///< unit of /proc/self/statm
  std::uint64_t address_space_bytes;  ///< RLIMIT_AS
  std::function<const char*(const char*)> environment;

  static constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();
  static MemorySources of_this_process();
};

/// The least of: what the machine has available; for the process's control group and those above it (versions 1 and 2),
/// limit less use, page cache that is not in use apart; RLIMIT_AS less address space in use; and what Slurm gave the
/// job on this node (SLURM_MEM_PER_NODE, or SLURM_MEM_PER_CPU times SLURM_CPUS_ON_NODE; 0 is no limit) less what is
/// resident.
/// \return bytes; nothing if no limit is known
std::optional<std::uint64_t> available_memory_bytes(const MemorySources& sources = MemorySources::of_this_process());

}  // namespace slipburst::host
