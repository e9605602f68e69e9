#pragma once
/// \file The file of a fitted spectrum: format "slipburst-fit".

#include <string>
#include <vector>

#include "host/analysis/poisson_fit.hpp"
#include "host/measured/detector_description.hpp"
#include "host/results/field.hpp"
#include "host/results/free_parameters.hpp"
#include "host/results/run_identity.hpp"

namespace slipburst::host {

/// A fit with its data, free parameters and table.
struct FitRecord {
  const DetectorDescription& detector;
  const MeasuredSpectrum& measured;
  std::vector<FreeParameter> free;
  PoissonFit fit;
  std::string channel, table_sha256;
  double area_cm2;
  RunIdentity identity;
};

/// Single values and the covariance.
const Fields<FitRecord>& fit_fields();

/// A fitted parameter in the unit of reports: nm, MPa, or 1 for a plain number.
struct ParameterRow {
  std::string name, unit;
  double value, sigma, low, high;
  bool low_is_bound, high_is_bound;
};

std::vector<ParameterRow> parameter_rows(const FitRecord& record);
const Fields<ParameterRow>& parameter_row_fields();

/// A band with the counts that the fitted model expects.
struct FittedBand {
  MeasuredBand band;
  double expected;
};

std::vector<FittedBand> fitted_bands(const FitRecord& record);
const Fields<FittedBand>& fitted_band_fields();

/// \param best  the case with the fitted values
void write_fit_file(const std::string& path, const Case& best, const std::string& backend, const FitRecord& record);

}  // namespace slipburst::host
