#include "host/jobs/team_counter.hpp"

#include <algorithm>

#include "host/jobs/run_blocks.hpp"

namespace slipburst::host {

TeamCounter::TeamCounter(const std::vector<std::unique_ptr<kernels::Backend>>& members, Workers* workers,
                         std::vector<MemberPace> paces, const AnyTask& task)
    : workers_(workers), paces_(std::move(paces)) {
  if (workers_) {
    Bytes packed = pack(task);  // packed before any rank waits for the task
    number_ = workers_->new_counter();
    workers_->tell(message(Order::begin).put(number_).take());
    workers_->broadcast(packed);
    workers_->answers();
  }
  for (const auto& member : members) counters_.push_back(counter_of(*member, task));
}

TeamCounter::~TeamCounter() {
  if (workers_) workers_->tell(message(Order::drop).put(number_).take());
}

void TeamCounter::add(std::uint64_t first, std::uint64_t count) {
  BlockScheduler scheduler(count, paces_);
  const auto ranks = [&] {
    workers_->share(
        scheduler, counters_.size(),
        [&](const BlockScheduler::Block& block) {
          return message(Order::count).put(number_).put(first + block.first).put(block.count).take();
        },
        [](const BlockScheduler::Block&, ByteReader&) {});
  };
  run_blocks(
      scheduler, counters_.size(),
      [&](std::size_t member, const BlockScheduler::Block& block) {
        counters_[member]->add(first + block.first, block.count);
      },
      workers_ ? std::function<void()>(ranks) : nullptr);
}

void TeamCounter::collect(std::span<std::uint64_t> counts) {
  std::vector<std::uint64_t> sums(counts.size());
  for (const auto& counter : counters_) counter->collect(sums);
  if (workers_) {
    workers_->tell(message(Order::collect).put(number_).put(std::uint64_t{counts.size()}).take());
    workers_->answers();
    workers_->tell(message(Order::sum).take());
    workers_->sum(sums);
  }
  for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += sums[i];
}

}  // namespace slipburst::host
