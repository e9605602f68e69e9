// Results that slipburst_bench takes for wrong.
#include "bench/fault.hpp"

#include <doctest/doctest.h>

using Json = nlohmann::ordered_json;
using slipburst::bench::fault;

TEST_CASE("right results have no fault") {
  CHECK(fault(nullptr) == "");
  CHECK(fault(Json{{"max_relative_error", 1e-9}}) == "");
  CHECK(fault(Json{{"counters", 812}, {"differing_counters", 0}}) == "");
  CHECK(fault(Json{{"counters", 812}, {"differing_counters", nullptr}}) == "");  // result of the reference itself
  CHECK(fault(Json{{"crystal", Json::object()}, {"failed", 0}}) == "");
  CHECK(fault(Json{{"share_moved", 1e-6}}) == "");
}

TEST_CASE("counters that differ and segments that failed are faults") {
  CHECK(fault(Json{{"counters", 812}, {"differing_counters", 2}}) ==
        "2 of 812 counters differ from those of the reference");
  CHECK(fault(Json{{"failed", 1}}) == "1 segments failed");
}
