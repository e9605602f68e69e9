#include "host/text/nearest.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using slipburst::host::nearest_hint;
using slipburst::host::nearest_word;

TEST_CASE("the nearest word differs by the fewest edits") {
  const std::vector<std::string> words{"gamma", "alpha", "spacing", "burgers"};
  CHECK(nearest_word("alpha", words) == "alpha");
  CHECK(nearest_word("burger", words) == "burgers");
  CHECK(nearest_word("gmama", words) == "gamma");
  CHECK(nearest_word("spaceing", words) == "spacing");
}

TEST_CASE("a far word is not named") {
  const std::vector<std::string> materials{"Si", "Ge", "Al2O3", "CaWO4", "custom"},
      keys{"film.pair_breaking_energy", "pinning.spacing"};
  CHECK(nearest_word("sapphire", materials) == std::nullopt);
  CHECK(nearest_word("", materials) == std::nullopt);
  CHECK(nearest_word("X", {{"a"}}) == std::nullopt);
  CHECK(nearest_word("pinnig", keys) == std::nullopt);
  CHECK(nearest_hint("sapphire", materials) == "");
  CHECK(nearest_hint("pining.spacing", keys) == "; the nearest is 'pinning.spacing'");
}

TEST_CASE("upper and lower case are the same") {
  const std::vector<std::string> detectors{"cresst", "cpd"}, metals{"Cu", "Al"};
  CHECK(nearest_word("CPD", detectors) == "cpd");
  CHECK(nearest_word("al", metals) == "Al");
}

TEST_CASE("swapped neighbours count as one edit") {
  const std::vector<std::string> words{"bacxy", "abc"};
  CHECK(nearest_word("bac", words) == "abc");
}
