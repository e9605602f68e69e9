#include "host/text/count.hpp"

#include <charconv>
#include <cmath>

#include "host/base/error.hpp"

namespace slipburst::host {

std::uint64_t parse_count(const std::string& text, const std::string& option) {
  const char* const end = text.data() + text.size();
  std::uint64_t whole = 0;
  if (const auto [rest, error] = std::from_chars(text.data(), end, whole); error == std::errc() && rest == end) {
    return whole;
  }
  double number = 0;
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  constexpr double most = 9007199254740992.0;  // 2^53: beyond, a double does not represent every whole number
  if (error != std::errc() || rest != end || !(number >= 0) || number != std::floor(number)) {
    throw InputError(option + " " + text + " is not a whole number from 0 on; write one such as 1000000 or 1e9");
  }
  if (number > most) {
    throw InputError(option + " " + text + " is too large; numbers up to 18446744073709551615 can be given, beyond " +
                     "9007199254740992 in full digits");
  }
  return static_cast<std::uint64_t>(number);
}

}  // namespace slipburst::host
