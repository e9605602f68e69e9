#include "kernels/cuda/parallel_copy.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <numeric>
#include <vector>

using namespace slipburst;

TEST_CASE("copies by several threads are whole, and touch nothing beyond") {
  constexpr std::size_t mebibyte = std::size_t{1} << 17;  // in numbers of 64 bits
  for (const std::size_t count :
       {std::size_t{0}, std::size_t{1}, mebibyte, 2 * mebibyte - 1, 2 * mebibyte, 3 * mebibyte + 5, 9 * mebibyte + 7}) {
    CAPTURE(count);
    std::vector<std::uint64_t> from(count), to(count + 2, 0);
    std::iota(from.begin(), from.end(), 1);
    kernels::parallel_copy(std::span<const std::uint64_t>(from), to.data() + 1);
    CHECK(to.front() == 0);
    CHECK(to.back() == 0);
    CHECK(std::equal(from.begin(), from.end(), to.begin() + 1));
  }
}
