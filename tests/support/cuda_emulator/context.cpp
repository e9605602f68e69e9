#include "support/cuda_emulator/context.hpp"

#include <cstdint>

#if defined(__x86_64__)

// Saves the registers that calls keep, changes stacks, and takes back those saved there.
asm(R"(
.text
.globl emulator_switch
.type emulator_switch, @function
emulator_switch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size emulator_switch, .-emulator_switch
.globl emulator_begin
.type emulator_begin, @function
emulator_begin:
  movq %rbx, %rdi
  call *%r12
.size emulator_begin, .-emulator_begin
)");
extern "C" void emulator_switch(void** from, void* to);
extern "C" void emulator_begin();

namespace emulator {

void Context::begin(char* stack, std::size_t bytes, void (*function)(void*), void* argument) {
  void** top = reinterpret_cast<void**>(stack + bytes);
  const auto push = [&](void* word) { *--top = word; };
  push(nullptr);  // two, which keep the stack aligned and end back traces
  push(nullptr);
  push(reinterpret_cast<void*>(&emulator_begin));
  push(nullptr);                            // rbp
  push(argument);                           // rbx
  push(reinterpret_cast<void*>(function));  // r12
  for (int i = 13; i <= 15; ++i) push(nullptr);
  top_ = top;
}

void Context::switch_to(Context& other) { emulator_switch(&top_, other.top_); }

}  // namespace emulator

#else

namespace emulator {
namespace {

/// Puts together the two halves of each pointer: makecontext passes numbers of type int.
void enter(unsigned function_high, unsigned function_low, unsigned argument_high, unsigned argument_low) {
  const auto joined = [](unsigned high, unsigned low) {
    return static_cast<std::uintptr_t>(static_cast<std::uint64_t>(high) << 32 | low);
  };
  reinterpret_cast<void (*)(void*)>(joined(function_high, function_low))(
      reinterpret_cast<void*>(joined(argument_high, argument_low)));
}

}  // namespace

void Context::begin(char* stack, std::size_t bytes, void (*function)(void*), void* argument) {
  const std::uint64_t f = reinterpret_cast<std::uintptr_t>(function), a = reinterpret_cast<std::uintptr_t>(argument);
  getcontext(&state_);
  state_.uc_stack.ss_sp = stack;
  state_.uc_stack.ss_size = bytes;
  state_.uc_link = nullptr;
  makecontext(&state_, reinterpret_cast<void (*)()>(&enter), 4, static_cast<unsigned>(f >> 32),
              static_cast<unsigned>(f), static_cast<unsigned>(a >> 32), static_cast<unsigned>(a));
}

void Context::switch_to(Context& other) { swapcontext(&state_, &other.state_); }

}  // namespace emulator

#endif
