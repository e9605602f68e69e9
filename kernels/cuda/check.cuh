#pragma once
/// \file CUDA return codes as exceptions.

#include <cuda_runtime.h>

#include <string>

#include "kernels/backend/backend.hpp"

namespace slipburst::kernels {

inline void check(cudaError_t status, const char* what) {
  if (status != cudaSuccess) {
    throw BackendError(std::string("CUDA: ") + what + ": " + cudaGetErrorString(status));
  }
}

/// Forgets the error of a call whose status was not looked at, which the check after a launch would take for its own.
inline void forget_error() { cudaGetLastError(); }

}  // namespace slipburst::kernels
