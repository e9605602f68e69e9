#include "kernels/cuda/architectures.hpp"

#include <doctest/doctest.h>

using slipburst::kernels::has_code_for;

TEST_CASE("machine code runs within its major version, PTX on all newer devices") {
  CHECK(has_code_for("80-real", 8, 0));
  CHECK(has_code_for("80-real", 8, 6));
  CHECK_FALSE(has_code_for("86-real", 8, 0));
  CHECK_FALSE(has_code_for("80-real", 9, 0));
  CHECK(has_code_for("80", 9, 0));
  CHECK(has_code_for("80-virtual", 12, 0));
  CHECK_FALSE(has_code_for("90", 8, 9));
  CHECK(has_code_for("80-real,100-real", 10, 3));
  CHECK_FALSE(has_code_for("80-real,100-real", 9, 0));
  CHECK_FALSE(has_code_for("", 9, 0));
}

TEST_CASE("code for one device runs on it alone, code for a family within the major version") {
  CHECK(has_code_for("90a-real", 9, 0));
  CHECK_FALSE(has_code_for("90a", 10, 0));
  CHECK_FALSE(has_code_for("100a-real", 10, 3));
  CHECK(has_code_for("100f", 10, 3));
  CHECK_FALSE(has_code_for("100f", 12, 0));
}

TEST_CASE("what all and native stand for is known when the code is loaded") {
  CHECK(has_code_for("native", 9, 0));
  CHECK(has_code_for("all-major", 12, 0));
}
