#pragma once
/// \file A run of releases: its events, their sampling, and their counts in each slice of time.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "host/release/release_slices.hpp"
#include "host/sampling/spectrum.hpp"
#include "host/table/table.hpp"

namespace slipburst::host {

/// Distribution of events over time.
enum class TimeSampling {
  sliced,  ///< equally over the slices with releases; event i in slice i modulo their number
  plain    ///< as lines leave; event i of population i modulo the number of populations
};

/// Draws of one slice, or of one population.
struct ReleaseDraws {
  exec::ReleaseSource source;
  std::uint64_t events;
  std::vector<std::uint64_t> counts;  ///< exec::TallyLayout of the slice; plain: [slice][exec::TallyLayout]
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

/// A run without slices of time so far.
ReleaseRun planned_releases(const PreparedCase& c, std::shared_ptr<const FilmHistory> history, const Coverage& coverage,
                            TimeSampling sampling, std::span<const double> thresholds_eV);

/// Lays out the slices of a planned run, and its draws, each with the number of its events.
/// \param edges_s  edges of the slices, rising from 0; boundaries of the history are added
/// \param poll  called while slices are laid out; may throw to stop
/// \throws std::invalid_argument  if no line leaves, for fewer than ten events per slice, and for more counters than
/// any memory holds
void add_slices(ReleaseRun& run, const Case& c, std::span<const double> edges_s,
                const std::function<void()>& poll = {});

/// A planned run with its slices.
ReleaseRun empty_releases(const PreparedCase& c, const Coverage& coverage, TimeSampling sampling,
                          std::span<const double> edges_s, std::span<const double> thresholds_eV);

/// Counting task of a run. Points to the table and the run's slices.
/// \throws std::invalid_argument  for a table that ends below the stresses of the history
kernels::CountingTask counting_task(const ReleaseRun& run, const PreparedCase& c, const Table& table);

/// Length of the first part of a run of releases, see count_events.
inline constexpr std::uint64_t first_release_part = std::uint64_t{1} << 23;

/// Samples a piece of a run.
/// \throws std::invalid_argument  as add_slices and counting_task
ReleaseRun sample_releases(const PreparedCase& c, const Table& table, kernels::Backend& backend,
                           const EventRange& range, TimeSampling sampling, std::span<const double> edges_s,
                           std::span<const double> thresholds_eV);

/// Releases among the counts of one slice, whether they emit or not.
std::uint64_t releases_of(const exec::EventModel& model, std::span<const std::uint64_t> counts);

}  // namespace slipburst::host
