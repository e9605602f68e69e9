#pragma once
/// \file Counts of an experiment over measured energy, with the data needed to predict them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/case/detector_response.hpp"

namespace slipburst::host {

/// An experiment without its counts.
struct Experiment {
  std::string name;
  std::optional<double> aluminium_area_cm2;  ///< unset if unknown: then only the shape of a spectrum can be predicted
  std::optional<double> mass_kg;
  double live_time_s = 0;
  double inverse_age_Hz = 0;  ///< mean of 1/(time since cooldown) over the live time
  DetectorResponse response;
};

/// The mean of 1/t over start..end, ln(end/start)/(end - start), in 1/s. \pre 0 < start < end
double mean_inverse_age_Hz(double start_s, double end_s);

/// Counts between two measured energies.
struct MeasuredBand {
  double low_eV, high_eV;  ///< `high_eV` may be infinite
  std::uint64_t counts = 0;
  double inverse_efficiency = 1;  ///< mean of 1/efficiency over the counts; over the band without counts
};

/// Rates fall as 1/t: a burst rate of k/t makes k x `aged_live_time()` bursts in the live time, and counts over
/// `aged_live_time()` x t are the rate at time t.
class MeasuredSpectrum {
 public:
  /// \pre bands rise, do not overlap and are not empty; the lowest begins at the threshold or above it
  /// \throws std::invalid_argument otherwise
  MeasuredSpectrum(Experiment experiment, std::vector<MeasuredBand> bands);

  const Experiment& experiment() const { return experiment_; }
  const std::vector<MeasuredBand>& bands() const { return bands_; }

  /// Live time x mean of 1/t, a plain number.
  double aged_live_time() const { return experiment_.live_time_s * experiment_.inverse_age_Hz; }

 private:
  Experiment experiment_;
  std::vector<MeasuredBand> bands_;
};

}  // namespace slipburst::host
