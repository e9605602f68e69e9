#pragma once
/// \file Clusters of an area of interest side by side on a CPU: flat steps that vectorise, with the bits of
/// ClusterWalk.

#include <algorithm>
#include <cstdint>

#include "slipburst/detrapping/experiment.hpp"
#include "slipburst/exec/cluster_executor.hpp"
#include "slipburst/random/philox_block.hpp"
#include "slipburst/tally/motion.hpp"

namespace slipburst::exec {

/// Scratch memory of one CPU thread. Entries of the clusters still on their way, one after the other.
struct ClusterScratch {
  static constexpr int capacity = 512;
  std::uint32_t cluster[capacity], word[4][capacity];
  double time[capacity], trapped_by[capacity];
  double frequency[capacity], by_supply[capacity], by_hit[capacity];  ///< of the next hop
  std::int32_t seen[capacity];                                        ///< moves within the windows
  std::int32_t last_window[capacity];  ///< window of the last move; negative: no move within the windows yet
  std::int32_t window[capacity], distance[capacity];
  std::uint8_t direct[capacity], goes_on[capacity];
  std::int32_t index[capacity + 1];

  /// Puts `count` clusters at the start of their way.
  void start(std::uint32_t first, int count) {
    for (int i = 0; i < count; ++i) cluster[i] = first + static_cast<std::uint32_t>(i);
    std::fill_n(time, count, 0.0);
    std::fill_n(seen, count, 0);
    std::fill_n(last_window, count, -1);
  }

  /// Keeps the clusters that go on. \return their number
  int drop_ended(int count) {
    int left = 0;
    for (int i = 0; i < count; ++i) {
      index[left] = i;
      left += goes_on[i];
    }
    if (left == count) return left;
    const auto gather = [&](auto* entries) {
      for (int i = 0; i < left; ++i) entries[i] = entries[index[i]];
    };
    gather(cluster);
    gather(word[3]);
    gather(time);
    gather(trapped_by);
    gather(seen);
    gather(last_window);
    gather(direct);
    return left;
  }
};

/// Draws the traps that clusters are in.
inline void draw_traps(const detrapping::Experiment& experiment, std::int32_t condition, int count,
                       ClusterScratch& scratch) {
  const double* const indirect_Hz = indirect_Hz_of(experiment, condition);
  for (int i = 0; i < count; ++i)
    scratch.trapped_by[i] = indirect_Hz[detrapping::depth_of(experiment, scratch.word[2][i])];
}

/// Waits for the next hop of each cluster, as next_hop(). \param last  whether no other hop can follow
inline void hop(const detrapping::Condition& condition, double end_s, bool last, int count, ClusterScratch& scratch) {
  const detrapping::Condition at = {condition.decay, condition.direct};  // local copies, which no store can alias
  for (int i = 0; i < count; ++i) {
    scratch.frequency[i] = supply_frequency(at, scratch.trapped_by[i], scratch.time[i]);
  }
  for (int i = 0; i < count; ++i) scratch.by_supply[i] = exponential(scratch.word[0][i]);
  for (int i = 0; i < count; ++i) {
    scratch.by_supply[i] = detrapping::supplied_wait(scratch.by_supply[i], scratch.frequency[i], at.decay);
  }
  for (int i = 0; i < count; ++i) {
    scratch.by_hit[i] = detrapping::steady_wait(exponential(scratch.word[1][i]), at.direct);
  }
  for (int i = 0; i < count; ++i) {
    const bool direct = hit_is_first(scratch.by_supply[i], scratch.by_hit[i]);
    scratch.time[i] += direct ? scratch.by_hit[i] : scratch.by_supply[i];
    scratch.direct[i] = direct ? 1 : 0;
    scratch.goes_on[i] = (scratch.time[i] < end_s) & !last ? 1 : 0;
  }
}

/// Counts the hops within the windows.
inline void count_hops(const detrapping::Experiment& shared, const tally::MotionLayout& layout, int count,
                       ClusterScratch& scratch, std::uint64_t* moves, std::uint64_t* counts) {
  using tally::MotionLayout;
  const detrapping::Experiment experiment = shared;  // a local copy, which no store can alias
  for (int i = 0; i < count; ++i) scratch.window[i] = detrapping::window_at(experiment, scratch.time[i]);
  for (int i = 0; i < count; ++i) scratch.distance[i] = distance_slot(scratch.word[3][i]);
  for (int i = 0; i < count; ++i) {
    const std::int32_t window = scratch.window[i];
    if (window < 0) continue;
    ++moves[window];
    ++counts[layout.window(window, scratch.direct[i] != 0 ? MotionLayout::direct : MotionLayout::supplied)];
    ++counts[layout.distance(scratch.distance[i])];
    counts[layout.window(window, MotionLayout::moved)] += window != scratch.last_window[i];
    scratch.last_window[i] = window;
    ++scratch.seen[i];
  }
}

/// Follows the clusters [first, first + count) of one area to their ends. Precondition: count <=
/// ClusterScratch::capacity.
/// \param moves  hops of the area in each window, [window], added to  \param counts  see tally::MotionLayout, added to
inline void follow_clusters(const detrapping::Experiment& experiment, std::int32_t condition, std::uint64_t seed,
                            std::uint64_t event, std::uint32_t first, int count, ClusterScratch& scratch,
                            std::uint64_t* moves, std::uint64_t* counts) {
  const tally::MotionLayout layout{experiment.windows};
  const detrapping::Condition at = experiment.conditions[condition];
  scratch.start(first, count);
  for (std::uint32_t number = 0; count > 0; ++number) {  // of the hop: the same for all clusters on their way
    const auto low = static_cast<std::uint32_t>(cluster_stream(0, number));
    random::philox_subsequences(seed, event, low, scratch.cluster, count, scratch.word[0], scratch.word[1],
                                scratch.word[2], scratch.word[3]);
    if (number == 0 || experiment.next_trap == detrapping::NextTrap::drawn) {
      draw_traps(experiment, condition, count, scratch);
    }
    hop(at, experiment.end_s, number == max_hops, count, scratch);
    for (int i = 0; i < count; ++i) {
      if (!scratch.goes_on[i]) ++counts[layout.moves(scratch.seen[i])];
    }
    count = scratch.drop_ended(count);
    count_hops(experiment, layout, count, scratch, moves, counts);
  }
}

/// Counts one area of interest into the counters of all conditions, [condition][tally::MotionLayout].
/// \param moves  scratch: hops in each window, [window]
inline void add_area(const detrapping::Experiment& experiment, std::uint64_t seed, std::uint64_t event,
                     ClusterScratch& scratch, std::uint64_t* moves, std::uint64_t* counts) {
  std::uint64_t* const own = counters_of_area(experiment, event, counts);
  const auto follow = [&](std::int32_t condition) {
    for (std::int32_t first = 0; first < experiment.clusters; first += ClusterScratch::capacity) {
      const std::int32_t count = std::min(experiment.clusters - first, ClusterScratch::capacity);
      follow_clusters(experiment, condition, seed, event, static_cast<std::uint32_t>(first), count, scratch, moves,
                      own);
    }
  };
  watch_area_by(experiment, event, follow, moves, own);
}

}  // namespace slipburst::exec
