#pragma once
/// \file Devices: streams that run late, in random order, under the rules of the legacy stream.

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "support/cuda_emulator/limits.hpp"

namespace emulator {

class Device;

/// Operations that run one after the other.
struct Stream {
  struct Operation {
    std::uint64_t number;  ///< in the order in which they came to the device
    std::function<void()> run;
  };
  Device* device = nullptr;
  std::deque<Operation> queue;
};

/// A point of a stream that cudaEventRecord() marks.
struct Event {
  Device* device;
  bool recorded = false, passed = false;
  double seconds = 0;
};

class Device {
 public:
  explicit Device(int number) : number_(number) { legacy_.device = this; }
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  int number() const { return number_; }
  /// Error that all later calls return, 0 for none.
  int error = 0;

  /// Shared memory that a block of the kernel at this address may have.
  std::size_t shared_bytes_of(const void* kernel) const {
    const auto found = shared_bytes_.find(kernel);
    return found == shared_bytes_.end() ? unasked_shared_bytes : found->second;
  }
  void allow_shared_bytes(const void* kernel, std::size_t bytes) { shared_bytes_[kernel] = bytes; }

  Stream& legacy() { return legacy_; }
  Stream* make_stream();
  void destroy(Stream* stream);
  std::size_t stream_count() const { return streams_.size(); }

  /// Appends an operation. Some of the work is done right away, most when a call waits for it.
  void put(Stream& stream, std::function<void()> operation);
  void wait_for(Stream& stream);
  void wait_for_all();

 private:
  /// Whether the first operation of a stream may run: the legacy stream waits for all others, and they for it.
  bool may_run(const Stream& stream) const;
  /// Runs an operation of a random stream. Returns whether there was one.
  bool run_one();

  int number_;
  std::uint64_t operations_ = 0;
  std::map<const void*, std::size_t> shared_bytes_;
  Stream legacy_;
  std::vector<std::unique_ptr<Stream>> streams_;
};

/// One lock for all that threads of the host share: of several devices one works at a time.
std::recursive_mutex& machine_lock();
Device& device(int number);
/// Device that the calling thread has selected.
Device& current_device();
void select_device(int number);

}  // namespace emulator
