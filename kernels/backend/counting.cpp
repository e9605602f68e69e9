#include "kernels/backend/counting.hpp"

#include <algorithm>

#include "kernels/backend/backend.hpp"
#include "slipburst/random/strata.hpp"

namespace slipburst::kernels {
namespace {

/// Events or releases through a backend's samplers, counted on the host.
class SamplerCounter : public EventCounter {
 public:
  SamplerCounter(Backend& backend, const CountingTask& task)
      : seed_(task.seed),
        stratified_(task.stratified),
        sources_(task.sources),
        per_part_(task.counters_per_part()),
        counts_(task.counters()) {
    if (task.slices) {
      releases_ = backend.release_sampler(task.model, task.table, *task.slices);
    } else {
      events_ = backend.sampler(task.model, task.table);
    }
  }

  void add(std::uint64_t first, std::uint64_t count) override {
    const std::size_t parts = counts_.size() / per_part_;
    for (std::size_t part = 0; part < parts; ++part) {
      const random::EventSequence events = random::every(parts, part, first, count);
      const std::span<std::uint64_t> counts = std::span(counts_).subspan(part * per_part_, per_part_);
      if (releases_) {
        releases_->add(seed_, sources_[part], events, counts);
      } else {
        events_->add(seed_, stratified_ ? random::stratum(static_cast<int>(part)) : random::unstratified(), events,
                     counts);
      }
    }
  }

  void collect(std::span<std::uint64_t> counts) override {
    for (std::size_t i = 0; i < counts_.size(); ++i) counts[i] += counts_[i];
    std::ranges::fill(counts_, 0);
  }

 private:
  std::uint64_t seed_;
  bool stratified_;
  std::vector<exec::ReleaseSource> sources_;
  std::size_t per_part_;
  std::vector<std::uint64_t> counts_;
  std::unique_ptr<EventSampler> events_;
  std::unique_ptr<ReleaseSampler> releases_;
};

}  // namespace

std::size_t CountingTask::parts() const {
  if (slices) return sources.size();
  return stratified ? static_cast<std::size_t>(random::strata) : 1;
}

std::size_t CountingTask::counters_per_part() const {
  const auto size = static_cast<std::size_t>(exec::TallyLayout(model).size());
  const bool plain_releases = slices && sources.front().slice < 0;
  return plain_releases ? size * static_cast<std::size_t>(slices->slices) : size;
}

std::unique_ptr<EventCounter> Backend::counter(const CountingTask& task) {
  return std::make_unique<SamplerCounter>(*this, task);
}

}  // namespace slipburst::kernels
