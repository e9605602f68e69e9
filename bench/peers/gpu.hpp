#pragma once
/// \file Helpers shared by the CUDA peers: errors that end them, arrays on the device.

#include <cuda_runtime.h>

#include <vector>

#include "peer.hpp"

namespace peer {

inline void check(cudaError_t error) {
  if (error != cudaSuccess) fail(std::string("CUDA: ") + cudaGetErrorString(error));
}

/// Ends a peer on a machine without a GPU.
inline void require_gpu() {
  int devices = 0;
  if (cudaGetDeviceCount(&devices) != cudaSuccess || devices == 0) skip("no CUDA device");
}

inline std::string device_name() {
  cudaDeviceProp properties;
  check(cudaGetDeviceProperties(&properties, 0));
  return properties.name;
}

template <class T>
class DeviceArray {
 public:
  DeviceArray() = default;
  DeviceArray(const DeviceArray&) = delete;
  DeviceArray& operator=(const DeviceArray&) = delete;
  ~DeviceArray() { cudaFree(data_); }

  void resize(std::size_t size) {
    cudaFree(data_);
    size_ = size;
    check(cudaMalloc(&data_, size * sizeof(T)));
  }
  void copy_from(const std::vector<T>& values) {
    resize(values.size());
    check(cudaMemcpy(data_, values.data(), size_ * sizeof(T), cudaMemcpyHostToDevice));
  }
  /// Waits for the kernels launched before.
  void copy_to(std::vector<T>& values) const {
    values.resize(size_);
    check(cudaMemcpy(values.data(), data_, size_ * sizeof(T), cudaMemcpyDeviceToHost));
  }

  T* data() const { return data_; }
  std::size_t size() const { return size_; }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace peer
