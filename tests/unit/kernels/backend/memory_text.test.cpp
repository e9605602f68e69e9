#include "kernels/backend/memory_text.hpp"

#include <doctest/doctest.h>

using namespace slipburst::kernels;

TEST_CASE("amounts of memory") {
  CHECK(memory_text(0) == "0 B");
  CHECK(memory_text(999) == "999 B");
  CHECK(memory_text(1234) == "1.2 kB");
  CHECK(memory_text(34.4e6) == "34 MB");
  CHECK(memory_text(999.6e6) == "1.0 GB");
  CHECK(memory_text(12e9) == "12 GB");
  CHECK(memory_text(5e18) == "5000 PB");
}

TEST_CASE("a refusal names both amounts, the place and the remedy") {
  CHECK(memory_refusal(34e9, 12e9, "on the GPU", "lower histogram.bins_per_decade") ==
        "this needs about 34 GB of memory, but 12 GB are free on the GPU; lower histogram.bins_per_decade");
}
