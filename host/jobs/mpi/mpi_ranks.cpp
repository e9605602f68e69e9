// Module that is loaded if a launcher has started several processes. The only part of the program that uses MPI.
#define OMPI_SKIP_MPICXX 1
#define MPICH_SKIP_MPICXX 1
#include <mpi.h>
#include <sched.h>

#include <algorithm>
#include <chrono>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <list>
#include <stdexcept>
#include <thread>

#include "host/jobs/ranks.hpp"

namespace slipburst::host {
namespace {

/// Maximal bytes, or counts, of one MPI call, whose size is an int.
constexpr std::size_t bytes_at_once = std::size_t{1} << 30, counts_at_once = std::size_t{1} << 27;

/// Polling with growing sleeps: each is 1/8 longer than the last, at most `longest`; a poll costs some 10 us.
class Patience {
 public:
  void wait() {
    if (looks_++ < quick_looks) {
      std::this_thread::yield();
      return;
    }
    std::this_thread::sleep_for(step_);
    step_ = std::min(step_ + step_ / 8, longest);
  }

 private:
  static constexpr int quick_looks = 20;
  static constexpr std::chrono::nanoseconds longest{2'000'000};

  int looks_ = 0;
  std::chrono::nanoseconds step_{10'000};
};

class MpiRanks : public Ranks {
 public:
  MpiRanks() {
    int provided = MPI_THREAD_SINGLE;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &provided);
    if (provided < MPI_THREAD_SERIALIZED) {
      MPI_Finalize();
      throw std::runtime_error("this MPI was built without threads (MPI_THREAD_SERIALIZED), which slipburst needs");
    }
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &size_);
    find_place();
  }

  ~MpiRanks() override {
    for (Sent& sent : sent_) MPI_Wait(&sent.request, MPI_STATUS_IGNORE);
    MPI_Finalize();
  }

  int rank() const override { return rank_; }
  int size() const override { return size_; }
  RankPlace place() const override { return place_; }

  void send(int to, Bytes bytes) override {
    if (bytes.size() > INT_MAX) throw std::length_error("a message between ranks is longer than 2 GiB");
    forget_sent();
    Sent& sent = sent_.emplace_back();
    sent.bytes = std::move(bytes);
    MPI_Isend(sent.bytes.data(), static_cast<int>(sent.bytes.size()), MPI_BYTE, to, 0, MPI_COMM_WORLD, &sent.request);
  }

  Message receive() override {
    MPI_Status status;
    int found = 0;
    for (Patience patience;; patience.wait()) {
      MPI_Iprobe(MPI_ANY_SOURCE, 0, MPI_COMM_WORLD, &found, &status);
      if (found) break;
      forget_sent();
    }
    int size = 0;
    MPI_Get_count(&status, MPI_BYTE, &size);
    Message message{status.MPI_SOURCE, Bytes(static_cast<std::size_t>(size))};
    MPI_Recv(message.bytes.data(), size, MPI_BYTE, message.from, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    return message;
  }

  void broadcast(Bytes& bytes) override {
    std::uint64_t size = bytes.size();
    MPI_Bcast(&size, 1, MPI_UINT64_T, 0, MPI_COMM_WORLD);
    bytes.resize(size);
    for (std::size_t done = 0; done < size; done += bytes_at_once) {
      const auto count = static_cast<int>(std::min(bytes_at_once, size - done));
      MPI_Bcast(bytes.data() + done, count, MPI_BYTE, 0, MPI_COMM_WORLD);
    }
  }

  void sum_to_root(std::span<std::uint64_t> counts) override {
    for (std::size_t done = 0; done < counts.size(); done += counts_at_once) {
      const auto part = counts.subspan(done, std::min(counts_at_once, counts.size() - done));
      MPI_Reduce(rank_ == 0 ? MPI_IN_PLACE : part.data(), part.data(), static_cast<int>(part.size()), MPI_UINT64_T,
                 MPI_SUM, 0, MPI_COMM_WORLD);
    }
  }

  [[noreturn]] void abort(int status) override {
    MPI_Abort(MPI_COMM_WORLD, status);
    std::abort();
  }

 private:
  /// Message kept until MPI has read it.
  struct Sent {
    Bytes bytes;
    MPI_Request request;
  };

  void forget_sent() {
    sent_.remove_if([](Sent& sent) {
      int done = 0;
      MPI_Test(&sent.request, &done, MPI_STATUS_IGNORE);
      return done != 0;
    });
  }

  void find_place() {
    MPI_Comm node;
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, rank_, MPI_INFO_NULL, &node);
    MPI_Comm_rank(node, &place_.local_rank);
    MPI_Comm_size(node, &place_.local_size);
    char name[MPI_MAX_PROCESSOR_NAME];
    int length = 0;
    MPI_Get_processor_name(name, &length);
    place_.node.assign(name, static_cast<std::size_t>(length));

    cpu_set_t own;
    CPU_ZERO(&own);
    sched_getaffinity(0, sizeof own, &own);
    std::vector<cpu_set_t> all(static_cast<std::size_t>(place_.local_size));
    MPI_Allgather(&own, sizeof own, MPI_BYTE, all.data(), sizeof own, MPI_BYTE, node);
    place_.sharers = static_cast<int>(std::count_if(
        all.begin(), all.end(), [&](const cpu_set_t& set) { return std::memcmp(&set, &own, sizeof own) == 0; }));
    MPI_Comm_free(&node);
  }

  int rank_ = 0, size_ = 1;
  RankPlace place_;
  std::list<Sent> sent_;
};

}  // namespace
}  // namespace slipburst::host

/// Joins MPI. \return ranks, to be deleted by the caller, which ends MPI
/// \throws std::runtime_error if this MPI does not support threads
extern "C" slipburst::host::Ranks* slipburst_join_mpi() { return new slipburst::host::MpiRanks; }
