#pragma once
/// \file Experiment on trapped clusters, with all numbers needed to draw one.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/case/cluster_case.hpp"
#include "slipburst/detrapping/experiment.hpp"

namespace slipburst::host {

/// A temperature and a beam.
struct WatchedCondition {
  double temperature_K;
  Beam beam;
  double effective_temperature_K;  ///< T_c
  double jump_rate_Hz;             ///< of vacancies, z Phi sigma
};

/// Depth of a trap, and the share of the clusters in traps of this depth.
struct TrapDepth {
  double barrier;  ///< meV
  double share;    ///< shares add up to 1
};

/// Depths of a case: its barriers, each in `depths_per_barrier` parts of equal probability if there is a spread,
/// rounded to ten digits so that they do not depend on a library's functions.
std::vector<TrapDepth> trap_depths(const Traps& traps);
inline constexpr int depths_per_barrier = 32;

/// Rates of a case in every condition, and their storage.
///
/// Clusters are freed by the supply of vacancies at nu_k e^(-alpha t), with
///   nu_k = supply.frequency * T_c e^(-barrier_k/k_B T_c) / (its mean over the traps at the reference) * J /
///   J_reference, alpha = supply.decay_per_jump * J,  J the rate at which the beam makes vacancies jump,
/// Arakawa et al., Eq. (2) and their nu_MF(t), and by direct hits at
///   Gamma_d = direct.frequency * (flux sigma_d) / (its reference), sigma_d the cross-section above least_transfer.
/// Conditions are in the order temperature, energy, flux, the last fastest.
class WatchedClusters {
 public:
  /// \throws InputError for a case with meaningless rates: a reference at which no cluster moves, or clusters that hop
  /// without end
  explicit WatchedClusters(const ClusterCase& c);
  WatchedClusters(const WatchedClusters&) = delete;
  WatchedClusters& operator=(const WatchedClusters&) = delete;

  const detrapping::Experiment& experiment() const { return experiment_; }
  const std::vector<WatchedCondition>& conditions() const { return conditions_; }
  const std::vector<TrapDepth>& depths() const { return depths_; }

  /// Gamma_th: mean frequency at which the supply of vacancies frees a cluster at first, sum_k share_k nu_k. Hz
  double thermal_Hz(std::size_t condition) const;

  /// Upper bound on the mean number of moves of an area in the condition with the most moves.
  double max_moves_of_an_area() const;

  std::size_t counters_per_condition() const;  ///< tally::MotionLayout
  std::size_t counters() const { return counters_per_condition() * conditions_.size(); }

 private:
  double max_moves_of_a_cluster(std::size_t condition) const;
  void require_an_end() const;

  std::vector<TrapDepth> depths_;
  std::vector<WatchedCondition> conditions_;
  std::vector<detrapping::Condition> rates_;
  std::vector<double> indirect_Hz_;
  std::vector<std::uint32_t> depth_at_;
  detrapping::Experiment experiment_;
};

/// Mean number of moves of one cluster in one window.
struct ExpectedMoves {
  double supplied, direct;
};

/// Expected moves in one condition, [window]. With traps alike the closed form of Arakawa et al.,
/// nu(t) = e^(-alpha t) sum_k nu_k n_k/n + Gamma_d, integrated; with traps drawn anew the shares n_k/n follow
/// dn_k/dt = -r_k n_k + share_k sum_j r_j n_j, r_k = nu_k e^(-alpha t) + Gamma_d, which is integrated numerically
/// (1e-8).
std::vector<ExpectedMoves> expected_moves(const WatchedClusters& clusters, std::size_t condition);

}  // namespace slipburst::host
