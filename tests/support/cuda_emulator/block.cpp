#include "support/cuda_emulator/block.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "support/cuda_emulator/complaint.hpp"
#include "support/cuda_emulator/order.hpp"
#include "support/cuda_emulator/sanitizers.hpp"

namespace emulator {

Thread*& running_thread() {
  static thread_local Thread* running = nullptr;
  return running;
}

std::string Thread::where() const {
  const std::string who = "thread " + std::to_string(number) + " of block " + std::to_string(at.block.x);
  switch (state) {
    case State::done:
      return who + " has ended";
    case State::ready:
      return who + " runs";
    case State::at_barrier:
      return who + " waits at the barrier " + file + ":" + std::to_string(line);
    case State::at_vote:
      return who + " waits at the vote " + file + ":" + std::to_string(line);
  }
  return who;
}

void Block::start(const Grid& grid, unsigned number, const std::function<void()>& body) {
  const unsigned size = grid.threads.x;
  threads_.resize(size);
  ready_.clear();
  voting_.assign(size / warp_size + 1, 0);
  warp_places_.resize(voting_.size());
  left_ = static_cast<int>(size);
  at_barrier_ = 0;
  shared_.reset();
  if (grid.shared > 0) {
    shared_.reset(new unsigned char[grid.shared]);
    for (std::size_t i = 0; i < grid.shared; ++i) shared_[i] = static_cast<unsigned char>(order()());
  }
  for (unsigned i = 0; i < size; ++i) {
    if (!threads_[i]) threads_[i] = std::make_unique<Thread>();
    Thread& thread = *threads_[i];
    thread.at = {{i, 0, 0}, {number, 0, 0}, grid.threads, grid.blocks};
    thread.block = this;
    thread.number = static_cast<int>(i);
    thread.fibre.start(body);
    make_ready(thread);
  }
}

void Block::run_a_thread() {
  // Most often one of the warp that was last made ready, so that some warps run far ahead of others.
  const std::size_t count = ready_.size(), last = std::min<std::size_t>(count, warp_size);
  std::swap(ready_[count - 1 - order().any_of(order().any_of(4) == 0 ? count : last)], ready_.back());
  Thread& thread = *ready_.back();
  ready_.pop_back();
  running_thread() = &thread;
  thread.fibre.resume();
  running_thread() = nullptr;
  if (!thread.fibre.done()) return;
  thread.state = Thread::State::done;
  --left_;
}

std::string Block::where() const {
  std::string text;
  for (const auto& thread : threads_) text += "\n  " + thread->where();
  return text;
}

void Block::make_ready(Thread& thread) {
  thread.state = Thread::State::ready;
  ready_.push_back(&thread);
}

void Block::wait_at(Thread& thread, Thread::State state, const char* file, int line) {
  thread.state = state;
  thread.file = file;
  thread.line = line;
}

void Block::check_same_place(const Thread& a, const Thread& b) {
  if (a.line == b.line && std::strcmp(a.file, b.file) == 0) return;
  complain("threads that wait for each other do so at different places: " + a.where() + ", " + b.where());
}

void Block::barrier(Thread& thread, const char* file, int line) {
  wait_at(thread, Thread::State::at_barrier, file, line);
  release_to(&barrier_place_);
  if (++at_barrier_ == static_cast<int>(threads_.size())) release_barrier();
  thread.fibre.suspend();
  acquire_from(&barrier_place_);
}

void Block::release_barrier() {
  at_barrier_ = 0;
  for (const auto& thread : threads_) check_same_place(*threads_.front(), *thread);
  for (const auto& thread : threads_) make_ready(*thread);
}

unsigned Block::vote(Thread& thread, Vote vote, unsigned value, int source, const char* file, int line) {
  wait_at(thread, Thread::State::at_vote, file, line);
  thread.vote = vote;
  thread.value = value;
  thread.source = source;
  const int warp = thread.number / warp_size;
  if (vote == Vote::memory) release_to(&warp_places_[warp]);
  if (++voting_[warp] == warp_size) {
    voting_[warp] = 0;
    release_vote(warp * warp_size);
  }
  thread.fibre.suspend();
  if (vote == Vote::memory) acquire_from(&warp_places_[warp]);
  return thread.value;
}

void Block::release_vote(int first) {
  const Thread& one = *threads_[first];
  unsigned result = 0, values[warp_size];
  for (int lane = 0; lane < warp_size; ++lane) {
    const Thread& thread = *threads_[first + lane];
    check_same_place(one, thread);
    values[lane] = thread.value;
    result += one.vote == Vote::ballot ? thread.value << lane : thread.value;
  }
  for (int lane = 0; lane < warp_size; ++lane) {
    Thread& thread = *threads_[first + lane];
    thread.value = one.vote == Vote::shuffle ? values[thread.source % warp_size] : result;
    make_ready(thread);
  }
}

void Block::yield(Thread& thread) {
  make_ready(thread);
  thread.fibre.suspend();
}

}  // namespace emulator
