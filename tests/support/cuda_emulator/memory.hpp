#pragma once
/// \file Memory of the devices, and pinned memory of the host.

#include <cstddef>
#include <cstdint>
#include <map>

namespace emulator {

/// Memory of which the host may touch only what is pinned. It starts as garbage and ends as garbage. The address
/// sanitizer knows its exact size.
class Memory {
 public:
  static constexpr int pinned = -1;  ///< stands for a device

  static constexpr std::size_t device_bytes = std::size_t{2} << 30;

  /// Returns null if the device has less free.
  void* allocate(std::size_t size, int device);
  void release(void* memory);

  /// Addresses [first, end) of an allocation; none where there is no allocation.
  struct Extent {
    std::uintptr_t first = 0, end = 0;
    int device = pinned;
  };
  Extent extent_of(std::uintptr_t address) const;
  /// Device of the allocation that holds [at, at + size), or pinned; null if there is none.
  const int* device_of(const void* at, std::size_t size) const;
  std::size_t free_bytes(int device) const { return device_bytes - used(device); }
  std::size_t count() const { return allocations_.size(); }

  /// Lets kernels and copies touch the memory of all devices.
  class Open {
   public:
    explicit Open(const Memory& memory) : memory_(memory) { memory_.open_all(true); }
    ~Open() { memory_.open_all(false); }
    Open(const Open&) = delete;
    Open& operator=(const Open&) = delete;

   private:
    const Memory& memory_;
  };

 private:
  struct Allocation {
    std::size_t size;
    int device;
  };

  std::size_t used(int device) const;
  void open_all(bool open) const;

  std::map<std::uintptr_t, Allocation> allocations_;
};

Memory& memory();

}  // namespace emulator
