#include "host/console/available_memory.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace slipburst::host {
namespace {

using Path = std::filesystem::path;

/// Names of the files of one version of control groups.
struct CgroupFiles {
  const char *limit, *use, *cache;  ///< cache: key of memory.stat
};
constexpr CgroupFiles version_1 = {"memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"};
constexpr CgroupFiles version_2 = {"memory.max", "memory.current", "inactive_file"};

std::uint64_t difference(std::uint64_t limit, std::uint64_t use) { return limit - std::min(limit, use); }

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

/// Number that follows a key in a file of keys and numbers; without a key, the number at the beginning of the file.
std::optional<std::uint64_t> number_in(const Path& path, std::string_view key = "") {
  std::ifstream file(path);
  std::string word;
  while (file >> word) {
    if (key.empty()) return number(word);
    if (word == key && file >> word) return number(word);
  }
  return {};
}

class LeastLimit {
 public:
  void add(std::optional<std::uint64_t> bytes) {
    if (bytes) least_ = std::min(least_.value_or(*bytes), *bytes);
  }
  std::optional<std::uint64_t> least() const { return least_; }

 private:
  std::optional<std::uint64_t> least_;
};

/// Adds the limits of a group and of all its parents: a batch system may have set any of them.
void add_groups(LeastLimit& least, const Path& root, const Path& group, const CgroupFiles& files) {
  for (Path below = group.relative_path();; below = below.parent_path()) {
    const Path folder = root / below;
    const auto limit = number_in(folder / files.limit), use = number_in(folder / files.use);
    if (limit && use) {
      const std::uint64_t cache = number_in(folder / "memory.stat", files.cache).value_or(0);
      least.add(difference(*limit, difference(*use, cache)));
    }
    if (below.empty()) return;
  }
}

/// Adds the limits of this process's groups, from lines "number:controllers:path"; version 2 names no controllers.
void add_own_groups(LeastLimit& least, const MemorySources& sources) {
  std::ifstream file(Path(sources.proc) / "self/cgroup");
  for (std::string line; std::getline(file, line);) {
    const std::size_t first = line.find(':'), second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",",
                      path = line.substr(second + 1);
    if (controllers == ",,") {
      add_groups(least, sources.cgroups, path, version_2);
    } else if (controllers.find(",memory,") != std::string::npos) {
      add_groups(least, Path(sources.cgroups) / "memory", path, version_1);
    }
  }
}

/// Memory that Slurm gave the job on this node.
std::optional<std::uint64_t> slurm_bytes(const MemorySources& sources) {
  constexpr std::uint64_t megabyte = 1 << 20;
  const auto variable = [&](const char* name) -> std::uint64_t {
    const char* const text = sources.environment(name);
    return text == nullptr ? 0 : number(text).value_or(0);
  };
  if (const std::uint64_t node = variable("SLURM_MEM_PER_NODE"); node > 0) return node * megabyte;
  const std::uint64_t processor = variable("SLURM_MEM_PER_CPU"), processors = variable("SLURM_CPUS_ON_NODE");
  if (processor > 0 && processors > 0) return processor * processors * megabyte;
  return {};
}

}  // namespace

MemorySources MemorySources::of_this_process() {
  rlimit limit{};
  const bool limited = getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
  MemorySources sources;
  sources.page_bytes = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  sources.address_space_bytes = limited ? limit.rlim_cur : unlimited;
  sources.environment = [](const char* name) -> const char* { return std::getenv(name); };
  return sources;
}

std::optional<std::uint64_t> available_memory_bytes(const MemorySources& sources) {
  LeastLimit least;
  if (const auto kilobytes = number_in(Path(sources.proc) / "meminfo", "MemAvailable:")) least.add(*kilobytes * 1024);
  add_own_groups(least, sources);
  std::uint64_t size = 0, resident = 0;  // pages
  std::ifstream(Path(sources.proc) / "self/statm") >> size >> resident;
  if (sources.address_space_bytes != MemorySources::unlimited) {
    least.add(difference(sources.address_space_bytes, size * sources.page_bytes));
  }
  if (const auto job = slurm_bytes(sources)) least.add(difference(*job, resident * sources.page_bytes));
  return least.least();
}

}  // namespace slipburst::host
