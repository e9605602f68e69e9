#pragma once
/// \file What a run of releases says of spans of time: counts with errors, and decays within them.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "host/model/exposure.hpp"
#include "host/numerics/estimate.hpp"
#include "host/rates/decay_fit.hpp"
#include "host/rates/release_run.hpp"

namespace slipburst::host {

/// What is counted of a slice, from its counters.
using SliceCounter = std::function<std::uint64_t(std::span<const std::uint64_t>)>;

class ReleaseValues {
 public:
  /// \param run  outlives the values  \param lines  pinned lines that the flat density stands for: N
  /// \param poll  called now and then, if not empty; may throw to stop
  ReleaseValues(const ReleaseRun& run, double lines, const std::function<void()>& poll = {});

  /// Slices of time within [start, end], whose ends are edges.
  std::vector<std::size_t> timed(double start_s, double end_s) const;
  /// Slices of what leaves at once within [start, end).
  std::vector<std::size_t> at_once(double start_s, double end_s) const;

  /// Counts of some slices together, as many as N lines give. Slices with releases in which nothing was drawn, as in
  /// short pieces of a run, add nothing but their whole uncertainty.
  Estimate counts(std::span<const std::size_t> slices, const SliceCounter& counter) const;
  /// The same without an error.
  double mean(std::span<const std::size_t> slices, const SliceCounter& counter) const;
  /// All that leave; where slices were drawn in, sigma is that of the expected share that stays within its slice.
  Estimate counts(std::span<const std::size_t> slices) const;
  /// Of those, what emits more than a threshold of the run.
  Estimate above(std::span<const std::size_t> slices, int channel, int threshold) const;
  /// Counts by true energy in one channel: below the first edge of the histogram, the bins, above the last edge.
  std::vector<double> true_cells(std::span<const std::size_t> slices, int channel) const;
  /// Counts of what emits, each release with the weight of its cell; sigma as if one more had been drawn.
  /// \param weight  [true cells]
  Estimate weighted(std::span<const std::size_t> slices, int channel, std::span<const double> weight) const;
  /// What is to be expected, by quadrature.
  double expected(std::span<const std::size_t> slices) const;
  /// Values of a slice, by population.
  const std::vector<double>& expected_by_population(std::size_t slice) const { return expected_[slice]; }

  /// Slices as points to fit, those that counted too little for a Gaussian error left out.
  std::vector<DecayPoint> points(std::span<const std::size_t> slices) const;

  const ReleaseRun& run() const { return run_; }
  double lines() const { return lines_; }

 private:
  /// Counter of one true cell, whether the line passes the sound speed or not.
  SliceCounter cell_counter(int channel, std::size_t cell) const;
  /// Masses, counts and draws that stand for some slices.
  std::vector<StratumCount> strata(std::span<const std::size_t> slices, const SliceCounter& counter) const;
  Estimate counts_of(std::vector<StratumCount> strata) const;

  const ReleaseRun& run_;
  double lines_;
  std::vector<std::vector<double>> expected_;  ///< [slice][population]
  std::vector<std::ptrdiff_t> draw_of_slice_;  ///< negative: nothing is drawn in it
};

/// A power law through the rates of a span of time; nothing where there are too few points, or no law is found.
std::optional<PowerLawFit> fit_decay(const ReleaseValues& values, const Exposure& span);

/// The exponential that the rates within a window look like to a measurement of the case's area, with its Poisson
/// errors and those of drawing: its constant is about t where rates fall as 1/t.
std::optional<ExponentialFit> effective_exponential(const ReleaseValues& values, const Exposure& window);

}  // namespace slipburst::host
