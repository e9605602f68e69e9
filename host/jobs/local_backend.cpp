#include "host/jobs/local_backend.hpp"

#include <sched.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <sstream>

#include "host/base/error.hpp"
#include "host/jobs/team_backend.hpp"
#include "kernels/backend/threads.hpp"
#include "kernels/registry/registry.hpp"

namespace slipburst::host {
namespace {

std::string listed(const std::vector<int>& devices) {
  std::string text;
  for (const int device : devices) text += (text.empty() ? "" : ",") + std::to_string(device);
  return text;
}

int processors_allowed() {
  cpu_set_t set;
  CPU_ZERO(&set);
  return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

/// Reason why the cuda backend of this build cannot run; empty if it can, or is not built.
std::string missing_gpu() {
  for (const kernels::BackendInfo& info : kernels::list_backends()) {
    if (info.name == "cuda" && info.built && !info.usable) return info.detail;
  }
  return {};
}

/// Name of the best backend that needs no GPU.
std::string best_on_processors() {
  for (const kernels::BackendInfo& info : kernels::list_backends()) {
    if (info.name != "cuda" && info.usable) return info.name;
  }
  return "reference";
}

std::unique_ptr<kernels::Backend> on_devices(const std::vector<int>& devices) {
  std::vector<std::unique_ptr<kernels::Backend>> members;
  for (const int device : devices) members.push_back(kernels::make_backend("cuda", 0, device));
  if (members.size() == 1) return std::move(members.front());
  return std::make_unique<TeamBackend>(std::move(members));
}

kernels::KokkosSpace parse_kokkos_space(const std::string& text) {
  if (text == "host") return kernels::KokkosSpace::host;
  if (text == "device") return kernels::KokkosSpace::device;
  throw InputError("--kokkos-space " + text + " is unknown; use host or device");
}

}  // namespace

std::vector<int> parse_devices(const std::string& text, const std::vector<int>& usable) {
  if (text == "all") return usable;
  std::vector<int> devices;
  std::istringstream words(text + ",");
  for (std::string word; std::getline(words, word, ',');) {
    int device = -1;
    const char* const end = word.data() + word.size();
    const auto read = std::from_chars(word.data(), end, device);
    const bool known = read.ec == std::errc() && read.ptr == end && std::ranges::find(usable, device) != usable.end();
    if (!known) {
      throw InputError("--devices " + text + ": there is no GPU '" + word + "'; there are " + listed(usable) +
                       ", or all");
    }
    if (std::ranges::find(devices, device) != devices.end()) {
      throw InputError("--devices " + text + " names GPU " + word + " twice; there are " + listed(usable));
    }
    devices.push_back(device);
  }
  return devices;
}

std::vector<int> devices_of(const RankPlace& place, const std::vector<int>& devices, bool asked_for) {
  const auto count = static_cast<int>(devices.size());
  if (!asked_for || count <= place.local_size) return {devices[static_cast<std::size_t>(place.local_rank % count)]};
  std::vector<int> own;
  for (int i = place.local_rank; i < count; i += place.local_size) own.push_back(devices[static_cast<std::size_t>(i)]);
  return own;
}

int threads_of(const RankPlace& place, int processors, const std::function<const char*(const char*)>& environment) {
  for (const char* const name : {"OMP_NUM_THREADS", "KOKKOS_NUM_THREADS"}) {
    if (environment(name)) return 0;
  }
  const char* const per_task = environment("SLURM_CPUS_PER_TASK");
  if (per_task && std::atoi(per_task) > 0) return std::atoi(per_task);
  return std::max(1, processors / place.sharers);
}

OpenedBackend open_local_backend(const BackendChoice& choice, const RankPlace* place) {
  const bool asked_for = !choice.devices.empty();
  const kernels::KokkosSpace space = parse_kokkos_space(choice.kokkos_space);
  std::string name = choice.name;
  if (space == kernels::KokkosSpace::device) {
    if (name == "auto") name = "kokkos";
    if (name != "kokkos") {
      throw InputError("--kokkos-space device is for the kokkos backend; --backend " + name + " does not use it");
    }
  }
  if (asked_for && name != "auto" && name != "cuda") {
    throw InputError("--devices is for the cuda backend; --backend " + name + " does not use it");
  }
  const bool may_use_gpu = name == "auto" || name == "cuda", needs_gpu = asked_for || name == "cuda";
  std::string missing, failure;
  if (may_use_gpu) {
    missing = missing_gpu();
    const std::vector<int> usable = kernels::usable_devices();
    if (usable.empty() && needs_gpu) kernels::make_backend("cuda", 0);  // throws an error that says why
    if (!usable.empty()) {
      std::vector<int> devices = asked_for ? parse_devices(choice.devices, usable) : usable;
      if (place) {
        devices = devices_of(*place, devices, asked_for);
      } else if (!asked_for) {
        devices = {usable.front()};
      }
      try {
        return {on_devices(devices), {}};
      } catch (const kernels::BackendError& error) {  // such as a GPU in exclusive mode that another process has
        if (needs_gpu) throw;
        failure = error.what();
        name = best_on_processors();
      }
    }
  }
  int threads = choice.threads;
  if (place && threads == 0) threads = threads_of(*place, processors_allowed(), std::getenv);
  const std::string fewer_threads = kernels::grant_threads(threads, std::getenv).notice;
  OpenedBackend opened{kernels::make_backend(name, threads, -1, space), {}};
  if (opened.backend->name().starts_with("kokkos")) opened.notice = fewer_threads;
  const std::string no_gpu = !failure.empty()            ? "the GPU cannot be used (" + failure + ")"
                             : place && !missing.empty() ? "no GPU found (" + missing + ")"
                                                         : "";
  if (!no_gpu.empty()) {
    opened.notice += std::string(opened.notice.empty() ? "" : "; ") + no_gpu + ", uses " + opened.backend->name() +
                     " (" + opened.backend->description() + ")";
  }
  return opened;
}

}  // namespace slipburst::host
