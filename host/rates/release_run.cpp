#include "host/rates/release_run.hpp"

#include <numeric>
#include <stdexcept>
#include <utility>

#include "host/model/stress_reach.hpp"
#include "host/sampling/counting_run.hpp"
#include "host/table/event_model.hpp"

namespace slipburst::host {
namespace {

constexpr double max_counters = 1e11;  // beyond any machine; commands compare with the memory of this one
constexpr std::uint64_t min_events_per_slice = 10;

/// Slices or populations to draw in, without draws so far.
std::vector<ReleaseDraws> prepare(const ReleaseRun& run) {
  const auto size = static_cast<std::size_t>(exec::TallyLayout(run.model).size());
  const double counters = static_cast<double>(run.slices->size()) * static_cast<double>(size) *
                          (run.sampling == TimeSampling::plain ? run.history->populations().size() : 1);
  if (counters > max_counters) {
    throw std::invalid_argument("times, energies and warm-ups together need " + std::to_string(counters * 8e-9) +
                                " GB of counters; lower histogram.time_bins_per_decade or histogram.bins_per_decade");
  }
  std::vector<ReleaseDraws> draws;
  if (run.sampling == TimeSampling::plain) {
    const auto populations = static_cast<std::int32_t>(run.history->populations().size());
    for (std::int32_t population = 0; population < populations; ++population) {
      draws.push_back({{-1, population}, 0, std::vector<std::uint64_t>(run.slices->size() * size)});
    }
    return draws;
  }
  for (std::size_t slice = 0; slice < run.slices->size(); ++slice) {
    if (run.slices->info(slice).mass == 0) continue;
    draws.push_back({{static_cast<std::int32_t>(slice), 0}, 0, std::vector<std::uint64_t>(size)});
  }
  if (draws.empty()) {
    throw std::invalid_argument(
        "no line leaves in any slice of time: every rate is 0; raise the stresses of the history or "
        "histogram.time_maximum");
  }
  if (run.coverage.whole < min_events_per_slice * draws.size()) {
    throw std::invalid_argument("there are " + std::to_string(draws.size()) +
                                " slices of time to draw in: ask for at least --events " +
                                std::to_string(min_events_per_slice * draws.size()) + ", or for --sampling plain");
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

ReleaseRun planned_releases(const PreparedCase& c, std::shared_ptr<const FilmHistory> history, const Coverage& coverage,
                            TimeSampling sampling, std::span<const double> thresholds_eV) {
  ReleaseRun run{};
  run.coverage = coverage;
  run.sampling = sampling;
  run.model = event_model(c, thresholds_eV);
  run.model.plane = {};
  run.edges_eV = bin_edges_eV(c->histogram);
  run.thresholds_eV.assign(thresholds_eV.begin(), thresholds_eV.end());
  run.history = std::move(history);
  return run;
}

void add_slices(ReleaseRun& run, const Case& c, std::span<const double> edges_s, const std::function<void()>& poll) {
  run.slices = std::make_shared<ReleaseSlices>(*run.history, edges_s, max_history_stress_factor(c), poll);
  run.draws = prepare(run);
  for (std::size_t k = 0; k < run.draws.size(); ++k) run.draws[k].events = run.coverage.every(run.draws.size(), k);
}

ReleaseRun empty_releases(const PreparedCase& c, const Coverage& coverage, TimeSampling sampling,
                          std::span<const double> edges_s, std::span<const double> thresholds_eV) {
  ReleaseRun run = planned_releases(c, std::make_shared<FilmHistory>(c), coverage, sampling, thresholds_eV);
  add_slices(run, c, edges_s);
  return run;
}

kernels::CountingTask counting_task(const ReleaseRun& run, const PreparedCase& c, const Table& table) {
  if (needed_range(c).max_stress > table.range.max_stress) {
    throw std::invalid_argument("the table does not reach the stresses of the history");
  }
  kernels::CountingTask task{run.coverage.seed, run.model, table.view(), false, &run.slices->view(), {}};
  for (const ReleaseDraws& drawn : run.draws) task.sources.push_back(drawn.source);
  return task;
}

ReleaseRun sample_releases(const PreparedCase& c, const Table& table, kernels::Backend& backend,
                           const EventRange& range, TimeSampling sampling, std::span<const double> edges_s,
                           std::span<const double> thresholds_eV) {
  ReleaseRun run = empty_releases(c, coverage(range), sampling, edges_s, thresholds_eV);
  run.backend = backend.name();
  RunState state{0, joined_counters(run.draws)};
  count_events(*backend.counter(counting_task(run, c, table)), range, first_release_part, state);
  set_counters(state.counts, run.draws);
  return run;
}

}  // namespace slipburst::host
