// Translation unit of its own: in one unit with the releases, the event functions lose 40 % of their speed.
#include "kernels/cpu/event_blocks.hpp"

namespace slipburst::kernels {
namespace {

template <class Table>
SLIPBURST_FOR_AVX512 void add_releases_avx512(const exec::EventModel& model, const exec::EventExecutor<Table>& executor,
                                              const release::Slices& slices, const exec::ReleaseSource& from,
                                              const exec::ReleaseBounds& bounds, std::uint64_t seed,
                                              const random::EventSequence& events, exec::ReleaseScratch& scratch,
                                              std::uint64_t* counts) {
  exec::add_releases(model, executor, slices, from, bounds, seed, events, scratch, counts);
}

}  // namespace

template <class Table>
AddReleases<Table> add_releases(InstructionSet set) {
  return set == InstructionSet::avx512 ? add_releases_avx512<Table> : exec::add_releases<Table>;
}

template AddReleases<table::View> add_releases(InstructionSet);
template AddReleases<table::Zones> add_releases(InstructionSet);

}  // namespace slipburst::kernels
