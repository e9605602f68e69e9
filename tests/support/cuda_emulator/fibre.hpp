#pragma once
/// \file Fibres that the sanitizers know.

#include <cstddef>
#include <functional>

#include "support/cuda_emulator/context.hpp"

namespace emulator {

/// Runs functions on a stack of its own, in turns with the thread that resumes it.
class Fibre {
 public:
  Fibre();
  ~Fibre();
  Fibre(const Fibre&) = delete;
  Fibre& operator=(const Fibre&) = delete;

  /// Sets the function that the next resume() begins, which must outlive its run. Precondition: done().
  void start(const std::function<void()>& body);
  /// Runs until the function suspends itself or ends.
  void resume();
  /// Returns to the caller of resume(). To be called on the fibre's own stack.
  void suspend() { leave(false); }
  bool done() const { return done_; }

 private:
  [[noreturn]] void run();
  void leave(bool for_good);

  char* stack_;
  Context own_, caller_;
  const std::function<void()>* body_ = nullptr;
  bool done_ = true;
  void* own_frames_ = nullptr;  ///< of the address sanitizer
  const void* caller_stack_ = nullptr;
  std::size_t caller_bytes_ = 0;
  void *own_history_ = nullptr, *caller_history_ = nullptr;  ///< of the thread sanitizer
};

}  // namespace emulator
