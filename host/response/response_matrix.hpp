#pragma once
/// \file From true to measured energy, bin by bin.

#include <span>
#include <vector>

#include "host/case/detector_response.hpp"

namespace slipburst::host {

/// Probability that a burst of one true cell is measured in one measured cell.
///
/// Cells are the bins between edges, with a cell below the first edge before them and a cell above the last edge after
/// them: bins + 2 of each kind. True energies are taken as uniform within a bin, and between 0 and the first edge; true
/// energies above the last edge, known no more closely, are measured above the last edge. Measured energies may be
/// negative through noise and then lie below the first edge.
///
/// Every column adds up to 1 (to 1e-12) before threshold and efficiency, and without noise, at scale 1 and with equal
/// edges the matrix is exactly the unit matrix.
///
/// Threshold and efficiency act on measured energy, averaged over a measured bin taken as uniform: a bin that the
/// threshold cuts counts with the share above it. The cell below the first edge is seen only without a threshold; the
/// cell above the last edge counts as if its energies were at that edge.
class ResponseMatrix {
 public:
  /// \pre edges rise strictly, true edges are positive; at least two of each
  ResponseMatrix(const DetectorResponse& response, std::span<const double> true_edges_eV,
                 std::span<const double> measured_edges_eV);

  std::size_t true_cells() const { return columns_.size(); }
  std::size_t measured_cells() const { return acceptance_.size(); }

  /// Probability before threshold and efficiency.
  double operator()(std::size_t measured, std::size_t truth) const;

  /// Mean of efficiency, 0 below threshold, over each measured cell, [measured cells].
  const std::vector<double>& acceptance() const { return acceptance_; }

  /// Probability of being seen, whatever the measured energy, [true cells].
  std::vector<double> seen_share() const;

  /// \param truth  counts or probabilities, [true cells] \return the same before threshold and efficiency,
  /// [measured cells]
  std::vector<double> smear(std::span<const double> truth) const;

  /// As `smear`, with threshold and efficiency.
  std::vector<double> fold(std::span<const double> truth) const;

  /// Smears both axes of a plane, such as counts over crystal and film energy; the noise of the two is independent.
  /// \param plane  [true cells][true cells], the last index fastest \return [measured cells][measured cells]
  std::vector<double> smear_plane(std::span<const double> plane) const;

 private:
  /// Entries of one true cell that are not 0.
  struct Column {
    std::size_t first;
    std::vector<double> entries;
  };

  std::vector<Column> columns_;
  std::vector<double> acceptance_;
};

}  // namespace slipburst::host
