#include "kernels/cpu/event_blocks.hpp"

namespace slipburst::kernels {
namespace {

template <class Table>
SLIPBURST_FOR_AVX512 void add_events_avx512(const exec::EventModel& model, const exec::EventExecutor<Table>& executor,
                                            std::uint64_t seed, const random::Stratum& stratum,
                                            const exec::SilentWords::Bounds& silent,
                                            const random::EventSequence& events, exec::EventScratch& scratch,
                                            std::uint64_t* counts) {
  exec::add_events(model, executor, seed, stratum, silent, events, scratch, counts);
}

template <class Table>
SLIPBURST_FLATTENED void add_events_baseline(const exec::EventModel& model, const exec::EventExecutor<Table>& executor,
                                             std::uint64_t seed, const random::Stratum& stratum,
                                             const exec::SilentWords::Bounds& silent,
                                             const random::EventSequence& events, exec::EventScratch& scratch,
                                             std::uint64_t* counts) {
  exec::add_events(model, executor, seed, stratum, silent, events, scratch, counts);
}

}  // namespace

template <class Table>
AddEvents<Table> add_events(InstructionSet set) {
  return set == InstructionSet::avx512 ? add_events_avx512<Table> : add_events_baseline<Table>;
}

template AddEvents<table::View> add_events(InstructionSet);
template AddEvents<table::Zones> add_events(InstructionSet);

}  // namespace slipburst::kernels
