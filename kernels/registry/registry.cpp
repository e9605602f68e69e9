#include "kernels/registry/registry.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>

#include "host/base/error.hpp"
#include "kernels/backend/threads.hpp"
#include "kernels/reference/reference_backend.hpp"
#if SLIPBURST_HAVE_KOKKOS
#include "kernels/kokkos/kokkos_backend.hpp"
#endif
#if SLIPBURST_HAVE_CUDA
#include "kernels/cuda/cuda_backend.hpp"
#endif

namespace slipburst::kernels {
namespace {

BackendInfo cuda_info() {
#if SLIPBURST_HAVE_CUDA
  std::string detail, problem;
  const auto devices = cuda_devices(problem);
  for (const auto& device : devices) {
    char memory[32];
    std::snprintf(memory, sizeof memory, ", %.1f GiB", static_cast<double>(device.memory_bytes) / (1 << 30));
    detail += (detail.empty() ? "" : "; ") + std::to_string(device.index) + ": " + device.name + memory;
  }
  if (!problem.empty()) detail += (detail.empty() ? "" : "; ") + problem;
  return {"cuda", true, !devices.empty(), detail, devices};
#else
  return {"cuda", false, false, "not in this build: no CUDA compiler was found"};
#endif
}

/// Names of all backends, the best first.
constexpr const char* backend_names[] = {"cuda", "kokkos", "reference"};

BackendInfo kokkos_info() {
#if SLIPBURST_HAVE_KOKKOS
  return {"kokkos", true, true, describe_kokkos()};
#else
  return {"kokkos", false, false, "not in this build: Kokkos was not found"};
#endif
}

std::unique_ptr<Backend> make(const std::string& name, [[maybe_unused]] int threads, [[maybe_unused]] int device,
                              [[maybe_unused]] KokkosSpace space) {
#if SLIPBURST_HAVE_CUDA
  if (name == "cuda") {
    const std::vector<int> devices = usable_devices();
    const int first = devices.empty() ? 0 : devices.front();
    return make_cuda_backend(device < 0 ? first : device);
  }
#endif
#if SLIPBURST_HAVE_KOKKOS
  if (name == "kokkos") {
    return space == KokkosSpace::device ? make_kokkos_space_backend(threads, kokkos_spaces().front())
                                        : make_kokkos_backend(threads);
  }
#endif
  return make_reference_backend();
}

BackendInfo info_of(const std::string& name) {
  if (name == "cuda") return cuda_info();
  if (name == "kokkos") return kokkos_info();
  return {"reference", true, true, "plain loop, 1 thread"};
}

/// The first backend that starts.
std::unique_ptr<Backend> make_best(int threads, int device, KokkosSpace space) {
  for (const char* name : backend_names) {
    if (!info_of(name).usable) continue;
    try {
      return make(name, threads, device, space);
    } catch (const BackendError&) {  // such as a GPU in exclusive mode that another process has
    }
  }
  return make_reference_backend();
}

}  // namespace

std::vector<int> usable_devices() {
  std::vector<int> numbers;
#if SLIPBURST_HAVE_CUDA
  std::string problem;
  for (const auto& device : cuda_devices(problem)) numbers.push_back(device.index);
#endif
  return numbers;
}

std::vector<BackendInfo> list_backends() {
  std::vector<BackendInfo> infos;
  for (const char* name : backend_names) infos.push_back(info_of(name));
  return infos;
}

std::unique_ptr<Backend> make_backend(const std::string& name, int threads, int device, KokkosSpace space) {
  if (threads < 0 || threads > max_threads) {
    throw host::InputError("--threads " + std::to_string(threads) + " is out of range; give 0 (all) to " +
                           std::to_string(max_threads));
  }
  if (name == "auto") return make_best(threads, device, space);
  if (std::find(std::begin(backend_names), std::end(backend_names), name) == std::end(backend_names)) {
    throw host::InputError("--backend " + name + " is unknown; use auto, cuda, kokkos or reference");
  }
  const BackendInfo info = info_of(name);  // of this one alone: a GPU that does not answer is no obstacle to the others
  if (info.usable) return make(name, threads, device, space);
  throw BackendError("--backend " + name + " cannot be used: " + info.detail +
                     "; use --backend auto, or one that `slipburst info` lists as usable");
}

}  // namespace slipburst::kernels
