#pragma once
/// \file A run of releases: which events, drawn how, and what they gave in each slice of time.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "host/release/release_slices.hpp"
#include "host/sampling/spectrum.hpp"
#include "host/table/table.hpp"

namespace slipburst::host {

/// How events are spread over time.
enum class TimeSampling {
  sliced,  ///< equally over the slices in which anything leaves, event i in that of i modulo their number
  plain    ///< lines as they come, event i of the population of i modulo the number of populations
};

/// What was drawn in common: one slice, or one population.
struct ReleaseDraws {
  exec::ReleaseSource source;
  std::uint64_t events;
  std::vector<std::uint64_t> counts;  ///< of the slice, exec::TallyLayout; plain: of all, [slice][exec::TallyLayout]
};

struct ReleaseRun {
  Coverage coverage;
  TimeSampling sampling;
  exec::EventModel model;
  std::vector<double> edges_eV, thresholds_eV;
  std::shared_ptr<const FilmHistory> history;
  std::shared_ptr<const ReleaseSlices> slices;
  std::vector<ReleaseDraws> draws;
  std::string backend;

  std::uint64_t releases() const;  ///< draws that were kept, in any slice
};

/// A run of which nothing is drawn yet, with the events that its draws are to have.
/// \param edges_s  times at which slices meet, rising from 0; pieces of the history add theirs
/// \param poll  called while slices are laid out; may throw to stop
/// \throws std::invalid_argument  for fewer than ten events per slice, and for more counters than memory has room for
ReleaseRun empty_releases(const Case& c, const Coverage& coverage, TimeSampling sampling,
                          std::span<const double> edges_s, std::span<const double> thresholds_eV,
                          const std::function<void()>& poll = {});

/// What is drawn for it. Points to the table and the run's slices.
/// \throws std::invalid_argument  for a table that ends below the stresses of the history
kernels::CountingTask counting_task(const ReleaseRun& run, const Case& c, const Table& table);

/// The length of the first part of such a run, see count_events.
inline constexpr std::uint64_t first_release_part = std::uint64_t{1} << 23;

/// Samples a piece of a run.
/// \throws std::invalid_argument  as empty_releases and counting_task
ReleaseRun sample_releases(const Case& c, const Table& table, kernels::Backend& backend, const EventRange& range,
                           TimeSampling sampling, std::span<const double> edges_s,
                           std::span<const double> thresholds_eV);

/// Releases among the counts of one slice, whether they emit or not.
std::uint64_t releases_of(const exec::EventModel& model, std::span<const std::uint64_t> counts);

}  // namespace slipburst::host
