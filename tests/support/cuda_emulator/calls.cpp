#include "support/cuda_emulator/calls.hpp"

#include <cstdint>

#include "support/cuda_emulator/control.hpp"
#include "support/cuda_emulator/device.hpp"
#include "support/cuda_emulator/memory.hpp"

namespace emulator {
namespace {

thread_local cudaError_t last_error = cudaSuccess;
std::uint64_t calls = 0;

struct Failure {
  bool wanted = false, for_good = false;
  std::uint64_t at = 0;  ///< number of the call
  cudaError_t error = cudaSuccess;
  std::string call;  ///< name of the call that has failed
};
Failure& failure() {
  static Failure one;
  return one;
}

}  // namespace

Call::Call(const char* name, Kind kind) : guard_(machine_lock()) {
  Device& device = current_device();
  error_ = static_cast<cudaError_t>(device.error);
  if (kind == Kind::fallible) {
    Failure& wanted = failure();
    if (wanted.wanted && calls == wanted.at) {
      wanted.wanted = false;
      wanted.call = name;
      error_ = wanted.error;
      if (wanted.for_good) device.error = error_;
    }
    ++calls;
  }
  noted(error_);
}

cudaError_t noted(cudaError_t error) {
  if (error != cudaSuccess) last_error = error;
  return error;
}

cudaError_t take_last_error() {
  const std::lock_guard<std::recursive_mutex> guard(machine_lock());
  const cudaError_t taken = last_error;
  last_error = static_cast<cudaError_t>(current_device().error);
  return taken;
}

void fail_call(std::uint64_t n, int error, bool for_good) {
  const std::lock_guard<std::recursive_mutex> guard(machine_lock());
  failure() = {true, for_good, calls + n, static_cast<cudaError_t>(error), {}};
}

std::string end_failures() {
  const std::lock_guard<std::recursive_mutex> guard(machine_lock());
  const std::string call = failure().call;
  failure() = {};
  last_error = cudaSuccess;
  for (int i = 0; i < device_count; ++i) device(i).error = 0;
  return call;
}

std::uint64_t call_count() {
  const std::lock_guard<std::recursive_mutex> guard(machine_lock());
  return calls;
}

}  // namespace emulator
