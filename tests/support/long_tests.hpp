#pragma once
/// \file Whether tests run at their full size: `scripts/test --long`.

#include <cstdlib>
#include <string_view>

namespace slipburst::testing {

inline bool long_tests() {
  const char* value = std::getenv("SLIPBURST_LONG_TESTS");
  return value != nullptr && std::string_view(value) == "1";
}

}  // namespace slipburst::testing
