#pragma once
/// \file A block of threads: its warps, and the shared memory in which it notices races.

#include <memory>
#include <vector>

#include "support/machine_code/warp.hpp"

namespace machine_code {

/// A launch of a function.
struct Launch {
  const Function* function = nullptr;
  u32 blocks = 0, threads = 0, shared_bytes = 0;
  std::vector<unsigned char> constants;  ///< bank 0
};

class ThreadBlock {
 public:
  void start(const Launch& launch, u32 number);
  bool done() const;
  /// Runs a warp that can go on. Complains if none can.
  void run();

  u32 number() const { return number_; }
  Constants launch_constants() const { return constants_; }

  bool holds(u32 address, u32 size) const { return address >= reserved_ && u64{address} + size <= shared_.size(); }
  unsigned char* shared(u32 address) { return shared_.data() + address; }
  /// Notes what a warp does to shared memory. Returns false if another warp has done since the last barrier what does
  /// not go together with it.
  bool note(u32 address, u32 size, Access access, u32 warp);

 private:
  /// Warps + 1 that have read, written or updated a word in the current stretch between barriers.
  struct Touched {
    u32 stretch = 0;
    u32 by[3] = {};
  };

  std::vector<std::unique_ptr<Warp>> warps_;
  std::vector<unsigned char> shared_;
  std::vector<Touched> touched_;
  Constants constants_;
  std::size_t warp_count_ = 0;
  u32 number_ = 0, stretch_ = 0, reserved_ = 0;
};

}  // namespace machine_code
