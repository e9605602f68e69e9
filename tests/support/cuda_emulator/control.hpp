#pragma once
/// \file Orders that tests give to the emulator, and what it tells of itself.

#include <cstddef>
#include <cstdint>
#include <string>

namespace emulator {

inline constexpr int device_count = 2;

struct Control {
  std::size_t processors = 2, blocks_at_once = 3;
  std::size_t switch_every = 64;  ///< points of a thread, on average, from one switch to the next
};
inline Control& control() {
  static Control one;
  return one;
}

/// Makes the n-th call of the runtime from now on fail, the first being 0; for good: all later ones on the device, too.
/// Calls that select a device or give something back fail only for good.
void fail_call(std::uint64_t n, int error, bool for_good = false);
/// Undoes fail_call(), for good or not. Returns the name of the call that has failed, empty if none has.
std::string end_failures();

/// Calls of the runtime that could have failed.
std::uint64_t call_count();

/// Objects in use on all devices.
struct InUse {
  std::size_t allocations, streams, events;
  bool operator==(const InUse&) const = default;
};
InUse in_use();

}  // namespace emulator
