#pragma once
/// \file Probabilities, mean energies and rates from 64-bit counts, with statistical errors.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "host/case/case.hpp"
#include "host/numerics/estimate.hpp"
#include "host/release/film_history.hpp"
#include "slipburst/exec/event_executor.hpp"

namespace slipburst::host {

/// One channel's histogram; unless named supersonic, counts of lines below and above the sound speed together.
struct ChannelCounts {
  std::uint64_t zero, underflow, overflow;
  std::vector<std::uint64_t> bins;
  std::vector<std::uint64_t> supersonic;                    ///< events of `bins` whose line passes the sound speed
  std::uint64_t supersonic_underflow, supersonic_overflow;  ///< of `underflow`, `overflow`
  std::vector<std::uint64_t> above;                         ///< events above each edge of the histogram, [bins + 1]
  std::vector<std::uint64_t> thresholds;                    ///< events above each of the case's own thresholds

  /// Moves the first `count` bins into the underflow.
  void leave_out(std::int32_t count);
};
ChannelCounts channel_counts(const exec::EventModel& model, std::span<const std::uint64_t> counts, int channel);

/// One channel's counts in a part of the sample space that has probability `mass`.
struct StratumChannel {
  double mass;
  std::uint64_t events;
  ChannelCounts counts;
};

/// Mean energy per event, eV, from the counts above the edges alone: the integral of P(E > e) de, as a trapezoid sum in
/// ln e, whose integrand vanishes smoothly at both ends. With the default bins its own error is below 1e-4; quiet NaN
/// where the histogram is too narrow to tell.
Estimate mean_energy_eV(std::span<const StratumChannel> strata, std::span<const double> edges_eV);
/// Mean energy without strata.
Estimate mean_energy_eV(const ChannelCounts& channel, std::span<const double> edges_eV, std::uint64_t events);

/// Events per second and pinned line of a case, under its history: at its time since cooldown, or the mean over its
/// observation. Without a history, and for tunnelling from the flat density, Romani (2024), Eq. (5).
double release_rate(const Case& c, const FilmHistory& history);

/// Events per second of a case, per area and in total: N / (Gamma t) where it is plain.
struct RateScale {
  double per_area;           ///< all pinned dislocations, Hz/cm^2
  std::optional<double> hz;  ///< for the case's aluminium area
};
RateScale rate_scale(const Case& c, const FilmHistory& history);
RateScale rate_scale(const Case& c);

}  // namespace slipburst::host
