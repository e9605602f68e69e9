#pragma once
/// \file Fields of a spectrum, sampled or exact, that follow from its values.

#include <vector>

#include "host/results/field.hpp"
#include "host/results/spectrum_file.hpp"

namespace slipburst::host {

/// A result with its case, for the time of a call.
struct SpectrumOutcome {
  const Case& c;
  const SpectrumResult& result;
};

const Fields<SpectrumOutcome>& spectrum_fields();

/// One energy of --above.
struct EnergyAbove {
  double energy_eV;
  Estimate probability[table::channels];  ///< P(E >= energy) by channel
  RateScale rate;
};

const Fields<EnergyAbove>& above_fields();
std::vector<EnergyAbove> energies_above(const SpectrumResult& result);

}  // namespace slipburst::host
