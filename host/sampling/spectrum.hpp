#pragma once
/// \file A sampled spectrum: a run of events, its model and its counts.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "host/sampling/counting_run.hpp"
#include "host/sampling/summary.hpp"
#include "host/table/table.hpp"
#include "kernels/backend/backend.hpp"

namespace slipburst::host {

/// Distribution of events over the pin heights.
enum class Sampling {
  plain,      ///< as pins are distributed
  stratified  ///< equally over random::strata intervals of the exponential; event i in stratum i modulo their number
};

/// Counts of the events of one stratum, see exec::TallyLayout; plain sampling has one, of mass 1.
struct StratumCounts {
  double mass;
  std::uint64_t events;
  std::vector<std::uint64_t> counts;
};

struct Spectrum {
  Coverage coverage;
  Sampling sampling;
  exec::EventModel model;        ///< of the counts: its bins go below the histogram's, see counting_model
  std::vector<double> edges_eV;  ///< of the histogram
  std::vector<double> thresholds_eV;
  std::vector<StratumCounts> strata;
  std::string backend;

  /// Bins of the counts that lie below the histogram.
  std::int32_t bins_below() const { return model.bins.bins + 1 - static_cast<std::int32_t>(edges_eV.size()); }
  /// One channel's counts, stratum by stratum.
  std::vector<StratumChannel> channel(int channel) const;
  /// Mean energy of a channel. No histogram.minimum above the default changes it.
  Estimate mean_eV(int channel) const;
};

/// Model of a case for counting its events: the bins of the histogram extend below its minimum, down to the minimum of
/// the usual histogram, so that values of energies as a whole do not depend on histogram.minimum.
exec::EventModel counting_model(const PreparedCase& c, std::span<const double> thresholds_eV);

/// A spectrum without strata so far.
Spectrum planned_spectrum(const PreparedCase& c, const Coverage& coverage, Sampling sampling,
                          std::span<const double> thresholds_eV);
/// Adds the strata to a planned spectrum, each with the number of its events, without draws.
void add_counters(Spectrum& spectrum);
/// A planned spectrum with its strata.
Spectrum empty_spectrum(const PreparedCase& c, const Coverage& coverage, Sampling sampling,
                        std::span<const double> thresholds_eV);

/// Counting task of a spectrum. Points to the table.
kernels::CountingTask counting_task(const Spectrum& spectrum, const Table& table);

/// Length of the first part of the run of a spectrum, see count_events.
std::uint64_t first_part(const Spectrum& spectrum);

/// Samples a piece of a run.
/// \param poll  called after each part; may throw to stop
Spectrum sample_spectrum(const PreparedCase& c, const Table& table, kernels::Backend& backend, const EventRange& range,
                         Sampling sampling, std::span<const double> thresholds_eV,
                         const std::function<void()>& poll = {});

}  // namespace slipburst::host
