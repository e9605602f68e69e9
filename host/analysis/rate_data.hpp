#pragma once
/// \file Measured rates over time, and their residuals from a model.

#include <cstddef>
#include <string>
#include <vector>

namespace slipburst::host {

/// A rate at one time: measured with an error, or counted.
struct RatePoint {
  double time_day = 0;  ///< since the origin of time, positive
  double rate_Hz = 0, error_Hz = 0;
  double counts = 0, live_time_s = 0;  ///< of a counted rate; else 0
};

/// Rate counts/live time, with the error sqrt(counts)/live time, which is 0 without counts.
RatePoint counted_rate(double time_day, double counts, double live_time_s);

/// Rates of one detector, one cooldown, or one band of energy.
struct RateSet {
  std::string name, file;
  std::vector<RatePoint> points;
  std::size_t left_out = 0;  ///< rows without a number in a column that is used
};

struct RateData {
  bool counted = false;  ///< whether all points are counted; else all are measured with errors
  std::vector<RateSet> sets;

  std::size_t size() const;  ///< points of all sets
};

/// Residual of a point in standard deviations, positive where the model is higher: (model - rate)/error, of a counted
/// rate deviance_residual() of poisson_fit.
double rate_residual(const RatePoint& point, bool counted, double model_Hz);

}  // namespace slipburst::host
