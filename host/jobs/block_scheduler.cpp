#include "host/jobs/block_scheduler.hpp"

#include <algorithm>

namespace slipburst::host {

std::optional<BlockScheduler::Block> BlockScheduler::next(std::size_t member) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t left = count_ - scheduled_;
  if (left == 0 || failure_) return {};
  const auto half = static_cast<std::uint64_t>(0.5 * share(member) * static_cast<double>(left));
  const Block block{scheduled_, std::min(left, std::max(half, paces_[member].min_block))};
  scheduled_ += block.count;
  return block;
}

/// Share of a member by speed. Members of unknown speed count with the mean speed of the others.
double BlockScheduler::share(std::size_t member) const {
  double sum = 0, known = 0;
  for (const MemberPace& pace : paces_) {
    if (!pace.known()) continue;
    sum += pace.speed();
    ++known;
  }
  const double mean = known > 0 ? sum / known : 1;
  const double own = paces_[member].known() ? paces_[member].speed() : mean;
  return own / (mean * static_cast<double>(paces_.size()));
}

void BlockScheduler::finished(std::size_t member, const Block& block, double seconds) {
  const std::lock_guard lock(mutex_);
  MemberPace& pace = paces_[member];
  pace.work = 0.5 * pace.work + static_cast<double>(block.count);
  pace.seconds = 0.5 * pace.seconds + std::max(seconds, 1e-9);
}

void BlockScheduler::fail(std::exception_ptr failure) {
  const std::lock_guard lock(mutex_);
  if (!failure_) failure_ = std::move(failure);
}

void BlockScheduler::rethrow_failure() const {
  if (failure_) std::rethrow_exception(failure_);
}

}  // namespace slipburst::host
