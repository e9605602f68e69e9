#pragma once
/// \file Events on a Kokkos execution space: teams of threads count in their scratch.

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <limits>
#include <span>

#include "kernels/backend/backend.hpp"
#include "kernels/backend/table_copy.hpp"
#include "kernels/kokkos/space_array.hpp"
#include "kernels/kokkos/team_launch.hpp"
#include "kernels/kokkos/team_tally.hpp"
#include "slipburst/exec/event_outcome.hpp"

namespace slipburst::kernels {

/// Kernel that counts the events which `draw` makes.
/// \tparam Draw  draw(executor, event, outcome) sets the outcome of an event and returns whether it counts
template <class Space, class Table, class Draw>
struct TallyKernel {
  exec::EventModel model;
  exec::EventExecutor<Table> executor;
  Draw draw;
  random::EventSequence events;
  int scratch_level;
  MemoryTally memory;

  KOKKOS_FUNCTION void operator()(const typename TeamTally<Space>::Member& team) const {
    const exec::TallyLayout layout(model);
    const TeamTally<Space> tally(team, scratch_level, layout.rejected() + 1);
    const auto rank = static_cast<std::uint64_t>(team.team_rank());
    const auto team_size = static_cast<std::uint64_t>(team.team_size());
    const std::uint64_t threads = static_cast<std::uint64_t>(team.league_size()) * team_size;
    std::uint32_t silent = 0, rejected = 0;
    for (std::uint64_t i = static_cast<std::uint64_t>(team.league_rank()) * team_size + rank; i < events.count;
         i += threads) {
      exec::EventOutcome outcome{};
      if (!draw(executor, events.index(i), outcome)) continue;
      silent += !outcome.rejected && !outcome.emits;
      rejected += outcome.rejected;
      if (!outcome.emits) continue;
      exec::count_emitting(model, layout, outcome, tally);
      if (Draw::in_plane && layout.plane_slots > 0) {
        const float* const energy = outcome.energies.log2_energy;
        memory.add(layout.plane(model.plane.slot(energy[0]), model.plane.slot(energy[1])), 1);
      }
    }
    exec::count_silent(layout, silent, tally);
    exec::count_rejected(layout, rejected, tally);
    tally.flush(team, layout.rejected() + 1, memory);
  }
};

/// Launches of a TallyKernel.
template <class Space>
class TallyLaunch {
 public:
  explicit TallyLaunch(const SpaceGeometry& geometry) : geometry_(geometry) {}

  template <class Table, class Draw>
  void add(const exec::EventModel& model, const exec::EventExecutor<Table>& executor, const Draw& draw,
           const random::EventSequence& events, std::span<std::uint64_t> counts) {
    const std::size_t bytes = TeamTally<Space>::bytes(exec::TallyLayout(model).rejected() + 1);
    TallyKernel<Space, Table, Draw> kernel{model, executor, draw, events, scratch_level<Space>(bytes), {nullptr}};
    const auto policy = team_policy<Space>(kernel, geometry_, std::numeric_limits<int>::max(), bytes);
    counts_.add(events, events_of_launch(geometry_, policy.league_size()), counts,
                [&](const random::EventSequence& part, std::uint64_t* own) {
                  kernel.events = part;
                  kernel.memory = {own};
                  Kokkos::parallel_for("slipburst::events", policy, kernel);
                });
  }

 private:
  SpaceGeometry geometry_;
  SpaceCounts<Space> counts_;
};

/// Draw of events without a time.
template <class Table>
struct EventDraw {
  static constexpr bool in_plane = true;

  random::Stratum stratum;
  random::PhiloxKeys keys;

  KOKKOS_FUNCTION bool operator()(const exec::EventExecutor<Table>& executor, std::uint64_t event,
                                  exec::EventOutcome& outcome) const {
    outcome = exec::event_outcome(executor, stratum, keys, event);
    return true;
  }
};

template <class Space, class Table>
class SpaceSampler : public EventSampler {
 public:
  SpaceSampler(const exec::EventModel& model, const Table& table, const SpaceGeometry& geometry)
      : model_(model), table_(table), launch_(geometry) {}

  void add(std::uint64_t seed, const random::Stratum& stratum, const random::EventSequence& events,
           std::span<std::uint64_t> counts) override {
    const EventDraw<Table> draw{stratum, random::PhiloxKeys(seed)};
    launch_.add(model_, exec::EventExecutor<Table>(model_, *table_), draw, events, counts);
  }

 private:
  exec::EventModel model_;
  TableCopy<MemoryOfSpace<Space>, Table> table_;
  TallyLaunch<Space> launch_;
};

}  // namespace slipburst::kernels
