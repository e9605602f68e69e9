#pragma once
/// \file An experiment on trapped clusters, with all the numbers that drawing one needs.

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

/// A trap of each depth, and the share of the clusters in traps as deep.
struct TrapDepth {
  double barrier;  ///< meV
  double share;    ///< all together 1
};

/// Depths of a case: its barriers, each in `depths_per_barrier` parts of equal probability if there is a spread,
/// rounded to ten digits so that they do not depend on a library's functions.
std::vector<TrapDepth> trap_depths(const Traps& traps);
inline constexpr int depths_per_barrier = 32;

/// The rates of a case in every condition, and where they are kept.
///
/// Clusters are freed by the supply of vacancies at nu_k e^(-alpha t), with
///   nu_k = supply.frequency * T_c e^(-barrier_k/k_B T_c) / (its mean over the traps at the reference) * J /
///   J_reference, alpha = supply.decay_per_jump * J,  J the rate at which the beam makes vacancies jump,
/// Arakawa et al., Eq. (2) and their nu_MF(t), and by direct hits at
///   Gamma_d = direct.frequency * (flux sigma_d) / (its reference), sigma_d the cross-section above least_transfer.
/// Conditions are in the order temperature, energy, flux, the last fastest.
class WatchedClusters {
 public:
  /// \throws InputError for a case whose rates mean nothing: a reference at which nothing moves, clusters that hop
  /// without end
  explicit WatchedClusters(const ClusterCase& c);
  WatchedClusters(const WatchedClusters&) = delete;
  WatchedClusters& operator=(const WatchedClusters&) = delete;

  const detrapping::Experiment& experiment() const { return experiment_; }
  const std::vector<WatchedCondition>& conditions() const { return conditions_; }
  const std::vector<TrapDepth>& depths() const { return depths_; }

  /// Gamma_th: mean frequency at which the supply of vacancies frees a cluster at first, sum_k share_k nu_k. Hz
  double thermal_Hz(std::size_t condition) const;

  /// On the mean, of the condition with the most, an upper bound.
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

/// Moves of one cluster in one window, on the mean.
struct ExpectedMoves {
  double supplied, direct;
};

/// What one condition should show, [window]. With traps alike the closed form of Arakawa et al.,
/// nu(t) = e^(-alpha t) sum_k nu_k n_k/n + Gamma_d, integrated; with traps drawn anew the shares n_k/n follow
/// dn_k/dt = -r_k n_k + share_k sum_j r_j n_j, r_k = nu_k e^(-alpha t) + Gamma_d, which is integrated numerically
/// (1e-8).
std::vector<ExpectedMoves> expected_moves(const WatchedClusters& clusters, std::size_t condition);

}  // namespace slipburst::host
