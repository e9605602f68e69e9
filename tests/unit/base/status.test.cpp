#include "slipburst/base/status.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

using slipburst::base::Status;

TEST_CASE("every status has a name of its own, and only real failures count as failed") {
  std::set<std::string> names;
  for (int i = 0; i < slipburst::base::status_count; ++i) names.insert(slipburst::base::name(static_cast<Status>(i)));
  CHECK(names.size() == slipburst::base::status_count);
  CHECK(names.count("unknown") == 0);
  CHECK_FALSE(slipburst::base::failed(Status::ok));
  CHECK_FALSE(slipburst::base::failed(Status::inside_equilibrium));
  CHECK(slipburst::base::failed(Status::step_budget));
  CHECK(slipburst::base::failed(Status::step_underflow));
  CHECK(slipburst::base::failed(Status::non_finite));
}
