#pragma once
/// \file A run of events: which, of what, and what they gave.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "host/sampling/counting_run.hpp"
#include "host/sampling/summary.hpp"
#include "host/table/table.hpp"
#include "kernels/backend/backend.hpp"

namespace slipburst::host {

/// How events are spread over the pin heights.
enum class Sampling {
  plain,      ///< as they come
  stratified  ///< equally over random::strata intervals of the exponential, event i in that of i modulo their number
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
  /// The mean energy of a channel. No histogram.minimum above the default changes it.
  Estimate mean_eV(int channel) const;
};

/// The model of a case as its events are counted: the bins of the histogram go on below its minimum, down to where the
/// usual one begins. So what is said of energies as a whole does not depend on where the histogram begins.
exec::EventModel counting_model(const Case& c, std::span<const double> thresholds_eV);

/// A spectrum of which nothing is drawn yet, with the events that its strata are to have.
Spectrum empty_spectrum(const Case& c, const Coverage& coverage, Sampling sampling,
                        std::span<const double> thresholds_eV);

/// What is drawn for it. Points to the table.
kernels::CountingTask counting_task(const Spectrum& spectrum, const Table& table);

/// The length of the first part of such a run, see count_events.
std::uint64_t first_part(const Spectrum& spectrum);

/// Samples a piece of a run.
/// \param poll  called after each part; may throw to stop
Spectrum sample_spectrum(const Case& c, const Table& table, kernels::Backend& backend, const EventRange& range,
                         Sampling sampling, std::span<const double> thresholds_eV,
                         const std::function<void()>& poll = {});

}  // namespace slipburst::host
