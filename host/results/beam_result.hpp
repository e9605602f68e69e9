#pragma once
/// \file Result of `slipburst beam` and its fields.

#include <string>
#include <vector>

#include "host/detrapping/beam_rates.hpp"
#include "host/results/field.hpp"

namespace slipburst::host {

struct BeamResult {
  detrapping::Target target;
  std::string caveat;  ///< of the cross-section
  std::vector<BeamRate> rates;
};

const Fields<BeamResult>& beam_fields();
const Fields<detrapping::Target>& beam_target_fields();
const Fields<BeamRate>& beam_rate_fields();

}  // namespace slipburst::host
