#pragma once
/// \file Expected releases by quadrature, with which draws have to agree.

#include "host/release/release_slices.hpp"

namespace slipburst::host {

/// Releases in a slice per pinned line of the flat density, with a relative error of about 1e-9.
double expected_share(const ReleaseSlices& slices, std::size_t slice);
/// Releases of each population in a slice, [population], see expected_share.
std::vector<double> expected_shares(const ReleaseSlices& slices, std::size_t slice);

/// Releases between two times per pinned line of the flat density, including releases at once in [start, end).
double expected_share(const FilmHistory& history, double start_s, double end_s);

/// Releases of one population.
struct PopulationRate {
  std::size_t population;
  double rate_Hz;          ///< per pinned line of the flat density
  release::Stress stress;  ///< means over the releases
};

/// All releases of a moment or a short interval, except releases at once.
struct MomentaryRate {
  double rate_Hz;        ///< per pinned line of the flat density
  double stress_factor;  ///< mean over the releases: stress at the release over the stress of the case
  std::vector<PopulationRate> populations;  ///< populations with pinned lines
};
/// Rate at a moment, Romani (2024), Eq. (4), for any history: the integral of p(eta) r(eta) exp(-H(eta)). Where stages
/// meet, the later one holds. Precondition: 0 < time_s.
MomentaryRate momentary_rate(const FilmHistory& history, double time_s);

/// Rate that draws around a moment find: momentary_rate(), but where stages meet the mean over the short interval
/// after, see FilmHistory::after_boundary.
MomentaryRate observed_rate(const FilmHistory& history, double time_s);

}  // namespace slipburst::host
