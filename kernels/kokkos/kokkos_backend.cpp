#include "kernels/kokkos/kokkos_backend.hpp"

#include <Kokkos_Core.hpp>
#include <algorithm>
#include <vector>

#include "kernels/backend/sampler_of_table.hpp"
#include "kernels/cpu/event_blocks.hpp"
#include "kernels/cpu/event_steps.hpp"
#include "kernels/cpu/segment_lanes.hpp"
#include "kernels/kokkos/runtime.hpp"
#include "kernels/kokkos/worker_counts.hpp"

namespace slipburst::kernels {
namespace {

template <class Table>
class KokkosSampler : public EventSampler {
 public:
  KokkosSampler(const exec::EventModel& model, const Table& table, InstructionSet set)
      : model_(model),
        executor_(model, table),
        silent_(model, table),
        add_events_(add_events<Table>(set)),
        scratch_(static_cast<std::size_t>(counts_.workers())) {
    for (auto& scratch : scratch_) scratch.steps = event_steps(set);
  }

  void add(std::uint64_t seed, const random::Stratum& stratum, const random::EventSequence& events,
           std::span<std::uint64_t> counts) override {
    const exec::SilentWords::Bounds silent = silent_.bounds(stratum);
    counts_.add(events.count, exec::EventScratch::capacity, counts,
                [=, this](int worker, std::uint64_t first, std::uint64_t count, std::uint64_t* own) {
                  add_events_(model_, executor_, seed, stratum, silent, events.part(first, count),
                              scratch_[static_cast<std::size_t>(worker)], own);
                });
  }

 private:
  exec::EventModel model_;
  exec::EventExecutor<Table> executor_;
  exec::SilentWords silent_;
  AddEvents<Table> add_events_;
  WorkerCounts counts_;
  mutable std::vector<exec::EventScratch> scratch_;
};

class KokkosBackend : public Backend {
 public:
  explicit KokkosBackend(InstructionSet set) : set_(set) {}

  std::string name() const override { return "kokkos"; }
  std::string description() const override {
    return kokkos_version() + " " + Space::name() + ", " + std::to_string(Space().concurrency()) + " threads, " +
           kernels::name(set_);
  }
  int workers() const override { return Space().concurrency(); }
  MinBatch min_batch() const override {
    const auto threads = static_cast<std::uint64_t>(Space().concurrency());
    return {(std::uint64_t{1} << 18) * threads, 64 * threads, 64 * threads};
  }

  void integrate(const exec::SegmentModel& model, const exec::SegmentControls& controls, exec::Precision precision,
                 std::span<const exec::Segment> segments, std::span<exec::SegmentResult> results) override {
    const std::int64_t count = static_cast<std::int64_t>(segments.size());
    std::int64_t taken = 0;
    std::int64_t* const counter = &taken;
    const auto next = [=] {
      const std::int64_t i = Kokkos::atomic_fetch_add(counter, std::int64_t{1});
      return i < count ? i : -1;
    };
    // Each worker takes the next segment when a lane is free, because ring-downs differ in length tenfold.
    using Policy = Kokkos::RangePolicy<Space, Kokkos::Schedule<Kokkos::Static>, Kokkos::IndexType<int>>;
    Kokkos::parallel_for("slipburst::integrate", Policy(0, workers()), [=, set = set_](int) {
      integrate_side_by_side(model, controls, precision, segments.data(), results.data(), next, set);
    });
    Space().fence();
  }

  std::unique_ptr<EventSampler> sampler(const exec::EventModel& model, const table::Zones& table) override {
    return sampler_of_table<EventSampler, KokkosSampler>(model, table, set_);
  }

  std::unique_ptr<ReleaseSampler> release_sampler(const exec::EventModel& model, const table::Zones& table,
                                                  const release::Slices& slices) override {
    return make_kokkos_release_sampler(model, table, slices, set_);
  }

  using Backend::counter;
  std::unique_ptr<EventCounter> counter(const ClusterTask& task) override {
    return make_kokkos_cluster_counter(task, set_);
  }

 private:
  InstructionSet set_;
};

}  // namespace

std::unique_ptr<Backend> make_kokkos_backend(int threads, InstructionSet set) {
  require_kokkos(threads);
  return std::make_unique<KokkosBackend>(set);
}

std::unique_ptr<Backend> make_kokkos_backend(int threads) {
  return make_kokkos_backend(threads, instruction_sets().back());
}

}  // namespace slipburst::kernels
