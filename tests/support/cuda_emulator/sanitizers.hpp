#pragma once
/// \file Words to the sanitizers, empty in builds without them. The build defines EMULATOR_WATCHES_ADDRESSES and
/// EMULATOR_WATCHES_RACES.

#include <cstddef>

#if EMULATOR_WATCHES_ADDRESSES
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#if EMULATOR_WATCHES_RACES
#include <sanitizer/tsan_interface.h>
#endif

namespace emulator {

#if EMULATOR_WATCHES_ADDRESSES || EMULATOR_WATCHES_RACES
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif

/// Orders a thread's work so far before the work that follows acquire_from(the same place). A switch of fibres alone
/// orders nothing, so that the race detector judges the threads of a kernel as if they ran side by side.
inline void release_to([[maybe_unused]] void* place) {
#if EMULATOR_WATCHES_RACES
  __tsan_release(place);
#endif
}
inline void acquire_from([[maybe_unused]] void* place) {
#if EMULATOR_WATCHES_RACES
  __tsan_acquire(place);
#endif
}

/// Forbids all access to memory.
inline void close_memory([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#if EMULATOR_WATCHES_ADDRESSES
  __asan_poison_memory_region(memory, bytes);
#endif
}
inline void open_memory([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#if EMULATOR_WATCHES_ADDRESSES
  __asan_unpoison_memory_region(memory, bytes);
#endif
}

}  // namespace emulator
