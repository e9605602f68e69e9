#include "host/jobs/worker.hpp"

#include <chrono>
#include <exception>
#include <map>

#include "host/jobs/packed_task.hpp"

namespace slipburst::host {
namespace {

struct Counter {
  Counter(kernels::Backend& backend, const Bytes& bytes) : task(bytes), counter(counter_of(backend, *task)) {}

  OwnedTask task;
  std::unique_ptr<kernels::EventCounter> counter;
};

class Worker {
 public:
  Worker(Ranks& ranks, const std::string& program, const BackendOpener& open)
      : ranks_(ranks), program_(program), open_(open) {}

  /// Follows an order. \return whether more orders follow
  bool follow(const Message& message) {
    ByteReader in(message.bytes);
    const auto order = in.get<Order>();
    if (order == Order::end) return false;
    if (order == Order::sum) {
      ranks_.sum_to_root(counts_);
      return true;
    }
    if (order == Order::drop) {
      counters_.erase(in.get<std::uint64_t>());
      return true;
    }
    if (order == Order::begin) ranks_.broadcast(task_bytes_);
    ranks_.send(0, reply(order, in));
    return true;
  }

 private:
  Bytes reply(Order order, ByteReader& in) {
    const auto begin = std::chrono::steady_clock::now();
    ByteWriter answer, out;
    try {
      execute(order, in, answer);
    } catch (const std::exception& error) {
      const std::string rank = "rank " + std::to_string(ranks_.rank()) + " on " + ranks_.place().node + ": ";
      out.put(Outcome::failed).put(rank + error.what());
      return out.take();
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const Bytes bytes = answer.take();
    out.put(Outcome::done).put(seconds).put_array(std::span(bytes));
    return out.take();
  }

  void execute(Order order, ByteReader& in, ByteWriter& answer) {
    if (order == Order::open) return open(in, answer);
    if (order == Order::integrate) return integrate(in, answer);
    const auto number = in.get<std::uint64_t>();
    if (order == Order::begin) {
      counters_[number] = std::make_unique<Counter>(*backend_, task_bytes_);
      return;
    }
    kernels::EventCounter& counter = *counters_.at(number)->counter;
    if (order == Order::count) {
      const auto first = in.get<std::uint64_t>();
      counter.add(first, in.get<std::uint64_t>());
    } else {
      counts_.assign(in.get<std::uint64_t>(), 0);
      counter.collect(counts_);
    }
  }

  void open(ByteReader& in, ByteWriter& answer) {
    OpenedBackend opened = open_(get_members<BackendChoice>(in), ranks_.place());
    backend_ = std::move(opened.backend);
    put_members(answer, WorkerInfo{ranks_.place().node, program_, backend_->name(), backend_->description(),
                                   opened.notice, backend_->min_batch()});
  }

  void integrate(ByteReader& in, ByteWriter& answer) {
    const auto model = in.get<exec::SegmentModel>();
    const auto controls = in.get<exec::SegmentControls>();
    const auto precision = in.get<exec::Precision>();
    const auto segments = in.get_array<exec::Segment>();
    std::vector<exec::SegmentResult> results(segments.size());
    backend_->integrate(model, controls, precision, segments, results);
    answer.put_array(std::span<const exec::SegmentResult>(results));
  }

  Ranks& ranks_;
  const std::string& program_;
  const BackendOpener& open_;
  std::unique_ptr<kernels::Backend> backend_;
  Bytes task_bytes_;
  std::map<std::uint64_t, std::unique_ptr<Counter>> counters_;
  std::vector<std::uint64_t> counts_;
};

}  // namespace

void serve(Ranks& ranks, const std::string& program, const BackendOpener& open) {
  Worker worker(ranks, program, open);
  while (worker.follow(ranks.receive())) {
  }
}

}  // namespace slipburst::host
