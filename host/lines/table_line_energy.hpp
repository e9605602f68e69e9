#pragma once
/// \file The energies of one burst from a table.

#include "host/table/table.hpp"

namespace slipburst::host {

struct TabulatedEnergy {
  double crystal_eV, film_eV;
  bool supersonic;  ///< the line's fastest part passes the sound speed
};

/// Energies that the event kernel gives a burst of this pin height and stress (meV/nm^3); alpha from the case.
/// \throws TableError if the table does not reach the burst
TabulatedEnergy table_line_energy(const PreparedCase& c, const Table& table, double pin_height_nm, double stress);

/// A case like `c` whose table reaches a burst and little beyond it.
Case case_reaching(const Case& c, double pin_height_nm, double stress);

/// The greatest crystal energy, eV, of lines with this pin height, over all stresses the case has: lines of more energy
/// have higher pins.
double max_line_energy_eV(const PreparedCase& c, const Table& table, double pin_height_nm);

}  // namespace slipburst::host
