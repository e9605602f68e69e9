#pragma once
/// \file Energy balance of a whole line: work, radiation, and the terms of the equations that radiate it.

#include "host/lines/energy_balance.hpp"
#include "host/model/prepared_case.hpp"

namespace slipburst::host {

/// Energies of a line in eV: those of EnergyBalance, integrated along the line as in Romani (2024), Eqs. (25)-(26).
struct LineBalance {
  ChannelBalance crystal, film;
  double work = 0, radiated = 0;
  double nearest_nm = 0;  ///< smallest distance of a first turning point; infinite where no part of the line moves

  double residual() const { return work - radiated; }
};

/// Balance of a line by direct integration of the line's segments with a fixed rule, whose error the residual shows.
/// \param stress  meV/nm^3
/// \throws TableError if a segment cannot be integrated
LineBalance line_balance(const PreparedCase& c, double pin_height_nm, double stress);

}  // namespace slipburst::host
