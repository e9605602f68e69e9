#pragma once
/// \file Ranks that are threads of one process.

#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "host/jobs/team_backend.hpp"
#include "host/jobs/worker.hpp"

namespace slipburst::testing {

/// Messages for one rank.
class Mailbox {
 public:
  void put(host::Message message) {
    const std::lock_guard lock(mutex_);
    messages_.push_back(std::move(message));
    arrived_.notify_one();
  }
  host::Message take() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return !messages_.empty(); });
    host::Message message = std::move(messages_.front());
    messages_.pop_front();
    return message;
  }
  bool empty() {
    const std::lock_guard lock(mutex_);
    return messages_.empty();
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<host::Message> messages_;
};

/// Mailboxes of all ranks; messages of collective calls are kept apart.
struct Mailboxes {
  explicit Mailboxes(int size) : direct(static_cast<std::size_t>(size)), collective(static_cast<std::size_t>(size)) {}

  std::vector<Mailbox> direct, collective;
};

class ThreadRanks : public host::Ranks {
 public:
  ThreadRanks(Mailboxes& boxes, int rank) : boxes_(boxes), rank_(rank) {}

  int rank() const override { return rank_; }
  int size() const override { return static_cast<int>(boxes_.direct.size()); }
  host::RankPlace place() const override { return {"here", rank_, size(), size()}; }

  void send(int to, host::Bytes bytes) override {
    boxes_.direct.at(static_cast<std::size_t>(to)).put({rank_, std::move(bytes)});
  }
  host::Message receive() override { return boxes_.direct[static_cast<std::size_t>(rank_)].take(); }

  void broadcast(host::Bytes& bytes) override {
    if (rank_ > 0) {
      bytes = boxes_.collective[static_cast<std::size_t>(rank_)].take().bytes;
      return;
    }
    for (std::size_t to = 1; to < boxes_.collective.size(); ++to) boxes_.collective[to].put({0, bytes});
  }

  void sum_to_root(std::span<std::uint64_t> counts) override {
    if (rank_ > 0) {
      const auto raw = std::as_bytes(counts);
      boxes_.collective[0].put({rank_, {raw.begin(), raw.end()}});
      return;
    }
    for (int i = 1; i < size(); ++i) {
      const host::Message message = boxes_.collective[0].take();
      if (message.bytes.size() != counts.size_bytes()) throw std::logic_error("sums of different lengths");
      const auto* const other = reinterpret_cast<const std::uint64_t*>(message.bytes.data());
      for (std::size_t k = 0; k < counts.size(); ++k) counts[k] += other[k];
    }
  }

  [[noreturn]] void abort(int) override { std::abort(); }

 private:
  Mailboxes& boxes_;
  int rank_;
};

/// Run of several ranks: this thread is the root, the others serve it until the end of this object.
class ThreadCluster {
 public:
  /// \param stranger  rank that claims to run another program; 0 for no such rank
  ThreadCluster(int size, const host::BackendOpener& open, int stranger = 0)
      : boxes_(size), open_(open), root_(boxes_, 0) {
    for (int rank = 1; rank < size; ++rank) {
      threads_.emplace_back([this, rank, stranger] {
        ThreadRanks ranks(boxes_, rank);
        host::serve(ranks, rank == stranger ? "another" : "program", open_);
      });
    }
  }
  ~ThreadCluster() {
    workers_.tell(host::message(host::Order::end).take());
    threads_.clear();
  }

  std::unique_ptr<kernels::Backend> backend() {
    const auto infos = workers_.open({"reference", 0, {}}, "program");
    return std::make_unique<host::TeamBackend>(open_({"reference", 0, {}}, root_.place()).backend, workers_, infos);
  }
  /// Whether the root has received all messages sent to it.
  bool quiet() { return boxes_.direct[0].empty() && boxes_.collective[0].empty(); }

 private:
  Mailboxes boxes_;
  host::BackendOpener open_;
  ThreadRanks root_;
  host::Workers workers_{root_};
  std::vector<std::jthread> threads_;
};

}  // namespace slipburst::testing
