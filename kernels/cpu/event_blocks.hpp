#pragma once
/// \file Blocks of events and of releases on one thread, by exec/event_block.hpp and exec/release_block.hpp.

#include "kernels/cpu/instruction_set.hpp"
#include "slipburst/exec/event_block.hpp"
#include "slipburst/exec/release_block.hpp"

namespace slipburst::kernels {

/// Function type of exec::add_events. \tparam Table  table::View, or table::Zones
template <class Table>
using AddEvents = void (*)(const exec::EventModel&, const exec::EventExecutor<Table>&, std::uint64_t seed,
                           const random::Stratum&, const exec::SilentWords::Bounds& silent,
                           const random::EventSequence&, exec::EventScratch&, std::uint64_t* counts);

template <class Table>
AddEvents<Table> add_events(InstructionSet set);

/// Function type of exec::add_releases.
template <class Table>
using AddReleases = void (*)(const exec::EventModel&, const exec::EventExecutor<Table>&, const release::Slices&,
                             const exec::ReleaseSource&, const exec::ReleaseBounds&, std::uint64_t seed,
                             const random::EventSequence&, exec::ReleaseScratch&, std::uint64_t* counts);

template <class Table>
AddReleases<Table> add_releases(InstructionSet set);

}  // namespace slipburst::kernels
