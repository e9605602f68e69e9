#pragma once

namespace slipburst::testing {

/// Whether the tests run under the address or the thread sanitizer, ten times slower: their faults show with few events
/// too.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool sanitized = true;
#elif defined(__has_feature)  // Clang
inline constexpr bool sanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
inline constexpr bool sanitized = false;
#endif

}  // namespace slipburst::testing
