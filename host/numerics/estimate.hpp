#pragma once
/// \file Probabilities from counts, with errors that are right for small counts and for weighted strata.

#include <cstdint>
#include <optional>
#include <span>

namespace slipburst::host {

/// A value with one standard deviation and a central interval of 68.27 % confidence.
struct Estimate {
  double value, sigma;
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

/// A probability from `count` of `events`; sigma is that of one event where none, or all, counted. Where more than a
/// million counted, and as many did not, the interval is that of the normal distribution.
Estimate probability(std::uint64_t count, std::uint64_t events);

/// `count` of `events` in a part of the sample space that has probability `mass`.
struct StratumCount {
  double mass;
  std::uint64_t count, events;
  std::optional<double> share = {};  ///< of its events that count, where it is known: the error follows from it
};

/// A probability from counts in strata, sum of mass count / events; strata without events count nothing. `sigma` is the
/// square root of sum of mass^2 p (1 - p) / events, and that of one missed event where nothing counted. The interval is
/// that of a gamma distribution of this mean and variance (Fay and Feuer 1997), its upper end with one missed event
/// more. That event is taken from the stratum before the first that can count, masses falling from stratum to stratum.
/// \param first  the first stratum known to reach what is counted; one stratum of mass 1 needs none: as above
Estimate probability(std::span<const StratumCount> strata, std::size_t first);

}  // namespace slipburst::host
