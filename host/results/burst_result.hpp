#pragma once
/// \file Result of `slipburst burst` and its fields.

#include "host/lines/line_balance.hpp"
#include "host/lines/line_energy.hpp"
#include "host/lines/table_line_energy.hpp"
#include "host/results/field.hpp"

namespace slipburst::host {

struct BurstOutcome {
  double pin_height_nm, stress;  ///< stress in meV/nm^3
  LineEnergy direct;
  LineBalance balance;
  bool inside_core;  ///< whether some part of the line first turns closer than one Burgers vector
  TabulatedEnergy tabulated;
};

const Fields<BurstOutcome>& burst_fields();

}  // namespace slipburst::host
