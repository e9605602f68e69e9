#pragma once
/// \file Counters of a backend against those of the reference.

#include <algorithm>

#include "bench/work.hpp"
#include "kernels/registry/registry.hpp"

namespace slipburst::bench {

/// The counts of the events [0, events) from a counter that may have been used before.
inline std::vector<std::uint64_t> counts_of(kernels::EventCounter& counter, std::size_t counters,
                                            std::uint64_t events) {
  std::vector<std::uint64_t> counts(counters);
  counter.collect(counts);
  std::ranges::fill(counts, 0);
  counter.add(0, events);
  counter.collect(counts);
  return counts;
}

/// Counts of the events [0, events) by the reference backend.
template <class Task>
std::vector<std::uint64_t> reference_counts(const Task& task, std::uint64_t events) {
  const auto reference = kernels::make_backend("reference", 1);
  return counts_of(*reference->counter(task), task.counters(), events);
}

/// Number of counters that differ from the reference backend's; null for the reference itself.
template <class Task>
Json differing_counters(const kernels::Backend& backend, const Task& task, const std::vector<std::uint64_t>& counts,
                        std::uint64_t events) {
  if (backend.name() == "reference") return nullptr;
  const auto theirs = reference_counts(task, events);
  std::size_t differing = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) differing += counts[i] != theirs[i];
  return differing;
}

}  // namespace slipburst::bench
