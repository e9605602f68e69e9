#pragma once
/// \file The shared executors on one NVIDIA GPU. Plain C++: callers need no CUDA header.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kernels/backend/backend.hpp"

namespace slipburst::kernels {

/// Launch geometry. Results do not depend on it; 0 lets the backend choose.
struct CudaGeometry {
  int threads_per_block = 0;
  int blocks = 0;
  int segments_per_batch = 0;
  std::uint64_t events_per_block = 0;  ///< in a launch, at most 2^31
};

using CudaDevice = Device;

/// Devices that can run this build.
/// \param problem  becomes the reason why others cannot; empty if all can
std::vector<CudaDevice> cuda_devices(std::string& problem);

/// Time that kernels of this process have taken so far, by the clocks of their devices.
double cuda_kernel_seconds();

/// \throws BackendError if the device does not exist or fails
std::unique_ptr<Backend> make_cuda_backend(int device, CudaGeometry geometry = {});

}  // namespace slipburst::kernels
