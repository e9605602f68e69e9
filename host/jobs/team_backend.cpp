#include "host/jobs/team_backend.hpp"

#include <algorithm>
#include <utility>

#include "host/jobs/run_blocks.hpp"
#include "host/jobs/team_counter.hpp"

namespace slipburst::host {
namespace {

/// Descriptions with their multiplicities, such as "2 x (GPU), CPU".
std::string counted(const std::vector<std::string>& descriptions) {
  std::vector<std::pair<std::string, int>> kinds;
  for (const std::string& description : descriptions) {
    const auto known = std::ranges::find(kinds, description, &std::pair<std::string, int>::first);
    if (known == kinds.end()) {
      kinds.emplace_back(description, 1);
    } else {
      ++known->second;
    }
  }
  std::string text;
  for (const auto& [description, number] : kinds) {
    if (!text.empty()) text += ", ";
    text += number == 1 ? description : std::to_string(number) + " x (" + description + ")";
  }
  return text;
}

std::vector<std::unique_ptr<kernels::Backend>> only(std::unique_ptr<kernels::Backend> backend) {
  std::vector<std::unique_ptr<kernels::Backend>> members;
  members.push_back(std::move(backend));
  return members;
}

std::vector<MemberPace> paces(const std::vector<kernels::MinBatch>& min_batches,
                              std::uint64_t kernels::MinBatch::*kind) {
  std::vector<MemberPace> all;
  for (const kernels::MinBatch& min_batch : min_batches) all.push_back({min_batch.*kind});
  return all;
}

}  // namespace

TeamBackend::TeamBackend(std::vector<std::unique_ptr<kernels::Backend>> members) : members_(std::move(members)) {
  describe({});
}

TeamBackend::TeamBackend(std::unique_ptr<kernels::Backend> own, Workers& workers, const std::vector<WorkerInfo>& infos)
    : members_(only(std::move(own))), workers_(&workers) {
  describe(infos);
}

void TeamBackend::describe(const std::vector<WorkerInfo>& infos) {
  std::vector<std::string> names, descriptions;
  const auto add = [&](const std::string& name, const std::string& description, const kernels::MinBatch& min_batch) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    descriptions.push_back(description);
    min_batches_.push_back(min_batch);
  };
  for (const auto& member : members_) add(member->name(), member->description(), member->min_batch());
  for (const WorkerInfo& info : infos) add(info.backend, info.description, info.min_batch);
  std::ranges::sort(names);
  for (const std::string& name : names) name_ += (name_.empty() ? "" : "+") + name;
  description_ = counted(descriptions);
  if (workers_) description_ = std::to_string(descriptions.size()) + " ranks: " + description_;
  segment_paces_ = paces(min_batches_, &kernels::MinBatch::segments);
}

int TeamBackend::workers() const {
  int sum = 0;
  for (const auto& member : members_) sum += member->workers();
  return sum;
}

std::vector<kernels::Device> TeamBackend::devices() const {
  std::vector<kernels::Device> all;
  for (const auto& member : members_) {
    const std::vector<kernels::Device> own = member->devices();
    all.insert(all.end(), own.begin(), own.end());
  }
  return all;
}

kernels::MinBatch TeamBackend::min_batch() const {
  kernels::MinBatch sum{0, 0, 0};
  for (const kernels::MinBatch& min_batch : min_batches_) {
    sum.events += min_batch.events;
    sum.segments += min_batch.segments;
    sum.areas += min_batch.areas;
  }
  return sum;
}

void TeamBackend::integrate(const exec::SegmentModel& model, const exec::SegmentControls& controls,
                            exec::Precision precision, std::span<const exec::Segment> segments,
                            std::span<exec::SegmentResult> results) {
  BlockScheduler scheduler(segments.size(), segment_paces_);
  const auto ranks = [&] {
    workers_->share(
        scheduler, members_.size(),
        [&](const BlockScheduler::Block& block) {
          ByteWriter order = message(Order::integrate);
          order.put(model).put(controls).put(precision);
          return order.put_array(segments.subspan(block.first, block.count)).take();
        },
        [&](const BlockScheduler::Block& block, ByteReader& answer) {
          const auto found = answer.get_array<exec::SegmentResult>();
          std::ranges::copy(found, results.subspan(block.first, block.count).begin());
        });
  };
  run_blocks(
      scheduler, members_.size(),
      [&](std::size_t member, const BlockScheduler::Block& block) {
        members_[member]->integrate(model, controls, precision, segments.subspan(block.first, block.count),
                                    results.subspan(block.first, block.count));
      },
      workers_ ? std::function<void()>(ranks) : nullptr);
}

std::unique_ptr<kernels::EventSampler> TeamBackend::sampler(const exec::EventModel& model, const table::Zones& table) {
  return members_.front()->sampler(model, table);
}

std::unique_ptr<kernels::ReleaseSampler> TeamBackend::release_sampler(const exec::EventModel& model,
                                                                      const table::Zones& table,
                                                                      const release::Slices& slices) {
  return members_.front()->release_sampler(model, table, slices);
}

std::unique_ptr<kernels::EventCounter> TeamBackend::counter(const kernels::CountingTask& task) {
  return std::make_unique<TeamCounter>(members_, workers_, paces(min_batches_, &kernels::MinBatch::events), task);
}

std::unique_ptr<kernels::EventCounter> TeamBackend::counter(const kernels::ClusterTask& task) {
  return std::make_unique<TeamCounter>(members_, workers_, paces(min_batches_, &kernels::MinBatch::areas), task);
}

}  // namespace slipburst::host
