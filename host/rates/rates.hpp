#pragma once
/// \file Everything a run of releases is asked for: rates at moments, counts in windows, what stages did, a decay law.

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
  double stress_factor;                     ///< mean over what leaves then
  Estimate rate_Hz;
  std::vector<double> exact_above_Hz;   ///< [channel x threshold]
  std::vector<Estimate> rate_above_Hz;  ///< likewise
};

struct WindowCounts {
  Exposure window;
  double expected;  ///< with what leaves at once
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
  std::optional<Exposure> fit;  ///< without: from the end of the last stage to that of the axis
};

/// Edges that a request needs, see slice_edges_s.
std::vector<double> requested_edges_s(const Case& c, const RatesRequest& request, TimeSampling sampling);

/// \param poll  called now and then; may throw to stop
Rates rates_of(const Case& c, const Table& table, const ReleaseValues& values, const RatesRequest& request,
               const std::function<void()>& poll);

}  // namespace slipburst::host
