#pragma once
/// \file Whether there is a GPU for the tests that need one.

#include <cstdio>
#include <string>

#if SLIPBURST_HAVE_CUDA
#include "kernels/cuda/cuda_backend.hpp"
#endif

namespace slipburst::testing {

/// If not, prints what makes ctest count the test as skipped.
inline bool has_device() {
#if SLIPBURST_HAVE_CUDA
  std::string problem;
  if (!kernels::cuda_devices(problem).empty()) return true;
#endif
  std::puts("skipped: no CUDA device");
  return false;
}

}  // namespace slipburst::testing
