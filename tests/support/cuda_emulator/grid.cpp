#include "support/cuda_emulator/grid.hpp"

#include <algorithm>
#include <memory>
#include <numeric>
#include <vector>

#include "support/cuda_emulator/block.hpp"
#include "support/cuda_emulator/complaint.hpp"
#include "support/cuda_emulator/control.hpp"
#include "support/cuda_emulator/order.hpp"
#include "support/cuda_emulator/sanitizers.hpp"

namespace emulator {
namespace {

/// Blocks that run side by side.
class Resident {
 public:
  std::size_t count() const { return blocks_.size(); }

  void add(const Grid& grid, unsigned number, const std::function<void()>& thread) {
    std::vector<std::unique_ptr<Block>>& idle = idle_blocks();
    if (idle.empty()) idle.push_back(std::make_unique<Block>());
    idle.back()->start(grid, number, thread);
    blocks_.push_back(std::move(idle.back()));
    idle.pop_back();
  }

  /// Runs a thread of a random block. Returns whether that block is done and gone.
  bool run_a_thread(const Grid& grid) {
    const auto after = blocks_.begin() + static_cast<std::ptrdiff_t>(order().any_of(blocks_.size()));
    const auto able = [](const auto& block) { return block->can_go_on(); };
    auto chosen = std::find_if(after, blocks_.end(), able);
    if (chosen == blocks_.end()) chosen = std::find_if(blocks_.begin(), after, able);
    if (chosen == blocks_.end() || !able(*chosen)) {
      complain(std::string(grid.kernel) + ": no thread can go on:" + blocks_.front()->where());
    }
    (*chosen)->run_a_thread();
    if (!(*chosen)->done()) return false;
    idle_blocks().push_back(std::move(*chosen));
    blocks_.erase(chosen);
    return true;
  }

 private:
  /// Blocks whose stacks are there to be used again.
  static std::vector<std::unique_ptr<Block>>& idle_blocks() {
    static thread_local std::vector<std::unique_ptr<Block>> idle;
    return idle;
  }

  std::vector<std::unique_ptr<Block>> blocks_;
};

}  // namespace

void run_grid(const Grid& grid, const std::function<void()>& thread) {
  std::vector<unsigned> numbers(grid.blocks.x);
  std::iota(numbers.begin(), numbers.end(), 0u);
  std::shuffle(numbers.begin(), numbers.end(), order());
  char place = 0;  // orders the grid after what the host did, and what the host will do after the grid
  const std::function<void()> body = [&] {
    acquire_from(&place);
    thread();
    release_to(&place);
  };
  Resident resident;
  while (!numbers.empty() || resident.count() > 0) {
    while (!numbers.empty() && resident.count() < control().blocks_at_once) {
      resident.add(grid, numbers.back(), body);
      numbers.pop_back();
      release_to(&place);
    }
    if (resident.run_a_thread(grid)) acquire_from(&place);
  }
}

const Coordinates& here() {
  if (!running_thread()) complain("threadIdx and the like exist in kernels alone");
  return running_thread()->at;
}

void* shared_memory() { return running_thread()->block->shared_memory(); }

void barrier(const char* file, int line) {
  Thread& thread = *running_thread();
  thread.block->barrier(thread, file, line);
}

unsigned vote(Vote vote, unsigned mask, unsigned value, int source, const char* file, int line) {
  if (mask != ~0u) complain("a vote of a part of a warp");
  Thread& thread = *running_thread();
  return thread.block->vote(thread, vote, value, source, file, line);
}

void point() {
  Thread* const thread = running_thread();
  if (thread && order().any_of(control().switch_every) == 0) thread->block->yield(*thread);
}

}  // namespace emulator
