#pragma once
/// \file Lines outside the validity of the model, whose film energy is negative.

#include "host/table/table.hpp"
#include "slipburst/exec/event_executor.hpp"

namespace slipburst::host {

/// Lines that fit film and grain and whose film energy is negative, by quadrature over a table. Nearly as fast as
/// sound, or faster, a line takes up energy as it leaves the interface: the term -(1/2) (dm*/dt) v^2 of Romani (2024),
/// Eq. (21), outweighs the radiation. Tables and draws give such lines almost no film energy (see log2_energy); their
/// crystal energy exceeds the work of the stress by the missing film energy.
struct NegativeFilm {
  double share;    ///< probability per pinned dislocation
  double mean_eV;  ///< mean of the negative energies per pinned dislocation, left out of the mean film energy
};

/// \param log2_unit  see log2_unit_eV
NegativeFilm negative_film(const exec::EventModel& model, double log2_unit, const Table& table);

}  // namespace slipburst::host
