#pragma once
/// \file Releases on a Kokkos execution space.

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <span>

#include "kernels/backend/slices_copy.hpp"
#include "kernels/kokkos/event_kernel.hpp"

namespace slipburst::kernels {

/// Draw of releases within one slice.
template <class Table>
struct SliceDraw {
  static constexpr bool in_plane = false;

  release::Slices slices;
  exec::ReleaseSource from;
  random::PhiloxKeys keys;

  KOKKOS_FUNCTION bool operator()(const exec::EventExecutor<Table>& executor, std::uint64_t event,
                                  exec::EventOutcome& outcome) const {
    const release::Release release = exec::draw_release<false>(slices, from, keys, event);
    if (release.slice < 0) return false;
    outcome = exec::release_outcome(executor, release.stress, keys, event);
    return true;
  }
};

/// Kernel of plain draws, which are counted in memory one by one: they spread over all slices, and few are releases.
template <class Table>
struct PlainReleaseKernel {
  exec::EventModel model;
  exec::EventExecutor<Table> executor;
  release::Slices slices;
  exec::ReleaseSource from;
  random::PhiloxKeys keys;
  random::EventSequence events;
  std::uint64_t* counts;  ///< [slice][exec::TallyLayout]

  KOKKOS_FUNCTION void operator()(std::int64_t i) const {
    const std::uint64_t event = events.index(static_cast<std::uint64_t>(i));
    const release::Release release = exec::draw_release<true>(slices, from, keys, event);
    if (release.slice < 0) return;
    const exec::EventOutcome outcome = exec::release_outcome(executor, release.stress, keys, event);
    const exec::TallyLayout layout(model);
    const MemoryTally tally{counts + release.slice * layout.size()};
    if (outcome.emits) exec::count_emitting(model, layout, outcome, tally);
    exec::count_silent(layout, !outcome.rejected && !outcome.emits, tally);
    exec::count_rejected(layout, outcome.rejected, tally);
  }
};

template <class Space, class Table>
class SpaceReleaseSampler : public ReleaseSampler {
 public:
  SpaceReleaseSampler(const exec::EventModel& model, const Table& table, const release::Slices& slices,
                      const SpaceGeometry& geometry)
      : model_(model), table_(table), slices_(slices), launch_(geometry) {}

  void add(std::uint64_t seed, const exec::ReleaseSource& from, const random::EventSequence& events,
           std::span<std::uint64_t> counts) override {
    const exec::EventExecutor<Table> executor(model_, *table_);
    const random::PhiloxKeys keys(seed);
    if (from.slice >= 0) {
      launch_.add(model_, executor, SliceDraw<Table>{*slices_, from, keys}, events, counts);
      return;
    }
    using Policy = Kokkos::RangePolicy<Space, Kokkos::IndexType<std::int64_t>, ThreadBounds>;
    constexpr std::uint64_t most = std::uint64_t{1} << 30;
    counts_.add(events, most, counts, [&](const random::EventSequence& part, std::uint64_t* own) {
      const PlainReleaseKernel<Table> kernel{model_, executor, *slices_, from, keys, part, own};
      Kokkos::parallel_for("slipburst::plain_releases", Policy(0, static_cast<std::int64_t>(part.count)), kernel);
    });
  }

 private:
  exec::EventModel model_;
  TableCopy<MemoryOfSpace<Space>, Table> table_;
  SlicesCopy<MemoryOfSpace<Space>> slices_;
  TallyLaunch<Space> launch_;
  SpaceCounts<Space> counts_;
};

}  // namespace slipburst::kernels
