#pragma once
/// \file Bins of phonon energy, and the distances at which a segment passes from one to the next.

#include <cstdint>
#include <vector>

#include "host/model/reduced_model.hpp"

namespace slipburst::host {

/// Logarithmic bins of phonon energy: `bins` from 2 Delta to the greatest phonon energy, and below the gap, down to
/// the phonon energy of the highest segment, as many again (Phonons::all) or a single one.
class PhononBins {
 public:
  /// \param max_distance  reduced; no segment is ever farther from the interface
  PhononBins(const ReducedModel& model, double pair_breaking_meV, double max_distance, std::uint64_t bins,
             Phonons phonons);

  /// Index of the bin at a reduced distance: phonon energies fall with the distance.
  std::size_t at(double distance) const;
  bool above_gap(std::size_t bin) const { return bin >= first_above_; }

  /// Edges of the bins, [bins + 1]; bin i begins at edge i.
  const std::vector<double>& edges_meV() const { return edges_meV_; }
  /// Reduced distance of an edge: infinite at the first, 0 at the last, since bins go to both ends.
  double distance(std::size_t edge) const { return distances_[edge]; }
  /// sqrt(L) at an edge.
  double root(std::size_t edge) const { return roots_[edge]; }

 private:
  void append(double low_meV, double high_meV, std::uint64_t bins);

  std::vector<double> edges_meV_, distances_, roots_;
  std::size_t first_above_ = 0;
};

}  // namespace slipburst::host
