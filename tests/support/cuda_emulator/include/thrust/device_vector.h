#pragma once
/// \file Part of Thrust's vector that the kernels use. As with Thrust, what its allocator throws when it gives memory
/// back ends the program.

#include <cuda_runtime.h>
#include <thrust/device_ptr.h>
#include <thrust/host_vector.h>
#include <thrust/system_error.h>

#include <cstddef>
#include <iterator>
#include <type_traits>

namespace thrust {

template <class T, class Allocator>
class device_vector {
 public:
  static_assert(std::is_trivially_copyable_v<T>);

  device_vector() = default;
  template <class Iterator, class = typename std::iterator_traits<Iterator>::iterator_category>
  device_vector(Iterator first, Iterator last) : device_vector() {
    copy(host_vector<T>(first, last));
  }
  ~device_vector() { release(); }
  device_vector(const device_vector&) = delete;
  device_vector& operator=(const device_vector&) = delete;

  void assign(std::size_t count, const T& value) { copy(host_vector<T>(count, value)); }
  std::size_t capacity() const { return capacity_; }
  device_ptr<T> data() { return data_; }

  operator host_vector<T>() const {
    host_vector<T> host(size_);
    if (size_ > 0) copy_bytes(host.data(), data_.get(), cudaMemcpyDeviceToHost);
    return host;
  }

 private:
  void copy(const host_vector<T>& host) {
    if (host.size() > capacity_) {
      const device_ptr<T> memory = Allocator().allocate(host.size());
      release();
      data_ = memory;
      capacity_ = host.size();
    }
    size_ = host.size();
    if (size_ > 0) copy_bytes(data_.get(), host.data(), cudaMemcpyHostToDevice);
  }
  void copy_bytes(void* to, const void* from, cudaMemcpyKind kind) const {
    throw_on_error(cudaMemcpy(to, from, size_ * sizeof(T), kind), "copy");
  }
  void release() noexcept {
    if (data_.get()) Allocator().deallocate(data_, capacity_);
    data_ = {};
    capacity_ = 0;
  }

  device_ptr<T> data_;
  std::size_t size_ = 0, capacity_ = 0;
};

}  // namespace thrust
