#pragma once
/// \file A spectrum read back from its file.

#include <string>

#include "host/case/case.hpp"
#include "host/response/true_spectrum.hpp"
#include "host/results/spectrum_file.hpp"

namespace slipburst::host {

/// Content of a file of `slipburst spectrum` that a comparison or a fit needs.
struct SpectrumInput {
  Case config;
  std::string backend, method;
  TrueSpectrum channel[table::channels];
  double releases_per_cm2;  ///< rate of all pinned dislocations x time, N/Gamma per cm^2
};

/// \throws InputError for a file that is no spectrum file, is damaged, or has invalid numbers
SpectrumInput read_spectrum_file(const std::string& path);

}  // namespace slipburst::host
