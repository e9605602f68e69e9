#pragma once
/// \file A block of threads: what its threads share and where they wait for each other.

#include <memory>
#include <string>
#include <vector>

#include "support/cuda_emulator/fibre.hpp"
#include "support/cuda_emulator/launch.hpp"

namespace emulator {

inline constexpr int warp_size = 32;

class Block;

/// A thread of a kernel.
struct Thread {
  enum class State { ready, at_barrier, at_vote, done };

  Fibre fibre;
  Coordinates at{};
  Block* block = nullptr;
  int number = 0;  ///< in its block
  State state = State::done;
  Vote vote{};
  unsigned value = 0;  ///< given to a vote, then its result
  int source = 0;      ///< lane whose value a shuffle gives
  const char* file = "";
  int line = 0;

  /// Text of where the thread is, for complaints.
  std::string where() const;
};

class Block {
 public:
  /// Sets out to run body() in each thread. Precondition: done().
  void start(const Grid& grid, unsigned number, const std::function<void()>& body);
  bool done() const { return left_ == 0; }
  bool can_go_on() const { return !ready_.empty(); }
  /// Runs a random thread until it waits or ends. Precondition: can_go_on().
  void run_a_thread();
  /// Text of where the threads are.
  std::string where() const;

  void* shared_memory() { return shared_.get(); }

  /// Calls of the thread that runs.
  void barrier(Thread& thread, const char* file, int line);
  unsigned vote(Thread& thread, Vote vote, unsigned value, int source, const char* file, int line);
  void yield(Thread& thread);

 private:
  void make_ready(Thread& thread);
  static void wait_at(Thread& thread, Thread::State state, const char* file, int line);
  /// Complains if two threads that wait for each other do so at different lines.
  static void check_same_place(const Thread& a, const Thread& b);
  void release_barrier();
  void release_vote(int first);

  std::vector<std::unique_ptr<Thread>> threads_;
  std::vector<Thread*> ready_;
  std::unique_ptr<unsigned char[]> shared_;
  std::vector<int> voting_;  ///< lanes of each warp that wait at a vote
  int left_ = 0, at_barrier_ = 0;
  char barrier_place_ = 0;         ///< place of the barriers' order, for the race detector
  std::vector<char> warp_places_;  ///< likewise of each warp's own
};

/// Thread of a kernel that the calling thread of the host runs, or null.
Thread*& running_thread();

}  // namespace emulator
