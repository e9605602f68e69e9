#include <vector>

#include "kernels/backend/backend.hpp"
#include "slipburst/exec/cluster_executor.hpp"
#include "slipburst/tally/motion.hpp"

namespace slipburst::kernels {
namespace {

/// Counter of clusters by a plain loop on one thread.
class PlainClusterCounter : public EventCounter {
 public:
  explicit PlainClusterCounter(const ClusterTask& task)
      : task_(task), moves_(static_cast<std::size_t>(task.experiment.windows)), counts_(task.counters()) {}

  void add(std::uint64_t first, std::uint64_t count) override {
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::uint64_t event = first + i;
      exec::watch_area(task_.experiment, task_.seed, event, moves_.data(),
                       exec::counters_of_area(task_.experiment, event, counts_.data()));
    }
  }

  void collect(std::span<std::uint64_t> counts) override {
    for (std::size_t i = 0; i < counts_.size(); ++i) counts[i] += counts_[i];
    counts_.assign(counts_.size(), 0);
  }

 private:
  ClusterTask task_;
  std::vector<std::uint64_t> moves_, counts_;
};

}  // namespace

std::size_t ClusterTask::counters() const {
  return static_cast<std::size_t>(experiment.condition_count) *
         static_cast<std::size_t>(tally::MotionLayout{experiment.windows}.size());
}

std::unique_ptr<EventCounter> Backend::counter(const ClusterTask& task) {
  return std::make_unique<PlainClusterCounter>(task);
}

}  // namespace slipburst::kernels
