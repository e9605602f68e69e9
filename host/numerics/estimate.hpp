#pragma once
/// \file Probabilities from counts, with errors that are right for small counts and for weighted strata.

#include <cstdint>
#include <optional>
#include <span>

namespace slipburst::host {

/// A value with one standard deviation and a central interval of 68.27 % confidence.
struct Estimate {
  double value = 0, sigma = 0;
  double low = value - sigma, high = value + sigma;
};

struct Interval {
  double low, high;
};

/// Confidence of one standard deviation of a normal distribution.
inline constexpr double one_sigma = 0.682689492137086;

/// Central interval of a Poisson mean from a count (Garwood 1936): chi-square quantiles. From 0 counts `low` is 0. From
/// a hundred million counts on the quantiles are those of Wilson and Hilferty (1931), right to 1e-8 of the width.
Interval garwood(std::uint64_t count, double confidence = one_sigma);

/// Central interval of a probability from `count` of `events` (Clopper and Pearson 1934): beta quantiles.
/// Precondition: count <= events, events > 0.
Interval clopper_pearson(std::uint64_t count, std::uint64_t events, double confidence = one_sigma);

/// Probability from `count` of `events`; if none or all are counted, sigma is that of one event. If more than a million
/// events are counted, and as many are not, the interval is that of the normal distribution.
Estimate probability(std::uint64_t count, std::uint64_t events);

/// Counts in a part of the sample space with probability `mass`: `count` of `events`.
struct StratumCount {
  double mass;
  std::uint64_t count, events;
  std::optional<double> share = {};  ///< known share of the events that count; the error then follows from it
};

/// Probability from counts in strata, the sum of mass count / events; strata without events add 0. `sigma` is the
/// square root of the sum of mass^2 p (1 - p) / events, or that of one missed event if no event counted. The interval
/// is that of a gamma distribution of this mean and variance (Fay and Feuer 1997), its upper end with one missed event
/// more. The missed event has the weight of the stratum before the first that can count, as masses fall from stratum to
/// stratum.
/// \param first  the first stratum known to reach counted events; unused for one stratum of mass 1, whose interval is
/// that of probability(count, events)
Estimate probability(std::span<const StratumCount> strata, std::size_t first);

}  // namespace slipburst::host
