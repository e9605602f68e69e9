#pragma once
/// \file Errors of calls of the runtime: those that calls meet, those that stick, and those that tests ask for.

#include <cuda_runtime.h>

#include <mutex>

namespace emulator {

/// Begin of a call of the runtime, which holds the machine for its duration.
class Call {
 public:
  enum class Kind {
    fallible,
    selects_or_gives_back,  ///< fails only where an error sticks
  };

  explicit Call(const char* name, Kind kind = Kind::fallible);
  /// Error with which the call fails before it has done a thing.
  cudaError_t error() const { return error_; }

 private:
  std::lock_guard<std::recursive_mutex> guard_;
  cudaError_t error_ = cudaSuccess;
};

/// Notes an error for cudaGetLastError(), and returns it.
cudaError_t noted(cudaError_t error);
cudaError_t take_last_error();

}  // namespace emulator
