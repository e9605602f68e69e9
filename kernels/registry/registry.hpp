#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kernels/backend/backend.hpp"

namespace slipburst::kernels {

/// Whether a backend is in this build and can run here.
struct BackendInfo {
  std::string name;
  bool built, usable;
  std::string detail;                ///< device and memory, or why it cannot be used
  std::vector<Device> devices = {};  ///< GPUs it can run on
};
std::vector<BackendInfo> list_backends();

/// GPUs that this build can use, by their CUDA numbers.
std::vector<int> usable_devices();

/// Kernels of the Kokkos backend: those of its host space, or those for GPUs.
enum class KokkosSpace { host, device };

/// Makes a backend by name: reference, kokkos, cuda, or auto (the best that starts).
/// \param threads  CPU threads of the Kokkos backend; 0: all
/// \param device  one of usable_devices(), for the CUDA backend; negative: the first
/// \param space  kernels of the Kokkos backend
/// \throws InputError for an unknown name or too many threads, BackendError for a backend that is not built or not
/// usable here
std::unique_ptr<Backend> make_backend(const std::string& name, int threads, int device = -1,
                                      KokkosSpace space = KokkosSpace::host);

}  // namespace slipburst::kernels
