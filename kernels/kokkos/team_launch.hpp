#pragma once
/// \file Launches of kernels on Kokkos teams, and the counters that they add to.

#include <Kokkos_Core.hpp>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "kernels/backend/backend.hpp"
#include "kernels/kokkos/space_array.hpp"
#include "kernels/kokkos/space_geometry.hpp"
#include "kernels/kokkos/thread_bounds.hpp"
#include "slipburst/random/strata.hpp"

namespace slipburst::kernels {

/// Whether a space runs on the processors of the host.
template <class Space>
constexpr bool on_host = std::is_same_v<typename Space::memory_space, Kokkos::HostSpace>;

/// Level of Kokkos' scratch that holds so many bytes for each team: 0, the memory beside the processors of a GPU, or 1.
template <class Space>
int scratch_level(std::size_t bytes) {
  using Policy = Kokkos::TeamPolicy<Space>;
  for (const int level : {0, 1}) {
    if (bytes <= static_cast<std::size_t>(Policy::scratch_size_max(level))) return level;
  }
  throw BackendError("counters of " + memory_text(static_cast<double>(bytes)) + " are more than a team of Kokkos' " +
                     Space::name() + " space can have; use --kokkos-space host");
}

/// Size of teams and number of teams of a kernel.
/// \param max_team_size  number of threads beyond which a team has no work  \param bytes  scratch of a team
template <class Space, class Kernel>
Kokkos::TeamPolicy<Space, ThreadBounds> team_policy(const Kernel& kernel, const SpaceGeometry& geometry,
                                                    int max_team_size, std::size_t bytes) {
  using Policy = Kokkos::TeamPolicy<Space, ThreadBounds>;
  const auto policy = [&](int teams, auto team_size) {
    Policy made(teams, team_size);
    made.set_scratch_size(scratch_level<Space>(bytes), Kokkos::PerTeam(bytes));
    return made;
  };
  const Kokkos::ParallelForTag loop;
  int team_size = geometry.team_size;
  if (team_size > 0) {
    const int largest = policy(1, 1).team_size_max(kernel, loop);
    if (team_size > largest) {
      throw BackendError("teams of Kokkos' " + std::string(Space::name()) + " space have 1 to " +
                         std::to_string(largest) + " threads here");
    }
  } else {
    constexpr int usual = on_host<Space> ? 1 : max_threads_per_team;
    team_size = std::min({policy(1, Kokkos::AUTO).team_size_recommended(kernel, loop), max_team_size, usual});
  }
  const int teams = geometry.teams > 0 ? geometry.teams : std::max(1, Space().concurrency() / team_size);
  return policy(teams, team_size);
}

/// Events of a launch, so few that no 32-bit counter of a team can overflow.
inline std::uint64_t events_of_launch(const SpaceGeometry& geometry, int teams) {
  constexpr std::uint64_t most = std::uint64_t{1} << 31;
  const std::uint64_t of_team = geometry.events_per_team > 0 ? std::min(geometry.events_per_team, most) : most;
  return static_cast<std::uint64_t>(teams) * of_team;
}

/// Counters in the memory of a space.
template <class Space>
class SpaceCounts {
 public:
  /// Calls launch(part of the events, counters, all 0 at first) until all events are done, and adds up the counts.
  /// \param most  events of a launch
  template <class Launch>
  void add(const random::EventSequence& events, std::uint64_t most, std::span<std::uint64_t> counts, Launch launch) {
    counts_.require(counts.size());
    counts_.clear(counts.size());
    for (std::uint64_t done = 0; done < events.count;) {
      const std::uint64_t part = std::min(events.count - done, most);
      launch(events.part(done, part), counts_.data());
      done += part;
    }
    Space().fence();
    own_.resize(counts.size());
    counts_.copy_to(own_.data(), own_.size());
    for (std::size_t i = 0; i < own_.size(); ++i) counts[i] += own_[i];
  }

 private:
  SpaceArray<Space, std::uint64_t> counts_;
  std::vector<std::uint64_t> own_;
};

}  // namespace slipburst::kernels
