#pragma once
/// \file Clusters to watch, and their counts.

#include <initializer_list>
#include <string>
#include <vector>

#include "host/config/load_case.hpp"
#include "host/detrapping/watched_clusters.hpp"
#include "kernels/backend/backend.hpp"

namespace slipburst::testing {

inline host::ClusterCase cluster_case(const std::vector<std::string>& overrides = {},
                                      const char* preset = "tungsten-1000kev") {
  return host::load_case<host::ClusterCase>(preset, overrides);
}

/// Traps of many depths, drawn anew, watched from some time on: everything in use.
inline host::ClusterCase busy_clusters() {
  return cluster_case({"traps.barriers=20 meV,38 meV", "traps.shares=1,3", "traps.spread=5 meV", "traps.next=drawn",
                       "watch.temperatures=17 K,150 K,300 K", "watch.energies=120 keV,500 keV,1000 keV",
                       "watch.start=30 s", "watch.windows=7", "watch.clusters=170"});
}

/// Counters of the events [first, first + count).
inline std::vector<std::uint64_t> count_areas(kernels::Backend& backend, const host::WatchedClusters& clusters,
                                              std::uint64_t first, std::uint64_t count, std::uint64_t seed = 42) {
  std::vector<std::uint64_t> counts(clusters.counters());
  const auto counter = backend.counter(kernels::ClusterTask{seed, clusters.experiment()});
  counter->add(first, count);
  counter->collect(counts);
  return counts;
}

}  // namespace slipburst::testing
