#include "kernels/reference/reference_backend.hpp"
#include "parity/same_bits.hpp"

using namespace slipburst;

TEST_CASE("the reference agrees with itself, in pieces too") {
  testing::check_same_bits(*kernels::make_reference_backend());
}
