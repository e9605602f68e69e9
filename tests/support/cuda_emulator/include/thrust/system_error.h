#pragma once

#include <cuda_runtime.h>

#include <stdexcept>
#include <string>

namespace thrust {

struct system_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline void throw_on_error(cudaError_t status, const char* what) {
  if (status == cudaSuccess) return;
  cudaGetLastError();
  throw system_error(std::string(what) + ": " + cudaGetErrorString(status));
}

}  // namespace thrust
