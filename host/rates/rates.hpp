#pragma once
/// \file Results of a run of releases: rates at moments, counts in windows, outcomes of stages, a law of decay.

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "host/rates/release_values.hpp"
#include "host/rates/stage_outcome.hpp"

namespace slipburst::host {

/// Events per second at a moment.
struct MomentRate {
  double time_s, exact_Hz, undisturbed_Hz;  ///< undisturbed: of the same film without its history
  double stress_factor;                     ///< mean over the releases at that moment
  Estimate rate_Hz;
  std::vector<double> exact_above_Hz;   ///< [channel x threshold]
  std::vector<Estimate> rate_above_Hz;  ///< [channel x threshold]
};

struct WindowCounts {
  Exposure window;
  double expected;  ///< including releases at once
  Estimate sampled;
  std::vector<Estimate> above;  ///< [channel x threshold]
  std::optional<ExponentialFit> exponential;
};

/// One slice of time.
struct SliceRate {
  double start_s, end_s, expected_Hz, stress_factor;
  double undisturbed_Hz;  ///< expected of the same film without its history
  Estimate rate_Hz;
  std::vector<double> expected_above_Hz;  ///< [channel x threshold], for the mean stress in the slice
  std::vector<Estimate> above_Hz;
};

struct Rates {
  std::vector<SliceRate> slices;
  std::vector<MomentRate> moments;
  std::vector<WindowCounts> windows;
  std::vector<StageOutcome> stages;
  Exposure fitted;
  std::optional<PowerLawFit> fit;
};

struct RatesRequest {
  std::vector<Exposure> windows;
  std::vector<double> moments_s;
  std::optional<Exposure> fit;  ///< default: from minimum_time_s after the last stage to the end of the time axis
};

/// Edges that a request needs, see slice_edges_s.
std::vector<double> requested_edges_s(const Case& c, const FilmHistory& history, const RatesRequest& request,
                                      TimeSampling sampling);

/// Results of a sampled run.
/// \param poll  called now and then; may throw to stop
Rates rates_of(const PreparedCase& c, const Table& table, const ReleaseValues& values, const RatesRequest& request,
               const std::function<void()>& poll);

}  // namespace slipburst::host
