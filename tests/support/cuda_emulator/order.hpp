#pragma once
/// \file Random order of threads, blocks and streams, the same in each run.

#include <cstddef>
#include <cstdint>

namespace emulator {

/// D. Lehmer's generator with 128 bits of state.
class Order {
 public:
  using result_type = std::uint64_t;
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~0ull; }

  explicit Order(std::uint64_t seed) { start(seed); }
  void start(std::uint64_t seed) { state_ = (Wide{seed} << 64 | 0x9E3779B97F4A7C15ull) * 2 + 1; }
  result_type operator()() {
    state_ *= 0xDA942042E4DD58B5ull;
    return static_cast<std::uint64_t>(state_ >> 64);
  }
  /// Any of [0, count).
  std::size_t any_of(std::size_t count) { return count < 2 ? 0 : operator()() % count; }

 private:
  __extension__ using Wide = unsigned __int128;
  Wide state_ = 1;
};

inline Order& order() {
  static Order one(1);
  return one;
}

}  // namespace emulator
