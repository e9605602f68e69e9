#pragma once
/// \file Outcome of one event.

#include "slipburst/table/view.hpp"

namespace slipburst::kernels {

struct Outcome {
  bool exists, rejects, emits, supersonic;
  table::Energies energies;
};

}  // namespace slipburst::kernels
