#pragma once
/// \file Values of a spectrum, sampled or exact: estimates with errors, per pinned dislocation.

#include <string>
#include <vector>

#include "host/quadrature/exact.hpp"
#include "host/sampling/spectrum.hpp"

namespace slipburst::host {

struct ChannelValues {
  std::vector<Estimate> above;       ///< P(E > edge), [bins + 1]
  std::vector<Estimate> bins;        ///< P(E in bin), [bins]
  std::vector<Estimate> supersonic;  ///< P(E in bin and the line passes the sound speed), [bins]
  std::vector<Estimate> thresholds;  ///< P(E >= threshold)
  Estimate mean_eV;
  Estimate underflow;  ///< P(0 < E < first edge); underflow + above[0] = P(E > 0)
  /// Share of the emitting lines that pass the sound speed, alike in both channels; 0 if none emits.
  double supersonic_share;
};

/// Probabilities of crystal and film energies together, [crystal][film], each axis: below the first edge of its bins
/// (but not zero), the bins, above the last. Empty unless the case asks for it.
struct EnergyPlane {
  std::vector<Estimate> probability;
};

struct SpectrumValues {
  std::string method;  ///< plain, stratified, quadrature or direct
  std::vector<double> edges_eV, thresholds_eV;
  ChannelValues channel[table::channels];
  Estimate rejected;  ///< P(pin height beyond the film, or the grain too small)
  EnergyPlane plane;
};

/// Values of a sampled spectrum; errors are statistical.
SpectrumValues values_of(const Spectrum& spectrum);

/// Values of an exact spectrum; errors are the quadrature's own estimate, without the error of the table.
SpectrumValues values_of(const ExactSpectrum& exact, std::string method, std::span<const double> edges_eV,
                         std::span<const double> thresholds_eV);

}  // namespace slipburst::host
