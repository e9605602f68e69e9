#pragma once
/// \file Expected counts of an experiment as a function of the film's parameters.

#include <span>
#include <string>
#include <vector>

#include "host/analysis/poisson_fit.hpp"
#include "host/quadrature/spectrum_family.hpp"
#include "host/response/expected_counts.hpp"

namespace slipburst::host {

/// Parameters that may be free in a fit of a spectrum. Values are in internal units (nm, meV/nm^3); scale is a plain
/// number.
enum class SpectrumParameter { spacing, sigma0, alpha, grain_median, scale };

/// Case like `c` whose table serves every case within the bounds: pin spacing and stress are the largest of the bounds.
/// Heights beyond the table have probability 2^-40 at the corner of the bounds.
Case widest_case(const Case& c, std::span<const SpectrumParameter> free, std::span<const FitParameter> bounds);

/// Moves the bounds that widest_case() uses halfway to the start, in the logarithm.
/// \return whether any bound moved noticeably
bool narrow_bounds(std::span<const SpectrumParameter> free, std::span<FitParameter> bounds);

/// Expected counts per band: scale x area x N/Gamma x P(measured in the band), Romani (2024), Eqs. (5) and (25)-(28),
/// by quadrature after the detector's response. Cells of true energy are narrow and begin and end with the bands.
class SpectrumModel {
 public:
  /// \param table  serves widest_case(), must outlive the model  \param area_cm2  of the detector's film
  SpectrumModel(const Case& c, const Table& table, int channel, const MeasuredSpectrum& measured, double area_cm2,
                std::vector<SpectrumParameter> free, std::span<const FitParameter> bounds);

  /// \param values  of the free parameters \return [bands]
  std::vector<double> operator()(std::span<const double> values) const;

  /// Case with the given values; `scale` is not part of a case.
  Case case_with(std::span<const double> values) const;

 private:
  Case case_;
  double area_cm2_;
  std::vector<SpectrumParameter> free_;
  std::vector<double> edges_eV_;  ///< of the true cells
  SpectrumFamily family_;
  ExpectedCounts expected_;
};

}  // namespace slipburst::host
