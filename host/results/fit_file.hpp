#pragma once
/// \file The file of a fitted spectrum: format "slipburst-fit".

#include <string>
#include <vector>

#include "host/analysis/poisson_fit.hpp"
#include "host/measured/detector_description.hpp"
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

/// \param best  the case with the fitted values
void write_fit_file(const std::string& path, const Case& best, const std::string& backend, const FitRecord& record);

/// An internal value in the unit of fit reports: nm, MPa, or unchanged for a plain number.
double in_report_unit(double value, Dimension dimension);
std::string report_unit(Dimension dimension);

}  // namespace slipburst::host
