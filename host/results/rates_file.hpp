#pragma once
/// \file The file of rates over time: format "slipburst-rates", and the fields of its results.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/rates/rates.hpp"
#include "host/response/seen_releases.hpp"
#include "host/results/field.hpp"
#include "host/results/spectrum_file.hpp"

namespace slipburst::host {

/// SHA-256 over the 64-bit counters, little-endian: for each draw (plain draws: each slice of each draw), in order, the
/// counters before the threshold counters, then the rejected events.
std::string counts_sha256(const ReleaseRun& run);

/// Rates with their origin, for the time of a call.
struct RatesOutcome {
  const Case& c;
  const ReleaseValues& values;
  const Rates& rates;
  const std::optional<SeenRates>& seen;  ///< for a case with [response]
  const TableUse& table;
  std::string counts_sha256;
  std::string silent_because;  ///< see silence()
};

/// Single values of a run, and all arrays of its file.
const Fields<RatesOutcome>& rates_fields();
const Fields<WindowCounts>& window_fields();
const Fields<MomentRate>& moment_fields();
const Fields<StageOutcome>& stage_fields();

/// A window or a moment, of which fields give the energies of one channel, [energy of --above].
template <class Row>
struct ChannelOf {
  const Row& row;
  int channel;
};
const Fields<ChannelOf<WindowCounts>>& window_above_fields();
const Fields<ChannelOf<MomentRate>>& moment_above_fields();

/// A power law with the span of time that it is fitted to.
struct FittedDecay {
  const PowerLawFit& law;
  const Exposure& span;
};
const Fields<FittedDecay>& power_law_fields();

/// \param record  with counts_sha256 in its report  \throws InputError when the file cannot be written.
void write_rates_file(const std::string& path, const RatesOutcome& outcome, const RunRecord& record);

}  // namespace slipburst::host
