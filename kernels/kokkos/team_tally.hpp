#pragma once
/// \file Counters that the threads of a Kokkos team share.

#include <Kokkos_Core.hpp>
#include <cstddef>
#include <cstdint>

namespace slipburst::kernels {

/// Counters of 64 bits in the memory of the space.
struct MemoryTally {
  std::uint64_t* counts;

  KOKKOS_FUNCTION void add(std::int64_t counter, std::uint64_t count) const {
    Kokkos::atomic_add(counts + counter, count);
  }
};

/// Counters of 32 bits in the scratch of a team, which must count less than 2^32 in each before flush().
template <class Space>
class TeamTally {
  using Scratch =
      Kokkos::View<std::uint32_t*, typename Space::scratch_memory_space, Kokkos::MemoryTraits<Kokkos::Unmanaged>>;

 public:
  using Member = typename Kokkos::TeamPolicy<Space>::member_type;

  static std::size_t bytes(std::int64_t counters) { return Scratch::shmem_size(static_cast<std::size_t>(counters)); }

  /// Sets all counters to 0. To be called by all threads of a team, as clear() and flush().
  KOKKOS_FUNCTION TeamTally(const Member& team, int level, std::int64_t counters)
      : counts_(Scratch(team.team_scratch(level), static_cast<std::size_t>(counters)).data()), size_(counters) {
    clear(team);
  }

  KOKKOS_FUNCTION void clear(const Member& team) const {
    for (std::int64_t i = team.team_rank(); i < size_; i += team.team_size()) counts_[i] = 0;
    team.team_barrier();
  }

  KOKKOS_FUNCTION void add(std::int64_t counter, std::uint32_t count) const {
    Kokkos::atomic_add(counts_ + counter, count);
  }

  /// Count of the team. Precondition: a barrier since the last add().
  KOKKOS_FUNCTION std::uint32_t operator[](std::int64_t counter) const { return counts_[counter]; }

  /// Adds the counters [0, size) to those in memory.
  KOKKOS_FUNCTION void flush(const Member& team, std::int64_t size, const MemoryTally& memory) const {
    team.team_barrier();
    for (std::int64_t i = team.team_rank(); i < size; i += team.team_size()) {
      if (counts_[i] > 0) memory.add(i, counts_[i]);
    }
  }

 private:
  std::uint32_t* counts_;
  std::int64_t size_;
};

}  // namespace slipburst::kernels
