#include "support/cuda_emulator/memory.hpp"

#include <cstdlib>
#include <cstring>

#include "support/cuda_emulator/complaint.hpp"
#include "support/cuda_emulator/sanitizers.hpp"

namespace emulator {
namespace {

constexpr std::size_t alignment = 256;
constexpr int fresh_byte = 0xA5, released_byte = 0x5A;

std::size_t rounded(std::size_t size) { return (size + alignment - 1) / alignment * alignment; }

}  // namespace

Memory& memory() {
  static Memory one;
  return one;
}

void* Memory::allocate(std::size_t size, int device) {
  if (device != pinned && size > free_bytes(device)) return nullptr;
  void* const block = std::aligned_alloc(alignment, rounded(size));
  if (!block) return nullptr;
  std::memset(block, fresh_byte, rounded(size));
  allocations_[reinterpret_cast<std::uintptr_t>(block)] = {size, device};
  close_memory(block, rounded(size));
  if (device == pinned) open_memory(block, size);
  return block;
}

void Memory::release(void* block) {
  const auto found = allocations_.find(reinterpret_cast<std::uintptr_t>(block));
  if (found == allocations_.end()) complain("memory is released that was not allocated");
  const std::size_t size = found->second.size;
  allocations_.erase(found);
  open_memory(block, rounded(size));
  std::memset(block, released_byte, size);
  std::free(block);
}

Memory::Extent Memory::extent_of(std::uintptr_t address) const {
  const auto after = allocations_.upper_bound(address);
  if (after == allocations_.begin()) return {};
  const auto& [first, allocation] = *std::prev(after);
  return address < first + allocation.size ? Extent{first, first + allocation.size, allocation.device} : Extent{};
}

const int* Memory::device_of(const void* at, std::size_t size) const {
  const auto address = reinterpret_cast<std::uintptr_t>(at);
  const auto after = allocations_.upper_bound(address);
  if (after == allocations_.begin()) return nullptr;
  const auto& [first, allocation] = *std::prev(after);
  return address + size <= first + allocation.size ? &allocation.device : nullptr;
}

std::size_t Memory::used(int device) const {
  std::size_t sum = 0;
  for (const auto& [address, allocation] : allocations_) sum += allocation.device == device ? allocation.size : 0;
  return sum;
}

void Memory::open_all(bool open) const {
  for (const auto& [address, allocation] : allocations_) {
    if (allocation.device == pinned) continue;
    auto* const block = reinterpret_cast<void*>(address);
    open ? open_memory(block, allocation.size) : close_memory(block, allocation.size);
  }
}

}  // namespace emulator
