#pragma once
/// \file Blocks of work for the members of this process, each in a thread, and for the other ranks.

#include <chrono>
#include <functional>
#include <thread>
#include <vector>

#include "host/jobs/block_scheduler.hpp"

namespace slipburst::host {

/// Runs the blocks of a scheduler until all are done.
/// \param work  does a block as one of the members; member 0 works on the calling thread
/// \param elsewhere  sends blocks to the ranks, on its own thread; may be empty
/// \throws the exception of the first failure, after all members have stopped
inline void run_blocks(BlockScheduler& scheduler, std::size_t members,
                       const std::function<void(std::size_t, const BlockScheduler::Block&)>& work,
                       const std::function<void()>& elsewhere) {
  using Clock = std::chrono::steady_clock;
  const auto take_blocks = [&](std::size_t member) {
    try {
      while (const auto block = scheduler.next(member)) {
        const auto begin = Clock::now();
        work(member, *block);
        scheduler.finished(member, *block, std::chrono::duration<double>(Clock::now() - begin).count());
      }
    } catch (...) {
      scheduler.fail(std::current_exception());
    }
  };
  {
    std::vector<std::jthread> threads;
    if (elsewhere) threads.emplace_back(elsewhere);
    for (std::size_t member = 1; member < members; ++member) threads.emplace_back(take_blocks, member);
    take_blocks(0);
  }
  scheduler.rethrow_failure();
}

}  // namespace slipburst::host
