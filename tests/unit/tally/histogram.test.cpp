#include "slipburst/tally/histogram.hpp"

#include <doctest/doctest.h>

#include <limits>

using slipburst::tally::LogBins;

namespace {

/// Ten bins of half an octave from log2 energy -2 to 3.
constexpr LogBins bins{2.0f, 4.0f, 10};
constexpr float infinity = std::numeric_limits<float>::infinity();

}  // namespace

TEST_CASE("slots follow one another: zero, underflow, bins, overflow") {
  CHECK(bins.slots() == 13);
  CHECK(LogBins::zero == 0);
  CHECK(LogBins::underflow == 1);
  CHECK(LogBins::first == 2);
  CHECK(bins.overflow() == 12);
}

TEST_CASE("a bin holds its lower edge but not its upper") {
  CHECK(bins.slot(-2.0f) == LogBins::first);
  CHECK(bins.slot(-1.51f) == LogBins::first);
  CHECK(bins.slot(-1.5f) == LogBins::first + 1);
  CHECK(bins.slot(2.99f) == LogBins::first + 9);
}

TEST_CASE("what lies outside is counted, however far") {
  CHECK(bins.slot(-2.01f) == LogBins::underflow);
  CHECK(bins.slot(-120.0f) == LogBins::underflow);
  CHECK(bins.slot(-std::numeric_limits<float>::max()) == LogBins::underflow);
  CHECK(bins.slot(-infinity) == LogBins::underflow);
  CHECK(bins.slot(3.0f) == bins.overflow());
  CHECK(bins.slot(1e9f) == bins.overflow());
  CHECK(bins.slot(std::numeric_limits<float>::max()) == bins.overflow());
  CHECK(bins.slot(infinity) == bins.overflow());
}

TEST_CASE("every number gets a slot within the tally, not-a-number too") {
  const int slot = bins.slot(std::numeric_limits<float>::quiet_NaN());
  CHECK(slot >= 0);
  CHECK(slot < bins.slots());
}
