#pragma once
/// \file One cluster of an area of interest, from the start of the beam to the last window.

#include <cstdint>

#include "slipburst/base/macros.hpp"
#include "slipburst/detrapping/experiment.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/random/philox.hpp"
#include "slipburst/random/streams.hpp"
#include "slipburst/tally/motion.hpp"

namespace slipburst::exec {

/// Condition of an event: event i is area i / C of condition i modulo C, with C conditions in all.
SLIPBURST_FUNCTION inline std::int32_t condition_of(const detrapping::Experiment& experiment, std::uint64_t event) {
  return static_cast<std::int32_t>(event % static_cast<std::uint64_t>(experiment.condition_count));
}

/// Stream (subsequence) of the random words for one hop of a cluster: purpose in bits 0 to 7, hop in bits 8 to 31,
/// cluster in the high half. The block is the event.
SLIPBURST_FUNCTION inline std::uint64_t cluster_stream(std::uint32_t cluster, std::uint32_t hop) {
  return static_cast<std::uint64_t>(cluster) << 32 | (hop << 8 | static_cast<std::uint32_t>(random::Purpose::cluster));
}
inline constexpr std::uint32_t max_hops = (1u << 24) - 1;  ///< largest hop number that fits in bits 8 to 31

/// Words of an event, by stream.
struct EventWords {
  random::PhiloxKeys keys;
  std::uint64_t event;
  SLIPBURST_FUNCTION random::Words operator()(std::uint64_t stream) const {
    return random::philox(keys, stream, event);
  }
};

/// Exponential variate with mean 1, in steps of 2^-32 where it is small. The steps show only for processes that move
/// less than one in 1e9 watched clusters.
SLIPBURST_FUNCTION inline double exponential(std::uint32_t word) {
  return -math::ln2 * math::log2(random::uniform32(word));
}

/// Frequency at which the supply of vacancies frees a cluster, Hz.
/// \param trapped_by  see detrapping::Experiment::indirect_Hz  \param time  s since the start of the beam
SLIPBURST_FUNCTION inline double supply_frequency(const detrapping::Condition& at, double trapped_by, double time) {
  return trapped_by * math::exp_minus(at.decay * time);
}

/// Next hop of a cluster.
struct Hop {
  double time;  ///< s since the start of the beam
  bool direct;  ///< whether a direct hit of the beam frees the cluster, not the supply of vacancies
};

/// Whether a direct hit comes before the supply. \param by_supply, by_hit  waiting times, s
SLIPBURST_FUNCTION inline bool hit_is_first(double by_supply, double by_hit) { return by_hit < by_supply; }

/// \param time  of the last hop  \param supply, hit  words that decide the waiting times
SLIPBURST_FUNCTION inline Hop next_hop(const detrapping::Condition& at, double trapped_by, double time,
                                       std::uint32_t supply, std::uint32_t hit) {
  const double by_supply =
      detrapping::supplied_wait(exponential(supply), supply_frequency(at, trapped_by, time), at.decay);
  const double by_hit = detrapping::steady_wait(exponential(hit), at.direct);
  const bool direct = hit_is_first(by_supply, by_hit);
  return {time + (direct ? by_hit : by_supply), direct};
}

/// Slot of the distance of a hop, see tally::MotionLayout.
SLIPBURST_FUNCTION inline std::int32_t distance_slot(std::uint32_t word) {
  using tally::MotionLayout;
  const auto far = static_cast<std::int32_t>(exponential(word) * MotionLayout::slots_per_path);  // at most 8 x 22.9
  return far < MotionLayout::distance_slots ? far : MotionLayout::distance_slots - 1;
}

/// Hops in one condition, all numbers computed in full.
class FullHops {
 public:
  SLIPBURST_FUNCTION FullHops(const detrapping::Experiment& /*experiment*/, const detrapping::Condition& at)
      : at_(at) {}

  /// See next_hop.
  SLIPBURST_FUNCTION Hop next(double trapped_by, double time, std::uint32_t supply, std::uint32_t hit) const {
    return next_hop(at_, trapped_by, time, supply, hit);
  }
  /// See detrapping::window_at.
  SLIPBURST_FUNCTION std::int32_t window(const detrapping::Experiment& experiment, double time) const {
    return detrapping::window_at(experiment, time);
  }
  SLIPBURST_FUNCTION std::int32_t distance_slot(std::uint32_t word) const { return exec::distance_slot(word); }

 private:
  detrapping::Condition at_;
};

/// One cluster on its way from hop to hop. Each hop costs one block of random words: waiting time for the supply of
/// vacancies to free the cluster (word 0), waiting time for a direct hit (word 1), trap depth (word 2), hop distance
/// (word 3). The earlier of the two times counts; both are drawn anew for the next hop, which is exact because both
/// processes are memoryless.
class ClusterWalk {
 public:
  SLIPBURST_FUNCTION explicit ClusterWalk(std::uint32_t cluster) : cluster_(cluster) {}

