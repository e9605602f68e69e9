#pragma once
/// \file Events spread over the threads of Kokkos' host space.

#include <Kokkos_Core.hpp>
#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace slipburst::kernels {

using Space = Kokkos::DefaultHostExecutionSpace;

/// Counters of each worker's own, added up at the end, so that no two threads write to one place.
class WorkerCounts {
 public:
  WorkerCounts() : workers_(Space().concurrency()), counts_(static_cast<std::size_t>(workers_)) {}

  int workers() const { return workers_; }

  /// Calls work(worker, first, count, counters) for blocks of the events [0, events), and adds the counts of all
  /// workers. A worker takes some blocks at a time, so that a delayed worker keeps no other waiting.
  template <class Work>
  void add(std::uint64_t events, std::uint64_t block_size, std::span<std::uint64_t> counts, Work work) {
    for (auto& own : counts_) own.assign(counts.size(), 0);
    const auto parts = static_cast<std::uint64_t>(4 * workers_);
    const std::uint64_t share = std::min(blocks_at_a_time * block_size, (events + parts - 1) / parts);
    std::uint64_t taken = 0;
    std::uint64_t* const next = &taken;
    using Policy = Kokkos::RangePolicy<Space, Kokkos::Schedule<Kokkos::Static>, Kokkos::IndexType<int>>;
    Kokkos::parallel_for("slipburst::sample", Policy(0, workers_), [=, this](int worker) {
      std::uint64_t* const own = counts_[static_cast<std::size_t>(worker)].data();
      for (;;) {
        const std::uint64_t begin = Kokkos::atomic_fetch_add(next, share);
        if (begin >= events) break;
        const std::uint64_t end = std::min(begin + share, events);
        for (std::uint64_t done = begin; done < end; done += block_size) {
          work(worker, done, std::min(end - done, block_size), own);
        }
      }
    });
    Space().fence();
    for (const auto& own : counts_) {
      for (std::size_t i = 0; i < own.size(); ++i) counts[i] += own[i];
    }
  }

 private:
  static constexpr std::uint64_t blocks_at_a_time = 8;

  int workers_;
  mutable std::vector<std::vector<std::uint64_t>> counts_;
};

}  // namespace slipburst::kernels
