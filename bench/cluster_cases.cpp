// Trapped clusters under a beam.

#include "bench/counted.hpp"
#include "bench/work.hpp"
#include "host/config/load_case.hpp"
#include "host/detrapping/watched_clusters.hpp"

namespace slipburst::bench {
namespace {

class ClusterWork : public Work {
 public:
  explicit ClusterWork(const Setting& setting)
      : setting_(setting),
        case_(host::load_case<host::ClusterCase>("tungsten-1000kev")),
        clusters_(case_),
        task_{seed, clusters_.experiment()},
        counter_(setting.backend.counter(task_)) {}

  double run(std::uint64_t times) override {
    const std::uint64_t areas = times * setting_.backend.min_batch().areas;
    counter_->add(0, areas);
    return static_cast<double>(areas) * static_cast<double>(case_.watch.clusters * case_.watch.windows);
  }

  Json accuracy() override {
    constexpr std::uint64_t areas = 1000;
    const auto counts = counts_of(*counter_, task_.counters(), areas);
    return {{"reference", "counts of the reference backend"},
            {"events", areas},
            {"counters", counts.size()},
            {"differing_counters", differing_counters(setting_.backend, task_, counts, areas)}};
  }

 private:
  Setting setting_;
  host::ClusterCase case_;
  host::WatchedClusters clusters_;
  kernels::ClusterTask task_;
  std::unique_ptr<kernels::EventCounter> counter_;
};

}  // namespace

std::vector<BenchCase> cluster_cases() {
  return {{"clusters",
           "areas of tungsten-1000kev, cluster by cluster in each window",
           "cluster-windows",
           {exec::Precision::fp64},
           {},
           [](const Setting& setting, Inputs&) { return std::make_unique<ClusterWork>(setting); }}};
}

}  // namespace slipburst::bench
