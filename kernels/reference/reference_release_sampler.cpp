#include <algorithm>
#include <vector>

#include "kernels/backend/sampler_of_table.hpp"
#include "kernels/reference/reference_backend.hpp"
#include "slipburst/exec/release_block.hpp"

namespace slipburst::kernels {
namespace {

template <class Table>
class ReferenceReleaseSampler : public ReleaseSampler {
 public:
  ReferenceReleaseSampler(const exec::EventModel& model, const Table& table, const release::Slices& slices)
      : model_(model), executor_(model, table), slices_(slices), silent_(static_cast<std::size_t>(slices.slices)) {
    scratch_.silent = silent_.data();
  }

  /// Computes each release: no bound spares one.
  void add(std::uint64_t seed, const exec::ReleaseSource& from, const random::EventSequence& events,
           std::span<std::uint64_t> counts) override {
    const exec::ReleaseBounds every_event;
    for (std::uint64_t done = 0; done < events.count;) {
      const std::uint64_t block = std::min<std::uint64_t>(events.count - done, exec::ReleaseScratch::capacity);
      exec::add_releases(model_, executor_, slices_, from, every_event, seed, events.part(done, block), scratch_,
                         counts.data());
      done += block;
    }
  }

 private:
  exec::EventModel model_;
  exec::EventExecutor<Table> executor_;
  release::Slices slices_;
  exec::ReleaseScratch scratch_;
  std::vector<std::uint64_t> silent_;  ///< [slice], see ReleaseScratch
};

}  // namespace

std::unique_ptr<ReleaseSampler> make_reference_release_sampler(const exec::EventModel& model, const table::Zones& table,
                                                               const release::Slices& slices) {
  return sampler_of_table<ReleaseSampler, ReferenceReleaseSampler>(model, table, slices);
}

}  // namespace slipburst::kernels
