#pragma once
/// \file Memory that this process may still allocate.

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>

namespace slipburst::host {

/// Sources of memory limits; tests set their own files.
struct MemorySources {
  std::string proc = "/proc";
  std::string cgroups = "/sys/fs/cgroup";
  std::uint64_t page_bytes;           ///< unit of /proc/self/statm
  std::uint64_t address_space_bytes;  ///< limit RLIMIT_AS
  std::function<const char*(const char*)> environment;

  static constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();
  static MemorySources of_this_process();
};

/// Minimum of: available memory of the machine; limit less use of the process's control group and of its parents
/// (versions 1 and 2), inactive page cache not counted as use; RLIMIT_AS less address space in use; and Slurm's memory
/// of the job on this node (SLURM_MEM_PER_NODE, or SLURM_MEM_PER_CPU times SLURM_CPUS_ON_NODE; 0 is no limit) less the
/// resident memory.
/// \return bytes; nullopt if no limit is known
std::optional<std::uint64_t> available_memory_bytes(const MemorySources& sources = MemorySources::of_this_process());

}  // namespace slipburst::host
