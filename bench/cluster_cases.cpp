// Trapped clusters under a beam.

#include <algorithm>

#include "bench/counted.hpp"
#include "bench/work.hpp"
#include "host/config/load_case.hpp"
#include "host/detrapping/watched_clusters.hpp"
#include "slipburst/exec/cluster_executor.hpp"
#include "slipburst/tally/motion.hpp"

namespace slipburst::bench {
namespace {

class ClusterWork : public Work {
 public:
  ClusterWork(const Setting& setting, const Inputs& inputs)
      : setting_(setting),
        case_(host::load_case<host::ClusterCase>("tungsten-1000kev")),
        clusters_(case_),
        task_{seed, clusters_.experiment()},
        counter_(setting.backend.counter(task_)),
        areas_(std::max(inputs.sizes().events / windows_of_area(), std::uint64_t{clusters_.conditions().size()})) {}

  double run(std::uint64_t times) override {
    const std::uint64_t areas = times * setting_.backend.min_batch().areas;
    counter_->add(0, areas);
    return static_cast<double>(areas) * static_cast<double>(windows_of_area());
  }

  Json accuracy() override {
    constexpr std::uint64_t areas = 1000;
    const auto counts = counts_of(*counter_, task_.counters(), areas);
    return {{"reference", "counts of the reference backend"},
            {"events", areas},
            {"counters", counts.size()},
            {"differing_counters", differing_counters(setting_.backend, task_, counts, areas)}};
  }

  Json order() override {
    const detrapping::Experiment& watched = task_.experiment;
    Json json = {{"format", 1}, {"case", "clusters"}, {"kind", "clusters"}, {"seed", seed}, {"areas", areas_}};
    json["clusters"] = watched.clusters;
    json["next_trap"] = watched.next_trap == detrapping::NextTrap::alike ? "alike" : "drawn";
    json["windows"] = {{"start_s", watched.start_s}, {"width_s", watched.window_s}, {"count", watched.windows}};
    json["slots"] = {{"moves", tally::MotionLayout::move_slots},
                     {"distance", tally::MotionLayout::distance_slots},
                     {"per_path", tally::MotionLayout::slots_per_path}};
    for (const host::TrapDepth& depth : clusters_.depths()) json["shares"].push_back(depth.share);
    for (std::int32_t k = 0; k < watched.condition_count; ++k) {
      const double* const supply = exec::indirect_Hz_of(watched, k);
      json["conditions"].push_back(
          {{"temperature_K", clusters_.conditions()[static_cast<std::size_t>(k)].temperature_K},
           {"decay_Hz", watched.conditions[k].decay},
           {"direct_Hz", watched.conditions[k].direct},
           {"supply_Hz", std::vector(supply, supply + watched.depths)}});
    }
    return json;
  }

  Json answer() override {
    using Layout = tally::MotionLayout;
    const auto counts = counts_of(*counter_, task_.counters(), areas_);
    const Layout layout{task_.experiment.windows};
    Json json = {{"format", 1}, {"case", "clusters"}, {"kind", "clusters"}};
    for (std::int32_t k = 0; k < task_.experiment.condition_count; ++k) {
      const std::uint64_t* const own = counts.data() + std::int64_t{k} * layout.size();
      const auto add_windows = [&](const char* name, Layout::Counter counter) {
        Json some = Json::array();
        for (std::int32_t w = 0; w < layout.windows; ++w) some.push_back(own[layout.window(w, counter)]);
        json[name].push_back(std::move(some));
      };
      add_windows("supplied", Layout::supplied);
      add_windows("direct", Layout::direct);
      add_windows("moved", Layout::moved);
      add_windows("squares", Layout::squares);
      const std::uint64_t *const moves = own + layout.moves(0), *const distance = own + layout.distance(0);
      json["moves"].push_back(std::vector(moves, moves + Layout::move_slots));
      json["distance"].push_back(std::vector(distance, distance + Layout::distance_slots));
      json["areas"].push_back(own[layout.areas()]);
    }
    return json;
  }

 private:
  /// Cluster-windows of an area.
  std::uint64_t windows_of_area() const {
    return static_cast<std::uint64_t>(case_.watch.clusters * case_.watch.windows);
  }

  Setting setting_;
  host::ClusterCase case_;
  host::WatchedClusters clusters_;
  kernels::ClusterTask task_;
  std::unique_ptr<kernels::EventCounter> counter_;
  std::uint64_t areas_;  ///< of the answer
};

}  // namespace

std::vector<BenchCase> cluster_cases() {
  return {{"clusters",
           "areas of tungsten-1000kev, cluster by cluster in each window",
           "cluster-windows",
           {exec::Precision::fp64},
           {},
           [](const Setting& setting, Inputs& inputs) { return std::make_unique<ClusterWork>(setting, inputs); }}};
}

}  // namespace slipburst::bench
