#include "support/cuda_emulator/launch.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <string>

#include "support/cuda_emulator/calls.hpp"
#include "support/cuda_emulator/complaint.hpp"
#include "support/cuda_emulator/device.hpp"
#include "support/cuda_emulator/grid.hpp"
#include "support/cuda_emulator/limits.hpp"
#include "support/cuda_emulator/memory.hpp"
#include "support/cuda_emulator/sanitizers.hpp"

namespace emulator {
namespace {

bool is_mapped(std::uintptr_t address) {
  static const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  unsigned char resident = 0;
  return mincore(reinterpret_cast<void*>(address / page * page), 1, &resident) == 0;
}

cudaError_t refusal(const Stream& stream, const Grid& grid) {
  const unsigned threads = grid.threads.x;
  const bool flat = grid.blocks.y == 1 && grid.blocks.z == 1 && grid.threads.y == 1 && grid.threads.z == 1;
  if (stream.device != &current_device()) return cudaErrorInvalidResourceHandle;
  if (!flat || threads == 0 || threads > max_threads_per_block) return cudaErrorInvalidConfiguration;
  if (grid.blocks.x == 0 || grid.blocks.x > max_blocks) return cudaErrorInvalidConfiguration;
  if (threads > static_cast<unsigned>(grid.max_threads)) return cudaErrorInvalidValue;
  if (grid.shared > stream.device->shared_bytes_of(grid.entry)) return cudaErrorInvalidValue;
  return cudaSuccess;
}

}  // namespace

void enqueue(Stream* stream, const Grid& grid, std::function<void()> thread) {
  enqueue_whole(stream, grid, [grid, thread = std::move(thread)](int) { run_grid(grid, thread); });
}

cudaError_t enqueue_whole(Stream* given, const Grid& grid, std::function<void(int)> run) {
  const Call call(grid.kernel);
  if (call.error()) return call.error();
  Device& device = current_device();
  Stream& stream = given ? *given : device.legacy();
  if (const cudaError_t error = noted(refusal(stream, grid))) return error;
  device.put(stream, [run = std::move(run), number = device.number()] { run(number); });
  return cudaSuccess;
}

void check_argument(const Grid& grid, const void* argument, std::size_t size) {
  const std::lock_guard<std::recursive_mutex> guard(machine_lock());
  constexpr std::uintptr_t first_address = 1 << 16, last_address = (std::uintptr_t{1} << 47) - 1;
  for (std::size_t i = 0; i + sizeof(std::uintptr_t) <= size; i += sizeof(std::uintptr_t)) {
    std::uintptr_t word;
    std::memcpy(&word, static_cast<const char*>(argument) + i, sizeof word);
    if (word < first_address || word > last_address) continue;
    const auto fault = [&](const char* what) {
      complain(std::string(grid.kernel) + " gets a pointer to " + what + ", in byte " + std::to_string(i) +
               " of an argument of " + std::to_string(size));
    };
    const int* const owner = memory().device_of(reinterpret_cast<void*>(word), 1);
    if (owner && *owner != Memory::pinned && *owner != current_device().number()) fault("another device's memory");
    // Sanitizers map so much that most numbers look like pointers.
    if (!owner && !sanitized && is_mapped(word)) fault("the host's memory");
  }
}

}  // namespace emulator