  /// Waits for the next hop and reports it to `tally` if it is within the windows:
  ///   tally.hop(window, direct, slot of the distance),
  ///   tally.moved(window) once for each window with a hop,
  ///   tally.cluster(hops in all windows) at the end.
  /// \param hops  FullHops, or EstimatedHops with the same results  \param indirect_Hz  row of the condition
  /// \param draw  draw(stream) gives the words of the event  \return whether the walk goes on
  template <class Hops, class Draw, class Tally>
  SLIPBURST_FUNCTION bool hop(const detrapping::Experiment& experiment, const Hops& hops, const double* indirect_Hz,
                              const Draw& draw, Tally& tally) {
    const random::Words words = draw(cluster_stream(cluster_, hop_));
    if (hop_ == 0 || experiment.next_trap == detrapping::NextTrap::drawn) {
      trapped_by_ = indirect_Hz[detrapping::depth_of(experiment, words.word[2])];
    }
    const Hop next = hops.next(trapped_by_, time_, words.word[0], words.word[1]);
    time_ = next.time;
    if (!(time_ < experiment.end_s) || hop_ == max_hops) {
      tally.cluster(seen_);
      return false;
    }
    ++hop_;
    const std::int32_t window = hops.window(experiment, time_);
    if (window < 0) return true;
    tally.hop(window, next.direct, hops.distance_slot(words.word[3]));
    if (window != last_window_) tally.moved(window);
    last_window_ = window;
    ++seen_;
    return true;
  }

  /// Number of hops so far, within a window or not.
  SLIPBURST_FUNCTION std::uint32_t hops() const { return hop_; }

 private:
  double time_ = 0, trapped_by_ = 0;
  std::uint32_t cluster_, hop_ = 0;
  std::int32_t seen_ = 0, last_window_ = -1;
};

/// Row of Experiment::indirect_Hz of a condition.
SLIPBURST_FUNCTION inline const double* indirect_Hz_of(const detrapping::Experiment& experiment,
                                                       std::int32_t condition) {
  return experiment.indirect_Hz + static_cast<std::int64_t>(condition) * experiment.depths;
}

/// Follows one cluster to its end: see ClusterWalk. \return number of hops, within a window or not
template <class Draw, class Tally>
SLIPBURST_FUNCTION std::uint32_t follow_cluster(const detrapping::Experiment& experiment, std::int32_t condition,
                                                std::uint32_t cluster, const Draw& draw, Tally& tally) {
  ClusterWalk walk(cluster);
  const FullHops hops(experiment, experiment.conditions[condition]);
  const double* const indirect_Hz = indirect_Hz_of(experiment, condition);
  while (walk.hop(experiment, hops, indirect_Hz, draw, tally)) {
  }
  return walk.hops();
}

/// Counts one area of interest on a CPU.
/// \param follow  follow(condition) follows all clusters of the area and counts their hops
/// \param moves  scratch: hops in each window, [window]  \param counts  counters of the area's condition, added to
template <class Follow>
void watch_area_by(const detrapping::Experiment& experiment, std::uint64_t event, const Follow& follow,
                   std::uint64_t* moves, std::uint64_t* counts) {
  const tally::MotionLayout layout{experiment.windows};
  for (std::int32_t w = 0; w < experiment.windows; ++w) moves[w] = 0;
  follow(condition_of(experiment, event));
  for (std::int32_t w = 0; w < experiment.windows; ++w) {
    counts[layout.window(w, tally::MotionLayout::squares)] += moves[w] * moves[w];
  }
  ++counts[layout.areas()];
}

/// Counts one area of interest on a CPU, cluster after cluster: see watch_area_by().
inline void watch_area(const detrapping::Experiment& experiment, std::uint64_t seed, std::uint64_t event,
                       std::uint64_t* moves, std::uint64_t* counts) {
  struct Tally {
    tally::MotionLayout layout;
    std::uint64_t *moves, *counts;

    SLIPBURST_FUNCTION void hop(std::int32_t window, bool direct, std::int32_t distance) {
      ++moves[window];
      ++counts[layout.window(window, direct ? tally::MotionLayout::direct : tally::MotionLayout::supplied)];
      ++counts[layout.distance(distance)];
    }
    SLIPBURST_FUNCTION void moved(std::int32_t window) { ++counts[layout.window(window, tally::MotionLayout::moved)]; }
    SLIPBURST_FUNCTION void cluster(std::int64_t seen) { ++counts[layout.moves(seen)]; }
  } own{{experiment.windows}, moves, counts};
  const EventWords draw{random::PhiloxKeys(seed), event};
  const auto follow = [&](std::int32_t condition) {
    for (std::int32_t cluster = 0; cluster < experiment.clusters; ++cluster) {
      follow_cluster(experiment, condition, static_cast<std::uint32_t>(cluster), draw, own);
    }
  };
  watch_area_by(experiment, event, follow, moves, counts);
}

/// Counters of an area's condition, among [condition][tally::MotionLayout].
inline std::uint64_t* counters_of_area(const detrapping::Experiment& experiment, std::uint64_t event,
                                       std::uint64_t* counts) {
  return counts + std::int64_t{condition_of(experiment, event)} * tally::MotionLayout{experiment.windows}.size();
}

}  // namespace slipburst::exec
