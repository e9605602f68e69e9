#pragma once
/// \file Part of Thrust's vector that the kernels use. As with Thrust, an error of cudaFree ends the program: it is
/// thrown in a function that is noexcept.

#include <cuda_runtime.h>
#include <thrust/host_vector.h>

#include <iterator>
#include <new>
#include <stdexcept>
#include <string>
#include <type_traits>

namespace thrust {

struct system_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline void throw_on_error(cudaError_t status, const char* what) {
  if (status == cudaSuccess) return;
  cudaGetLastError();
  throw system_error(std::string(what) + ": " + cudaGetErrorString(status));
}
inline void copy_bytes(void* to, const void* from, std::size_t size, cudaMemcpyKind kind) {
  throw_on_error(cudaMemcpy(to, from, size, kind), "copy");
}

template <class T>
struct device_ptr {
  T* raw;
};
template <class T>
T* raw_pointer_cast(device_ptr<T> pointer) {
  return pointer.raw;
}

template <class T>
class device_vector {
 public:
  static_assert(std::is_trivially_copyable_v<T>);

  device_vector() = default;
  device_vector(std::size_t count, const T& value) : device_vector() { assign(count, value); }
  template <class Iterator, class = typename std::iterator_traits<Iterator>::iterator_category>
  device_vector(Iterator first, Iterator last) : device_vector() {
    copy(host_vector<T>(first, last));
  }
  device_vector(const host_vector<T>& host) : device_vector() { copy(host); }
  ~device_vector() { release(); }
  device_vector(const device_vector&) = delete;
  device_vector& operator=(const device_vector&) = delete;

  void assign(std::size_t count, const T& value) { copy(host_vector<T>(count, value)); }
  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }
  device_ptr<T> data() { return {data_}; }
  device_ptr<T> begin() { return {data_}; }
  device_ptr<T> end() { return {data_ + size_}; }

  operator host_vector<T>() const {
    host_vector<T> host(size_);
    if (size_ > 0) copy_bytes(host.data(), data_, size_ * sizeof(T), cudaMemcpyDeviceToHost);
    return host;
  }

 private:
  void copy(const host_vector<T>& host) {
    if (host.size() > capacity_) {
      void* memory = nullptr;
      if (cudaMalloc(&memory, host.size() * sizeof(T)) != cudaSuccess) {
        cudaGetLastError();
        throw std::bad_alloc();
      }
      release();
      data_ = static_cast<T*>(memory);
      capacity_ = host.size();
    }
    size_ = host.size();
    if (size_ > 0) copy_bytes(data_, host.data(), size_ * sizeof(T), cudaMemcpyHostToDevice);
  }
  void release() noexcept {
    if (data_) throw_on_error(cudaFree(data_), "CUDA free failed");
    data_ = nullptr;
    capacity_ = 0;
  }

  T* data_ = nullptr;
  std::size_t size_ = 0, capacity_ = 0;
};

}  // namespace thrust
