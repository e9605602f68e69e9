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

  /// Calls work(worker, first, count, counters) for blocks of the events [0, events), and adds what they counted.
  template <class Work>
  void add(std::uint64_t events, std::uint64_t block_size, std::span<std::uint64_t> counts, Work work) {
    for (auto& own : counts_) own.assign(counts.size(), 0);
    const std::uint64_t share =
        (events + static_cast<std::uint64_t>(workers_) - 1) / static_cast<std::uint64_t>(workers_);
    using Policy = Kokkos::RangePolicy<Space, Kokkos::Schedule<Kokkos::Static>, Kokkos::IndexType<int>>;
    Kokkos::parallel_for("slipburst::sample", Policy(0, workers_), [=, this](int worker) {
      const std::uint64_t begin = std::min(share * static_cast<std::uint64_t>(worker), events);
      const std::uint64_t end = std::min(begin + share, events);
      for (std::uint64_t done = begin; done < end;) {
        const std::uint64_t block = std::min(end - done, block_size);
        work(worker, done, block, counts_[static_cast<std::size_t>(worker)].data());
        done += block;
      }
    });
    Space().fence();
    for (const auto& own : counts_) {
      for (std::size_t i = 0; i < own.size(); ++i) counts[i] += own[i];
    }
  }

 private:
  int workers_;
  mutable std::vector<std::vector<std::uint64_t>> counts_;
};

}  // namespace slipburst::kernels
