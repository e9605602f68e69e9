#include <Kokkos_Core.hpp>

#include "kernels/cpu/cluster_lanes.hpp"
#include "kernels/kokkos/kokkos_backend.hpp"
#include "kernels/kokkos/worker_counts.hpp"

namespace slipburst::kernels {
namespace {

/// Workers keep their counters between calls: there are many when there are many conditions.
class KokkosClusterCounter : public EventCounter {
 public:
  KokkosClusterCounter(const ClusterTask& task, InstructionSet set)
      : task_(task),
        add_area_(add_area(set)),
        workers_(Space().concurrency()),
        scratch_(static_cast<std::size_t>(workers_)) {
    for (int worker = 0; worker < workers_; ++worker) {
      own_.push_back({std::vector<std::uint64_t>(static_cast<std::size_t>(task.experiment.windows)),
                      std::vector<std::uint64_t>(task.counters())});
    }
  }

  void add(std::uint64_t first, std::uint64_t count) override {
    const auto workers = static_cast<std::uint64_t>(workers_);
    using Policy = Kokkos::RangePolicy<Space, Kokkos::Schedule<Kokkos::Static>, Kokkos::IndexType<int>>;
    Kokkos::parallel_for("slipburst::clusters", Policy(0, workers_), [=, this](int worker) {
      Own& own = own_[static_cast<std::size_t>(worker)];
      const auto turn = static_cast<std::uint64_t>(worker);
      for (std::uint64_t round = 0; round * workers < count; ++round) {
        // Shifted by one each round, so that each worker gets all conditions in turn, as some have many more moves.
        const std::uint64_t i = round * workers + (turn + round) % workers;
        if (i >= count) continue;
        add_area_(task_.experiment, task_.seed, first + i, scratch_[static_cast<std::size_t>(worker)], own.moves.data(),
                  own.counts.data());
      }
    });
    Space().fence();
  }

  void collect(std::span<std::uint64_t> counts) override {
    for (Own& own : own_) {
      for (std::size_t i = 0; i < own.counts.size(); ++i) counts[i] += own.counts[i];
      own.counts.assign(own.counts.size(), 0);
    }
  }

 private:
  struct Own {
    std::vector<std::uint64_t> moves, counts;
  };

  ClusterTask task_;
  AddArea add_area_;
  int workers_;
  mutable std::vector<Own> own_;
  mutable std::vector<exec::ClusterScratch> scratch_;
};

}  // namespace

std::unique_ptr<EventCounter> make_kokkos_cluster_counter(const ClusterTask& task, InstructionSet set) {
  return std::make_unique<KokkosClusterCounter>(task, set);
}

}  // namespace slipburst::kernels
