#pragma once
/// \file Arrays in the memory of the current device.

#include <thrust/device_ptr.h>
#include <thrust/device_vector.h>
#include <thrust/host_vector.h>
#include <thrust/mr/allocator.h>
#include <thrust/system_error.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "kernels/cuda/check.cuh"

namespace slipburst::kernels {

/// Memory of the current device. Freeing it never throws: Thrust frees in functions that are noexcept, where the error
/// of a device that has failed would end the program.
class DeviceMemory final : public thrust::mr::memory_resource<thrust::device_ptr<void>> {
 public:
  pointer do_allocate(std::size_t bytes, std::size_t) override {
    void* memory = nullptr;
    check(cudaMalloc(&memory, bytes), "allocating memory on the GPU");
    return pointer(memory);
  }
  void do_deallocate(pointer memory, std::size_t, std::size_t) override { cudaFree(memory.get()); }
};

/// Array in the memory of the device that is current where it is made.
/// \throws BackendError if the device has no memory left or fails
template <class T>
class DeviceArray {
 public:
  DeviceArray() = default;

  /// Copies `count` values of the host.
  DeviceArray(const T* first, std::int64_t count)
      : values_(checked("copying to the GPU", [&] { return Vector(first, first + count); })) {
    check(cudaDeviceSynchronize(), "copying to the GPU");  // Thrust does not pass on the status of its copies
  }

  explicit DeviceArray(const std::vector<T>& values)
      : DeviceArray(values.data(), static_cast<std::int64_t>(values.size())) {}

  /// Becomes `count` zeros.
  void reset(std::size_t count) {
    checked("clearing memory of the GPU", [&] { values_.assign(count, T{}); });
  }

  std::size_t capacity() const { return values_.capacity(); }
  T* data() { return thrust::raw_pointer_cast(values_.data()); }

  /// Adds the values to as many counters of the host.
  void add_to(std::span<std::uint64_t> counters) const {
    const thrust::host_vector<T> own = checked("copying from the GPU", [&] { return thrust::host_vector<T>(values_); });
    check(cudaDeviceSynchronize(), "copying from the GPU");
    for (std::size_t i = 0; i < own.size(); ++i) counters[i] += own[i];
  }

 private:
  using Vector = thrust::device_vector<T, thrust::mr::stateless_resource_allocator<T, DeviceMemory>>;

  /// Returns the value of f(), and turns an error of Thrust into one of this backend.
  template <class Function>
  static decltype(auto) checked(const char* what, Function f) {
    try {
      return f();
    } catch (const thrust::system_error& error) {
      throw BackendError(std::string("CUDA: ") + what + ": " + error.what());
    }
  }

  Vector values_;
};

/// Memory of the current device, for copies such as TableCopy.
struct GpuMemory {
  template <class T>
  using Array = DeviceArray<T>;
};

}  // namespace slipburst::kernels
