#pragma once
/// \file Releases by quadrature: what draws are to agree with.

#include "host/release/release_slices.hpp"

namespace slipburst::host {

/// Releases in a slice per pinned line of the flat density, to about 1e-9 of themselves.
double expected_share(const ReleaseSlices& slices, std::size_t slice);
/// Releases of each population among them, [population].
std::vector<double> expected_shares(const ReleaseSlices& slices, std::size_t slice);

/// The same between two times, with what leaves at once in [start, end).
double expected_share(const FilmHistory& history, double start_s, double end_s);

/// Releases of one population.
struct PopulationRate {
  std::size_t population;
  double rate_Hz;          ///< per pinned line of the flat density
  release::Stress stress;  ///< means over the releases
};

/// All releases of a moment or a short while, without what leaves at once.
struct MomentaryRate {
  double rate_Hz;                           ///< per pinned line of the flat density
  double stress_factor;                     ///< mean over the releases: stress they happen under, over that of the case
  std::vector<PopulationRate> populations;  ///< those that are there
};
/// Romani (2024), Eq. (4), for any history: the integral of p(eta) r(eta) exp(-H(eta)). Where stages meet, the later
/// one holds. Precondition: 0 < time_s.
MomentaryRate momentary_rate(const FilmHistory& history, double time_s);

/// The rate that draws around a moment find: that of the moment, but where stages meet the mean over the short while
/// after, see FilmHistory::after_boundary.
MomentaryRate observed_rate(const FilmHistory& history, double time_s);

}  // namespace slipburst::host
