#pragma once

namespace slipburst::testing {

/// Whether the tests run under the address sanitizer, ten times slower: its faults show with few events too.
#ifdef __SANITIZE_ADDRESS__
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif

}  // namespace slipburst::testing
