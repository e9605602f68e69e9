#pragma once
/// \file The file of fitted frequencies: format "slipburst-fit-arrhenius".

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/analysis/arrhenius_bootstrap.hpp"
#include "host/analysis/arrhenius_comparison.hpp"
#include "host/results/field.hpp"
#include "host/results/run_identity.hpp"

namespace slipburst::host {

/// A fit with its data, comparisons, profile and bootstrap.
struct ArrheniusRecord {
  std::vector<std::string> paths;  ///< of the data
  ArrheniusProblem problem;
  ArrheniusFit fit;
  std::vector<ArrheniusFit> sums;  ///< of the model classical-3: fits with one barrier, two, ...
  std::vector<ComparedModel> comparison;
  std::vector<ProfilePoint> profile;  ///< of the model quantum, over barriers in meV
  std::optional<Bootstrap> bootstrap;
  CountScatter scatter = CountScatter::negative_binomial;
  std::uint64_t seed = 0;
};

/// Single values, covariance, and the fitted model over temperature.
const Fields<ArrheniusRecord>& arrhenius_fields();

const Fields<FrequencySet>& frequency_set_fields();
const Fields<ArrheniusParameter>& arrhenius_parameter_fields();

/// A point of the data with its expectation.
struct FittedPoint {
  std::uint64_t set;  ///< index
  FrequencyPoint point;
  bool counted;
  double expected_Hz, residual;  ///< residual: positive where more was measured
};

std::vector<FittedPoint> fitted_points(const ArrheniusRecord& record);
const Fields<FittedPoint>& fitted_point_fields();

/// Fits with one barrier, two, ...
const Fields<ArrheniusFit>& sum_fields();

/// A model that could be fitted, beside the best ones.
struct ComparedFit {
  ArrheniusFit fit;
  double delta_aic, delta_bic;
};

std::vector<ComparedFit> compared_fits(const ArrheniusRecord& record);
const Fields<ComparedFit>& compared_fit_fields();

std::vector<ComparedModel> models_left_out(const ArrheniusRecord& record);
const Fields<ComparedModel>& left_out_fields();

const Fields<ProfilePoint>& barrier_profile_fields();

/// Single values of a bootstrap, and of each parameter. \pre record.bootstrap
const Fields<ArrheniusRecord>& bootstrap_fields();
const Fields<BootstrapParameter>& bootstrap_parameter_fields();

/// The fit with the lowest value, such as that of `&ArrheniusFit::bic`. \pre fits is not empty
const ArrheniusFit& lowest(const std::vector<ArrheniusFit>& fits, double ArrheniusFit::*criterion);

void write_arrhenius_file(const std::string& path, const ArrheniusRecord& record, const RunIdentity& identity);

}  // namespace slipburst::host
