#include "host/app/memory_need.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <optional>

#include "host/base/error.hpp"
#include "host/console/available_memory.hpp"
#include "host/console/logging.hpp"
#include "host/jobs/run_ranks.hpp"
#include "kernels/backend/memory_text.hpp"

namespace slipburst::host {
namespace {

// Measured as resident memory of runs of up to 0.7 GB; tests/cli/memory.py compares.
constexpr double copies = 8;               // counters, and their copies while they are saved, written and evaluated
constexpr double values_per_counter = 16;  // values computed for each counter of one stratum or slice
constexpr double bytes_per_slice = 24e3;   // slice of time: sampling cells, guide table into the cells
constexpr double program_bytes = 16e6;     // buffers of libraries

double counters(const exec::EventModel& model) { return static_cast<double>(exec::TallyLayout(model).size()); }

/// \param each  counters of one stratum or slice  \param all  counters of all strata or slices
/// \param worker  counters of one thread
double bytes(double each, double all, double worker, const kernels::Backend& backend) {
  return program_bytes +
         sizeof(std::uint64_t) * (copies * all + values_per_counter * each + worker * backend.workers());
}

}  // namespace

double spectrum_bytes(const Spectrum& spectrum, const kernels::Backend& backend) {
  const double each = counters(spectrum.model);
  return bytes(each, each * (spectrum.sampling == Sampling::stratified ? random::strata : 1), each, backend);
}

double rates_bytes(const ReleaseRun& run, std::span<const double> edges_s, const kernels::Backend& backend) {
  // Each piece of the history may begin a slice, and have a slice of the lines that leave at once.
  const double slices = static_cast<double>(edges_s.size() + 2 * run.history->pieces().size());
  const double each = counters(run.model);
  const bool plain = run.sampling == TimeSampling::plain;
  const double all = slices * each * (plain ? static_cast<double>(run.history->populations().size()) : 1);
  return slices * bytes_per_slice + bytes(each, all, plain ? slices * each : each, backend);
}

double detrap_bytes(const WatchedClusters& clusters, const kernels::Backend& backend) {
  const auto all = static_cast<double>(clusters.counters());
  const auto rates = static_cast<double>(clusters.conditions().size() * clusters.depths().size());
  return bytes(all, all + rates, all, backend);
}

void require_memory(double of_a_rank_bytes) {
  const int ranks = RunRanks::ranks_on_node();
  const double needed_bytes = of_a_rank_bytes * ranks;
  const std::optional<std::uint64_t> available = available_memory_bytes();
  if (!available) return;
  const auto free = static_cast<double>(*available);
  if (needed_bytes > free) {
    throw InputError(kernels::memory_refusal(
        needed_bytes, free, "here",
        "lower histogram.bins_per_decade, histogram.plane_bins_per_decade, "
        "histogram.time_bins_per_decade, the number of conditions, or --threads, or ask the batch system for more"));
  }
  log_event(spdlog::level::info,
            fmt::format("needs about {} of memory{}; {} are free", kernels::memory_text(needed_bytes),
                        ranks > 1 ? fmt::format(" for {} ranks here", ranks) : "", kernels::memory_text(free)),
            {{"needed_memory_bytes", static_cast<std::uint64_t>(needed_bytes)}, {"free_memory_bytes", *available}});
}

}  // namespace slipburst::host
