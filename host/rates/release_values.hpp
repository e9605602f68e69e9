#pragma once
/// \file Counts with errors over spans of time from a run of releases, and decays within them.

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

/// Count of a slice, from its counters.
using SliceCounter = std::function<std::uint64_t(std::span<const std::uint64_t>)>;

class ReleaseValues {
 public:
  /// \param run  outlives the values  \param lines  N, the number of pinned lines of the flat density
  /// \param poll  called now and then, if not empty; may throw to stop
  ReleaseValues(const ReleaseRun& run, double lines, const std::function<void()>& poll = {});

  /// Slices of time within [start, end], whose ends are edges.
  std::vector<std::size_t> timed(double start_s, double end_s) const;
  /// Slices of releases at once within [start, end).
  std::vector<std::size_t> at_once(double start_s, double end_s) const;

  /// Counts of several slices together, for N lines. Slices with releases but without draws, as in short pieces of a
  /// run, add only their whole uncertainty.
  Estimate counts(std::span<const std::size_t> slices, const SliceCounter& counter) const;
  /// Value of counts() without an error.
  double mean(std::span<const std::size_t> slices, const SliceCounter& counter) const;
  /// Counts of all releases; with TimeSampling::sliced, sigma follows from the expected share of draws that are
  /// releases within their slice.
  Estimate counts(std::span<const std::size_t> slices) const;
  /// Counts of the releases that emit more than a threshold of the run.
  Estimate above(std::span<const std::size_t> slices, int channel, int threshold) const;
  /// Counts by true energy in one channel: below the first edge of the histogram, the bins, above the last edge.
  std::vector<double> true_cells(std::span<const std::size_t> slices, int channel) const;
  /// Counts of the releases that emit, each with the weight of its cell; sigma as if one more had been drawn.
  /// \param weight  [true cells]
  Estimate weighted(std::span<const std::size_t> slices, int channel, std::span<const double> weight) const;
  /// Expected counts, by quadrature.
  double expected(std::span<const std::size_t> slices) const;
  /// Expected counts of a slice, [population].
  const std::vector<double>& expected_by_population(std::size_t slice) const { return expected_[slice]; }

  /// Slices as points to fit, without slices whose counts are too low for a Gaussian error.
  std::vector<DecayPoint> points(std::span<const std::size_t> slices) const;

  const ReleaseRun& run() const { return run_; }
  double lines() const { return lines_; }

 private:
  /// Counter of one true cell, for lines below and above the sound speed together.
  SliceCounter cell_counter(int channel, std::size_t cell) const;
  /// Masses, counts and draws of some slices.
  std::vector<StratumCount> strata(std::span<const std::size_t> slices, const SliceCounter& counter) const;
  Estimate counts_of(std::vector<StratumCount> strata) const;

  const ReleaseRun& run_;
  double lines_;
  std::vector<std::vector<double>> expected_;  ///< [slice][population]
  std::vector<std::ptrdiff_t> draw_of_slice_;  ///< negative: no draws in the slice
};

/// Power law through the rates of a span of time; empty if there are too few points, or no law is found.
std::optional<PowerLawFit> fit_decay(const ReleaseValues& values, const Exposure& span);

/// Exponential that a measurement of the case's area would fit to the rates within a window, with its Poisson errors
/// and the errors of drawing: its time constant is about t where rates fall as 1/t.
std::optional<ExponentialFit> effective_exponential(const ReleaseValues& values, const Exposure& window);

}  // namespace slipburst::host
