#pragma once
/// \file Frequencies of motion from the counters of clusters.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "host/detrapping/supply_decay.hpp"
#include "host/detrapping/watched_clusters.hpp"

namespace slipburst::host {

/// One window of a condition, all areas together.
struct WindowMotion {
  std::uint64_t supplied, direct;  ///< moves n_m: by the supply of vacancies, by hits
  std::uint64_t moved;             ///< clusters that moved
  std::uint64_t squares;           ///< sum over areas of the square of an area's moves
  double frequency_Hz;             ///< nu_MF = n_m/(n window)
  double error_Hz;                 ///< nu sqrt(1/n + 1/n_m), as Arakawa et al. give it
  double scatter_Hz;               ///< standard deviation of single areas' frequencies; NaN for one area
  double expected_Hz;              ///< the closed form, see expected_moves

  std::uint64_t moves() const { return supplied + direct; }
};

struct ConditionMotion {
  std::uint64_t areas, clusters;
  std::vector<WindowMotion> windows;
  std::vector<std::uint64_t> by_moves;   ///< clusters, [tally::MotionLayout::move_slots]
  std::vector<std::uint64_t> distances;  ///< moves, [tally::MotionLayout::distance_slots]
  std::optional<SupplyDecayFit> decay;   ///< of four or more windows, if they show a decay
};

/// \param counts  [condition][tally::MotionLayout]  \param poll  called for each condition; may throw to stop
std::vector<ConditionMotion> motion_values(const WatchedClusters& clusters, std::span<const std::uint64_t> counts,
                                           const std::function<void()>& poll = {});

/// Moves in the first `windows` windows of a single area of interest, [condition][window]: the data of one experiment.
/// \param poll  called for each condition; may throw to stop
std::vector<std::uint64_t> moves_of_area(const WatchedClusters& clusters, std::uint64_t seed, std::uint64_t area,
                                         std::int32_t windows, const std::function<void()>& poll = {});

}  // namespace slipburst::host
