#pragma once
/// \file Runs of events for tests.

#include <cstdint>
#include <span>
#include <vector>

#include "host/sampling/summary.hpp"
#include "host/table/event_model.hpp"
#include "support/tables.hpp"

namespace slipburst::testing {

/// Counts of a run and what they belong to.
struct Spectrum {
  exec::EventModel model;
  std::vector<double> edges_eV;
  std::uint64_t events;
  std::vector<std::uint64_t> counts;

  std::uint64_t at(std::int64_t slot) const { return counts[static_cast<std::size_t>(slot)]; }
  /// Share of events above thresholds_eV[t] in a channel.
  double share(int channel, int t) const {
    return static_cast<double>(at(exec::TallyLayout(model).threshold(channel, t))) / static_cast<double>(events);
  }
  std::uint64_t rejected() const { return at(exec::TallyLayout(model).rejected()); }

  double mean_eV(int channel) const {
    return host::mean_energy_eV(host::channel_counts(model, counts, channel), edges_eV, events).value;
  }
};

/// Samples a case from a table on the reference backend.
inline Spectrum sample(const host::Case& c, const host::Table& table, std::span<const double> thresholds_eV,
                       std::uint64_t seed, std::uint64_t events) {
  Spectrum spectrum{
      host::event_model(host::PreparedCase(c), thresholds_eV), host::bin_edges_eV(c.histogram), events, {}};
  spectrum.counts.resize(static_cast<std::size_t>(exec::TallyLayout(spectrum.model).size()));
  const auto backend = kernels::make_reference_backend();
  backend->sampler(spectrum.model, table.view())->add(seed, 0, events, spectrum.counts);
  return spectrum;
}

}  // namespace slipburst::testing
