#include "host/sampling/spectrum.hpp"

#include <cmath>
#include <utility>

#include "host/numerics/decades.hpp"
#include "host/table/event_model.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::host {
namespace {

/// Edges of the bins of the counts, eV.
std::vector<double> counted_edges_eV(const Spectrum& spectrum) {
  const double step = spectrum.edges_eV[1] / spectrum.edges_eV[0];
  std::vector<double> edges;
  for (std::int32_t k = spectrum.bins_below(); k > 0; --k) edges.push_back(spectrum.edges_eV[0] * std::pow(step, -k));
  edges.insert(edges.end(), spectrum.edges_eV.begin(), spectrum.edges_eV.end());
  return edges;
}

}  // namespace

exec::EventModel counting_model(const PreparedCase& c, std::span<const double> thresholds_eV) {
  constexpr double usual_minimum_eV = 0.01;
  exec::EventModel model = event_model(c, thresholds_eV);
  const double per_octave = static_cast<double>(c->histogram.bins_per_decade) / log2_of_10;
  const double below = std::ceil(math::log2(c->histogram.minimum_eV / usual_minimum_eV) * per_octave - 1e-9);
  if (below > 0) {
    Histogram counted = c->histogram;
    counted.minimum_eV *= math::exp2(-below / per_octave);
    const std::int32_t bins = model.bins.bins + static_cast<std::int32_t>(below);
    model.bins = log_bins(counted, counted.bins_per_decade, log2_unit_eV(c));
    model.bins.bins = bins;  // without rounding
  }
  return model;
}

Spectrum planned_spectrum(const PreparedCase& c, const Coverage& coverage, Sampling sampling,
                          std::span<const double> thresholds_eV) {
  Spectrum spectrum{};
  spectrum.coverage = coverage;
  spectrum.sampling = sampling;
  spectrum.model = counting_model(c, thresholds_eV);
  spectrum.edges_eV = bin_edges_eV(c->histogram);
  spectrum.thresholds_eV.assign(thresholds_eV.begin(), thresholds_eV.end());
  return spectrum;
}

void add_counters(Spectrum& spectrum) {
  const Coverage& coverage = spectrum.coverage;
  const std::vector<std::uint64_t> none(static_cast<std::size_t>(exec::TallyLayout(spectrum.model).size()));
  if (spectrum.sampling == Sampling::plain) {
    spectrum.strata.push_back({1, coverage.events(), none});
    return;
  }
  for (int k = 0; k < random::strata; ++k) {
    const std::uint64_t events = coverage.every(random::strata, static_cast<std::uint64_t>(k));
    spectrum.strata.push_back({random::stratum_mass(k), events, none});
  }
}

Spectrum empty_spectrum(const PreparedCase& c, const Coverage& coverage, Sampling sampling,
                        std::span<const double> thresholds_eV) {
  Spectrum spectrum = planned_spectrum(c, coverage, sampling, thresholds_eV);
  add_counters(spectrum);
  return spectrum;
}

kernels::CountingTask counting_task(const Spectrum& spectrum, const Table& table) {
  const bool stratified = spectrum.sampling == Sampling::stratified;
  return {spectrum.coverage.seed, spectrum.model, table.view(), stratified, nullptr, {}};
}

std::uint64_t first_part(const Spectrum& spectrum) {
  // Strata are sampled one after the other: their shares of a part should not be small.
  return std::uint64_t{1} << (spectrum.sampling == Sampling::plain ? 20 : 24);
}

Spectrum sample_spectrum(const PreparedCase& c, const Table& table, kernels::Backend& backend, const EventRange& range,
                         Sampling sampling, std::span<const double> thresholds_eV, const std::function<void()>& poll) {
  Spectrum spectrum = empty_spectrum(c, coverage(range), sampling, thresholds_eV);
  spectrum.backend = backend.name();
  RunState state{0, joined_counters(spectrum.strata)};
  count_events(*backend.counter(counting_task(spectrum, table)), range, first_part(spectrum), state,
               {[&](std::uint64_t) {
                  if (poll) poll();
                  return RunStep::go_on;
                },
                {}});
  set_counters(state.counts, spectrum.strata);
  return spectrum;
}

std::vector<StratumChannel> Spectrum::channel(int channel) const {
  std::vector<StratumChannel> result;
  for (const StratumCounts& stratum : strata) {
    ChannelCounts counts = channel_counts(model, stratum.counts, channel);
    counts.leave_out(bins_below());
    result.push_back({stratum.mass, stratum.events, std::move(counts)});
  }
  return result;
}

Estimate Spectrum::mean_eV(int channel) const {
  std::vector<StratumChannel> all;
  for (const StratumCounts& stratum : strata) {
    all.push_back({stratum.mass, stratum.events, channel_counts(model, stratum.counts, channel)});
  }
  return mean_energy_eV(all, counted_edges_eV(*this));
}

}  // namespace slipburst::host
