#include "host/console/pace.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

using namespace slipburst::host;

TEST_CASE("a resumed run's rate counts what was done since") {
  const Pace pace = pace_of(600, 700, 1000, 4);
  CHECK(pace.per_second == 25);
  CHECK(pace.seconds_to_go == 12);
  CHECK(pace.share() == doctest::Approx(0.7));
}

TEST_CASE("the end of a loop that has not moved is unknown") {
  CHECK(std::isinf(pace_of(600, 600, 1000, 4).seconds_to_go));
  CHECK(std::isinf(pace_of(0, 10, 1000, 0).seconds_to_go));
  CHECK(pace_of(0, 1000, 1000, 0).seconds_to_go == 0);
  CHECK(pace_of(0, 0, 0, 1).share() == 1);
}

TEST_CASE("a run of days makes as many lines as its days allow") {
  LogSchedule schedule(1);
  std::vector<double> lines;
  constexpr double day_s = 86400;
  for (int tick = 0; tick < 3 * day_s * 4; ++tick) {
    if (schedule.due(tick * 0.25)) lines.push_back(tick * 0.25);
  }
  REQUIRE(lines.size() > 6);
  CHECK(lines[0] == 1);
  CHECK(lines[1] == 11);
  CHECK(lines[2] == 31);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    CHECK(lines[i] - lines[i - 1] >= 10);
    CHECK(lines[i] - lines[i - 1] <= 300);
  }
  CHECK(lines.back() - lines[lines.size() - 2] == 300);
  CHECK(lines.size() < 900);
}

TEST_CASE("lines that come late do not come at once") {
  LogSchedule schedule(1);
  CHECK(schedule.due(1000));
  CHECK(!schedule.due(1009));
  CHECK(schedule.due(1010));
}

TEST_CASE("times to go") {
  CHECK(clock_text(0.4) == "0:00:00");
  CHECK(clock_text(59.6) == "0:01:00");
  CHECK(clock_text(100 * 3600 + 61) == "100:01:01");
  CHECK(clock_text(std::numeric_limits<double>::infinity()) == "unknown");
  CHECK(clock_text(std::nan("")) == "unknown");
  CHECK(clock_text(1e30) == "unknown");
  CHECK(duration_text(0.123) == "0.12 s");
  CHECK(duration_text(6) == "6 s");
  CHECK(duration_text(59.4) == "59 s");
  CHECK(duration_text(59.6) == "0:01:00");
}
