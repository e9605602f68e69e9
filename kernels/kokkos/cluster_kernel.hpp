#pragma once
/// \file Clusters on a Kokkos execution space: a team per area of interest, a thread per cluster.

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <span>
#include <vector>

#include "kernels/backend/backend.hpp"
#include "kernels/backend/experiment_copy.hpp"
#include "kernels/kokkos/space_array.hpp"
#include "kernels/kokkos/team_launch.hpp"
#include "kernels/kokkos/team_tally.hpp"
#include "slipburst/exec/cluster_executor.hpp"

namespace slipburst::kernels {

template <class Space>
struct ClusterKernel {
  using Layout = tally::MotionLayout;

  /// Counters that the clusters of one area share. 32 bits suffice: an area has less than 2^31 moves, see
  /// host/detrapping/watched_clusters.cpp.
  struct AreaTally {
    Layout layout;
    TeamTally<Space> team;

    KOKKOS_FUNCTION void hop(std::int32_t window, bool direct, std::int32_t distance) const {
      team.add(layout.window(window, direct ? Layout::direct : Layout::supplied), 1);
      team.add(layout.distance(distance), 1);
    }
    KOKKOS_FUNCTION void moved(std::int32_t window) const { team.add(layout.window(window, Layout::moved), 1); }
    KOKKOS_FUNCTION void cluster(std::int64_t seen) const { team.add(layout.moves(seen), 1); }
  };

  detrapping::Experiment experiment;
  random::PhiloxKeys keys;
  int scratch_level;
  std::uint64_t first, count;  ///< areas
  std::uint64_t* counts;       ///< [condition][tally::MotionLayout]

  KOKKOS_FUNCTION void operator()(const typename TeamTally<Space>::Member& team) const {
    const Layout layout{experiment.windows};
    const AreaTally tally{layout, TeamTally<Space>(team, scratch_level, layout.size())};
    const auto teams = static_cast<std::uint64_t>(team.league_size());
    const auto own = static_cast<std::uint64_t>(team.league_rank());
    for (std::uint64_t round = 0; round * teams < count; ++round) {
      // Shifted by one each round, so that each team gets all conditions in turn, as some have many more moves.
      const std::uint64_t area = round * teams + (own + round) % teams;
      if (area < count) watch(team, first + area, tally);  // the whole team, or none of it
    }
  }

  KOKKOS_FUNCTION void watch(const typename TeamTally<Space>::Member& team, std::uint64_t event,
                             const AreaTally& tally) const {
    const Layout& layout = tally.layout;
    const std::int32_t condition = exec::condition_of(experiment, event);
    const exec::EventWords draw{keys, event};
    for (std::int32_t cluster = team.team_rank(); cluster < experiment.clusters; cluster += team.team_size()) {
      exec::follow_cluster(experiment, condition, static_cast<std::uint32_t>(cluster), draw, tally);
    }
    const MemoryTally memory{counts + static_cast<std::int64_t>(condition) * layout.size()};
    tally.team.flush(team, layout.areas(), memory);
    for (std::int32_t w = team.team_rank(); w < experiment.windows; w += team.team_size()) {
      const std::uint64_t moves =
          std::uint64_t{tally.team[layout.window(w, Layout::supplied)]} + tally.team[layout.window(w, Layout::direct)];
      if (moves > 0) memory.add(layout.window(w, Layout::squares), moves * moves);
    }
    if (team.team_rank() == 0) memory.add(layout.areas(), 1);
    team.team_barrier();
    tally.team.clear(team);
  }
};

/// Counters stay in the memory of the space between calls: there are many when there are many conditions.
template <class Space>
class SpaceClusterCounter : public EventCounter {
 public:
  SpaceClusterCounter(const ClusterTask& task, const SpaceGeometry& geometry)
      : seed_(task.seed), geometry_(geometry), experiment_(task.experiment), counts_(task.counters()) {
    counts_.clear(counts_.size());
  }

  void add(std::uint64_t first, std::uint64_t count) override {
    const std::size_t bytes = TeamTally<Space>::bytes(tally::MotionLayout{(*experiment_).windows}.size());
    const ClusterKernel<Space> kernel{
        *experiment_, random::PhiloxKeys(seed_), scratch_level<Space>(bytes), first, count, counts_.data()};
    Kokkos::parallel_for("slipburst::clusters", team_policy<Space>(kernel, geometry_, (*experiment_).clusters, bytes),
                         kernel);
    Space().fence();
  }

  void collect(std::span<std::uint64_t> counts) override {
    std::vector<std::uint64_t> own(counts_.size());
    counts_.copy_to(own.data(), own.size());
    for (std::size_t i = 0; i < own.size(); ++i) counts[i] += own[i];
    counts_.clear(counts_.size());
  }

 private:
  std::uint64_t seed_;
  SpaceGeometry geometry_;
  ExperimentCopy<MemoryOfSpace<Space>> experiment_;
  SpaceArray<Space, std::uint64_t> counts_;
};

}  // namespace slipburst::kernels
