#include "support/machine_code/device_memory.hpp"

#include <array>

#include "support/cuda_emulator/memory.hpp"

namespace machine_code {
namespace {

/// Allocations that were found last: to find one takes longer than most instructions.
std::array<emulator::Memory::Extent, 8> known{};
std::size_t oldest = 0;
int current = 0;

bool holds(const emulator::Memory::Extent& extent, u64 address, u32 size) {
  return address >= extent.first && address + size <= extent.end;
}

}  // namespace

void use_memory_of(int device) {
  known = {};
  current = device;
}

bool is_device_memory(u64 address, u32 size) {
  for (const auto& extent : known) {
    if (holds(extent, address, size)) return true;
  }
  const auto extent = emulator::memory().extent_of(address);
  if (extent.device != current || !holds(extent, address, size)) return false;
  known[oldest] = extent;
  oldest = (oldest + 1) % known.size();
  return true;
}

}  // namespace machine_code
