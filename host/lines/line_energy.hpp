#pragma once
/// \file The energies of one burst by direct integration of its segments, without a table.

#include <optional>

#include "host/model/prepared_case.hpp"

namespace slipburst::host {

struct LineEnergy {
  double line_length_nm;
  double crystal_above_gap_eV, film_above_gap_eV;  ///< plus the sensor's share of the energy below the gap
  double error_eV;                                 ///< estimate of the quadrature's error, both channels
};

/// Romani (2024), Eqs. (25)-(27), for the case's line shape.
/// \param stress  meV/nm^3
/// \param line_length_nm  if pinned under another stress; default: from `stress`
/// \throws TableError if a segment cannot be integrated
LineEnergy line_energy(const PreparedCase& c, double pin_height_nm, double stress,
                       std::optional<double> line_length_nm = {});

}  // namespace slipburst::host
