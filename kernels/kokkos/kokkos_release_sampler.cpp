#include "kernels/backend/sampler_of_table.hpp"
#include "kernels/cpu/event_blocks.hpp"
#include "kernels/cpu/event_steps.hpp"
#include "kernels/kokkos/kokkos_backend.hpp"
#include "kernels/kokkos/worker_counts.hpp"

namespace slipburst::kernels {
namespace {

template <class Table>
class KokkosReleaseSampler : public ReleaseSampler {
 public:
  KokkosReleaseSampler(const exec::EventModel& model, const Table& table, const release::Slices& slices,
                       InstructionSet set)
      : model_(model),
        executor_(model, table),
        add_releases_(add_releases<Table>(set)),
        slices_(slices),
        scratch_(static_cast<std::size_t>(counts_.workers())),
        silent_(scratch_.size(), std::vector<std::uint64_t>(static_cast<std::size_t>(slices.slices))) {
    for (std::size_t worker = 0; worker < scratch_.size(); ++worker) {
      scratch_[worker].event.steps = event_steps(set);
      scratch_[worker].silent = silent_[worker].data();
    }
  }

  void add(std::uint64_t seed, const exec::ReleaseSource& from, const random::EventSequence& events,
           std::span<std::uint64_t> counts) override {
    const exec::ReleaseBounds bounds(model_, executor_.energy_table(), slices_, from);
    counts_.add(events.count, exec::ReleaseScratch::capacity, counts,
                [=, this](int worker, std::uint64_t first, std::uint64_t count, std::uint64_t* own) {
                  add_releases_(model_, executor_, slices_, from, bounds, seed, events.part(first, count),
                                scratch_[static_cast<std::size_t>(worker)], own);
                });
  }

 private:
  exec::EventModel model_;
  exec::EventExecutor<Table> executor_;
  AddReleases<Table> add_releases_;
  release::Slices slices_;
  WorkerCounts counts_;
  mutable std::vector<exec::ReleaseScratch> scratch_;
  std::vector<std::vector<std::uint64_t>> silent_;  ///< [worker][slice], see ReleaseScratch
};

}  // namespace

std::unique_ptr<ReleaseSampler> make_kokkos_release_sampler(const exec::EventModel& model, const table::Zones& table,
                                                            const release::Slices& slices, InstructionSet set) {
  return sampler_of_table<ReleaseSampler, KokkosReleaseSampler>(model, table, slices, set);
}

}  // namespace slipburst::kernels
