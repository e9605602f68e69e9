#pragma once
/// \file The energies of one burst by direct integration of its segments, without a table.

#include "host/config/case.hpp"

namespace slipburst::host {

struct LineEnergy {
  double line_length_nm;
  double crystal_above_gap_eV, film_above_gap_eV;
  double error_eV;  ///< estimate of the quadrature's error, both channels
};

/// Romani (2024), Eqs. (25)-(27), shape linear from the interface to the pin.
/// \param stress  meV/nm^3
/// \throws TableError if a segment cannot be integrated
LineEnergy line_energy(const Case& c, double pin_height_nm, double stress);

}  // namespace slipburst::host
