#pragma once
/// \file Allocators whose memory is a resource of the caller's.

#include <thrust/device_ptr.h>

#include <cstddef>

namespace thrust::mr {

template <class Pointer>
class memory_resource {
 public:
  using pointer = Pointer;
  virtual ~memory_resource() = default;
  virtual pointer do_allocate(std::size_t bytes, std::size_t alignment) = 0;
  virtual void do_deallocate(pointer memory, std::size_t bytes, std::size_t alignment) = 0;
};

template <class T, class Resource>
struct stateless_resource_allocator {
  device_ptr<T> allocate(std::size_t count) {
    return device_ptr<T>(static_cast<T*>(Resource().do_allocate(count * sizeof(T), alignof(T)).get()));
  }
  void deallocate(device_ptr<T> memory, std::size_t count) noexcept {
    Resource().do_deallocate(device_ptr<void>(memory.get()), count * sizeof(T), alignof(T));
  }
};

}  // namespace thrust::mr
