#include "host/config/nearest.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using slipburst::host::nearest_word;

TEST_CASE("the nearest word differs by the fewest edits") {
  const std::vector<std::string> words{"gamma", "alpha", "spacing", "burgers"};
  CHECK(nearest_word("alpha", words) == "alpha");
  CHECK(nearest_word("burger", words) == "burgers");
  CHECK(nearest_word("gmama", words) == "gamma");
  CHECK(nearest_word("spaceing", words) == "spacing");
  CHECK(nearest_word("", words) == "gamma");
}

TEST_CASE("swapped neighbours count as one edit") {
  const std::vector<std::string> words{"bacxy", "abc"};
  CHECK(nearest_word("bac", words) == "abc");
}
