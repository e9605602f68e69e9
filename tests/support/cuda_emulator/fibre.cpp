#include "support/cuda_emulator/fibre.hpp"

#include <sys/mman.h>

#include <new>

#include "support/cuda_emulator/complaint.hpp"
#include "support/cuda_emulator/sanitizers.hpp"

namespace emulator {
namespace {

constexpr std::size_t guard_bytes = 64 << 10, stack_bytes = (sanitized ? 256 : 64) << 10;

}  // namespace

Fibre::Fibre() {
  // Pages below the stack that nobody may touch end a kernel that needs more.
  void* const memory = mmap(nullptr, guard_bytes + stack_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  stack_ = static_cast<char*>(memory) + guard_bytes;
  if (mprotect(stack_, stack_bytes, PROT_READ | PROT_WRITE) != 0) complain("no memory for the stack of a thread");
#if EMULATOR_WATCHES_RACES
  own_history_ = __tsan_create_fiber(0);
#endif
}

Fibre::~Fibre() {
#if EMULATOR_WATCHES_RACES
  __tsan_destroy_fiber(own_history_);
#endif
  munmap(stack_ - guard_bytes, guard_bytes + stack_bytes);
}

void Fibre::start(const std::function<void()>& body) {
  body_ = &body;
  done_ = false;
  open_memory(stack_, stack_bytes);
  own_.begin(
      stack_, stack_bytes, [](void* fibre) { static_cast<Fibre*>(fibre)->run(); }, this);
}

void Fibre::resume() {
#if EMULATOR_WATCHES_ADDRESSES
  void* caller_frames = nullptr;
  __sanitizer_start_switch_fiber(&caller_frames, stack_, stack_bytes);
#endif
#if EMULATOR_WATCHES_RACES
  caller_history_ = __tsan_get_current_fiber();
  __tsan_switch_to_fiber(own_history_, __tsan_switch_to_fiber_no_sync);
#endif
  caller_.switch_to(own_);
#if EMULATOR_WATCHES_ADDRESSES
  __sanitizer_finish_switch_fiber(caller_frames, nullptr, nullptr);
#endif
}

void Fibre::run() {
#if EMULATOR_WATCHES_ADDRESSES
  __sanitizer_finish_switch_fiber(nullptr, &caller_stack_, &caller_bytes_);
#endif
  (*body_)();
  done_ = true;
  leave(true);
  complain("a fibre goes on after its end");
}

void Fibre::leave([[maybe_unused]] bool for_good) {
#if EMULATOR_WATCHES_ADDRESSES
  __sanitizer_start_switch_fiber(for_good ? nullptr : &own_frames_, caller_stack_, caller_bytes_);
#endif
#if EMULATOR_WATCHES_RACES
  __tsan_switch_to_fiber(caller_history_, __tsan_switch_to_fiber_no_sync);
#endif
  own_.switch_to(caller_);
#if EMULATOR_WATCHES_ADDRESSES
  __sanitizer_finish_switch_fiber(own_frames_, &caller_stack_, &caller_bytes_);
#endif
}

}  // namespace emulator
