#pragma once
/// \file Check for a GPU, for tests that need one.

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#if SLIPBURST_HAVE_CUDA
#include "kernels/cuda/cuda_backend.hpp"
#endif

namespace slipburst::testing {

/// Whether there is a device. If not, prints the line by which ctest counts the test as skipped, or fails where the
/// environment says that there must be one: SLIPBURST_REQUIRE_GPU=1.
inline bool has_device() {
  std::string problem = "not in this build";
#if SLIPBURST_HAVE_CUDA
  problem.clear();
  if (!kernels::cuda_devices(problem).empty()) return true;
#endif
  const char* const required = std::getenv("SLIPBURST_REQUIRE_GPU");
  if (required && std::string(required) == "1") FAIL("no CUDA device: " << problem);
  std::printf("skipped: no CUDA device: %s\n", problem.c_str());
  return false;
}

}  // namespace slipburst::testing
