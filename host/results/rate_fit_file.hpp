#pragma once
/// \file The file of fitted rates over time: format "slipburst-fit-rates".

#include <cstdint>
#include <string>
#include <vector>

#include "host/analysis/rate_fit.hpp"
#include "host/results/field.hpp"
#include "host/results/run_identity.hpp"

namespace slipburst::host {

/// Laws that were tried on data.
struct RateFitRecord {
  RateData data;
  double origin_s = 0;
  std::vector<std::string> shared;
  std::vector<RateFit> fits;
  std::vector<TriedDecay> left_out;  ///< laws without a fit
};

const Fields<RateFitRecord>& rate_fit_fields();
const Fields<RateSet>& rate_set_fields();

/// A law beside the best ones.
struct RateFitRow {
  RateFit fit;
  double delta_aic, delta_bic;
};
std::vector<RateFitRow> rate_fit_rows(const RateFitRecord& record);
const Fields<RateFitRow>& rate_fit_row_fields();

/// A parameter with the index of its law among the fits.
struct RateParameterRow : RateFitParameter {
  std::uint64_t model;
};
std::vector<RateParameterRow> rate_parameter_rows(const RateFitRecord& record);
const Fields<RateParameterRow>& rate_parameter_fields();

/// A point with what the laws expect.
struct FittedRate {
  std::uint64_t set;
  RatePoint point;
  bool counted;
  std::vector<double> expected_Hz, residuals;  ///< of each law; residuals positive where more was measured
};
std::vector<FittedRate> fitted_rates(const RateFitRecord& record);
const Fields<FittedRate>& fitted_rate_fields();

const Fields<TriedDecay>& decay_left_out_fields();

void write_rate_fit_file(const std::string& path, const RateFitRecord& record, const RunIdentity& identity);

}  // namespace slipburst::host
