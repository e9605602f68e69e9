#include "host/run/release_run.hpp"

#include <numeric>
#include <stdexcept>

#include "host/model/stress_reach.hpp"
#include "host/run/chunks.hpp"
#include "host/run/event_model.hpp"

namespace slipburst::host {
namespace {

constexpr double most_counters = 1e11;  // beyond any machine; commands compare with what this one has
constexpr std::uint64_t least_events_per_slice = 10;

/// What is to be drawn in, nothing drawn yet.
std::vector<ReleaseDraws> prepare(const ReleaseRun& run) {
  const auto size = static_cast<std::size_t>(exec::TallyLayout(run.model).size());
  const double counters = static_cast<double>(run.slices->size()) * static_cast<double>(size) *
                          (run.sampling == TimeSampling::plain ? run.history->populations().size() : 1);
  if (counters > most_counters) {
    throw std::invalid_argument("times, energies and warm-ups together need " + std::to_string(counters * 8e-9) +
                                " GB of counters; lower histogram.time_bins_per_decade or histogram.bins_per_decade");
  }
  std::vector<ReleaseDraws> draws;
  if (run.sampling == TimeSampling::plain) {
    for (const Population& population : run.history->populations()) {
      draws.push_back({{-1, population.piece}, 0, std::vector<std::uint64_t>(run.slices->size() * size)});
    }
    return draws;
  }
  for (std::size_t slice = 0; slice < run.slices->size(); ++slice) {
    if (run.slices->info(slice).mass == 0) continue;
    draws.push_back({{static_cast<std::int32_t>(slice), 0}, 0, std::vector<std::uint64_t>(size)});
  }
  if (run.range.whole < least_events_per_slice * draws.size()) {
    throw std::invalid_argument("there are " + std::to_string(draws.size()) +
                                " slices of time to draw in: ask for at least --events " +
                                std::to_string(least_events_per_slice * draws.size()) + ", or for --sampling plain");
  }
  return draws;
}

}  // namespace

std::uint64_t ReleaseRun::releases() const {
  const auto size = static_cast<std::size_t>(exec::TallyLayout(model).size());
  std::uint64_t sum = 0;
  for (const ReleaseDraws& drawn : draws) {
    for (std::size_t first = 0; first < drawn.counts.size(); first += size) {
      sum += releases_of(model, std::span(drawn.counts).subspan(first, size));
    }
  }
  return sum;
}

std::uint64_t releases_of(const exec::EventModel& model, std::span<const std::uint64_t> counts) {
  const exec::TallyLayout layout(model);
  const auto crystal = counts.first(static_cast<std::size_t>(layout.slot(1, false, 0)));
  return std::accumulate(crystal.begin(), crystal.end(), counts[static_cast<std::size_t>(layout.rejected())]);
}

ReleaseRun sample_releases(const Case& c, const Table& table, Backend& backend, const EventRange& range,
                           TimeSampling sampling, std::span<const double> edges_s,
                           std::span<const double> thresholds_eV, const std::function<void(std::uint64_t)>& progress,
                           const std::function<void()>& poll) {
  if (needed_range(c, reduce(c)).greatest_stress > table.range.greatest_stress) {
    throw std::invalid_argument("the table does not reach the stresses of the history");
  }
  ReleaseRun run{};
  run.range = range;
  run.sampling = sampling;
  run.model = event_model(c, thresholds_eV);
  run.model.plane = {};
  run.edges_eV = bin_edges_eV(c.histogram);
  run.thresholds_eV.assign(thresholds_eV.begin(), thresholds_eV.end());
  run.history = std::make_shared<FilmHistory>(c);
  run.slices = std::make_shared<ReleaseSlices>(*run.history, edges_s, greatest_stress_factor(c), poll);
  run.backend = backend.name();
  run.draws = prepare(run);

  const auto sampler = backend.release_sampler(run.model, table.view(), run.slices->view());
  const auto sample = [&](std::uint64_t first, std::uint64_t count) {
    for (std::size_t k = 0; k < run.draws.size(); ++k) {
      ReleaseDraws& drawn = run.draws[k];
      const random::EventSequence events = random::every(run.draws.size(), k, first, count);
      sampler->add(range.seed, drawn.source, events, drawn.counts);
      drawn.events += events.count;
    }
  };
  // Slices are sampled one after the other: their shares of a chunk should not be small.
  run.seconds = in_chunks(range, std::uint64_t{1} << 23, sample, progress);
  return run;
}

}  // namespace slipburst::host
