#pragma once
/// \file Check for a GPU, for tests that need one.

#include <cstdio>
#include <string>

#if SLIPBURST_HAVE_CUDA
#include "kernels/cuda/cuda_backend.hpp"
#endif

namespace slipburst::testing {

/// Whether there is a device; if not, prints the line by which ctest counts the test as skipped.
inline bool has_device() {
#if SLIPBURST_HAVE_CUDA
  std::string problem;
  if (!kernels::cuda_devices(problem).empty()) return true;
#endif
  std::puts("skipped: no CUDA device");
  return false;
}

}  // namespace slipburst::testing
