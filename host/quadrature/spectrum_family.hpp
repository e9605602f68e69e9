#pragma once
/// \file Exact integral spectra of one table for many spacings, alphas, stresses and grains, in about a millisecond
/// each.

#include <array>
#include <span>
#include <vector>

#include "host/table/table.hpp"
#include "slipburst/exec/event_executor.hpp"

namespace slipburst::host {

/// Integral spectra by fixed rules, as integrate_spectrum gives them by adaptive ones: within each stress cell the
/// height a line needs for an energy is interpolated between nodes that do not move with the case. Relative error below
/// 1e-5 for probabilities above 1e-9, and some 1e-4 where film or grains limit the lines. Where the energies of the
/// table fall with the height at its end, as the film channel's may, all heights with an energy are found anew for each
/// case, which takes a hundred times as long, to some 1e-4.
class SpectrumFamily {
 public:
  static constexpr std::size_t order = 7;  ///< nodes in each stress cell

  /// \param low_log2_energy, high_log2_energy  range of the energies of all later calls, on the table's scale, for
  /// every case (see log2_unit_eV)
  /// \param table  must outlive the family
  SpectrumFamily(const Table& table, int channel, double low_log2_energy, double high_log2_energy);

  /// P(E > energy) per pinned dislocation.
  /// \param model  of a case that the table serves  \param log2_energies  on the table's scale, rising
  /// \return [energies]
  std::vector<double> above(const exec::EventModel& model, std::span<const double> log2_energies) const;

 private:
  /// Computes above() from the table itself, without the nodes.
  std::vector<double> above_anew(const exec::EventModel& model, std::span<const double> log2_energies) const;

  /// Nodes of one stress cell.
  struct Cell {
    double low, high;                      ///< ends of the cell, u = tau / tau*
    std::array<double, order> stress;      ///< u of the nodes
    std::vector<double> log2_bits[order];  ///< log2(x u^2 height_per_bit), x being the bits above which a line has each
                                           ///< energy of the grid
  };

  const Table* table_;
  int channel_;
  bool falls_ = false;       ///< whether energies fall with the height; `cells_` is empty then
  double first_;             ///< log2 energy of the first point of the grid
  std::vector<Cell> cells_;  ///< cells whose lines emit within the table's reach
};

}  // namespace slipburst::host
