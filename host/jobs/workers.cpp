#include "host/jobs/workers.hpp"

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <exception>

namespace slipburst::host {
namespace {

/// Number of blocks sent ahead to a rank, so that it does not wait for its next block.
constexpr int blocks_ahead = 2;

}  // namespace

std::vector<WorkerInfo> Workers::open(const BackendChoice& choice, const std::string& program) {
  ByteWriter order = message(Order::open);
  put_members(order, choice);
  tell(order.take());
  std::vector<WorkerInfo> all;
  for (const Bytes& answer : answers()) {
    ByteReader in(answer);
    all.push_back(get_members<WorkerInfo>(in));
    if (all.back().program != program) {
      throw kernels::BackendError("rank " + std::to_string(all.size()) + " on " + all.back().node + " runs " +
                                  all.back().program + ", rank 0 " + program + ": start the same program on all nodes");
    }
  }
  return all;
}

void Workers::tell(const Bytes& order) {
  for (int rank = 1; rank < ranks_.size(); ++rank) ranks_.send(rank, order);
}

std::vector<Bytes> Workers::answers() {
  std::vector<Bytes> all(count());
  std::string failure;
  for (std::size_t replies = 0; replies < count(); ++replies) {
    const Message reply = ranks_.receive();
    ByteReader in(reply.bytes);
    if (in.get<Outcome>() == Outcome::failed) {
      if (failure.empty()) in.get(failure);
      continue;
    }
    in.get<double>();
    all[static_cast<std::size_t>(reply.from - 1)] = in.get_array<std::byte>();
  }
  if (!failure.empty()) throw kernels::BackendError(failure);
  return all;
}

void Workers::share(BlockScheduler& scheduler, std::size_t first,
                    const std::function<Bytes(const BlockScheduler::Block&)>& order,
                    const std::function<void(const BlockScheduler::Block&, ByteReader&)>& take) try {
  std::vector<std::deque<BlockScheduler::Block>> given(count());
  std::size_t open = 0;
  const auto give = [&](std::size_t worker) {
    const auto block = scheduler.next(first + worker);
    if (!block) return;
    ranks_.send(static_cast<int>(worker) + 1, order(*block));
    given[worker].push_back(*block);
    ++open;
  };
  for (int ahead = 0; ahead < blocks_ahead; ++ahead) {
    for (std::size_t worker = 0; worker < count(); ++worker) give(worker);
  }
  for (; open > 0; --open) {
    const Message reply = ranks_.receive();
    const auto worker = static_cast<std::size_t>(reply.from - 1);
    const BlockScheduler::Block block = given[worker].front();
    given[worker].pop_front();
    ByteReader in(reply.bytes);
    if (in.get<Outcome>() == Outcome::failed) {
      scheduler.fail(std::make_exception_ptr(kernels::BackendError(in.get<std::string>())));
      continue;
    }
    scheduler.finished(first + worker, block, in.get<double>());
    const auto answer = in.get_array<std::byte>();
    ByteReader answer_reader(answer);
    take(block, answer_reader);
    give(worker);
  }
} catch (const std::exception& error) {
  // With replies outstanding that are never received, the ranks could not be told to end.
  std::fprintf(stderr, "slipburst: the ranks lost each other: %s\n", error.what());
  ranks_.abort(EXIT_FAILURE);
}

}  // namespace slipburst::host
