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

}  // namespace slipburst::kernels
