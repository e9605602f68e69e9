#pragma once
/// \file Place at which a suspended function goes on. The C library's own way asks the kernel for the signal mask at
/// each switch, which takes twenty times as long, so x86-64 has its own.

#include <cstddef>

#if !defined(__x86_64__)
#include <ucontext.h>
#endif

namespace emulator {

class Context {
 public:
  /// Makes the next switch to this context call function(argument), which may not return, on a stack of its own.
  void begin(char* stack, std::size_t bytes, void (*function)(void*), void* argument);
  /// Keeps the caller's place here and goes on at the place of another context.
  void switch_to(Context& other);

 private:
#if defined(__x86_64__)
  void* top_ = nullptr;
#else
  ucontext_t state_{};
#endif
};

}  // namespace emulator
