#include "kernels/backend/memory_text.hpp"

#include <cstdio>
#include <iterator>

namespace slipburst::kernels {

std::string memory_text(double bytes) {
  static constexpr const char* unit[] = {"B", "kB", "MB", "GB", "TB", "PB"};
  std::size_t power = 0;
  while (bytes >= 999.5 && power + 1 < std::size(unit)) {
    bytes /= 1000;
    ++power;
  }
  char text[32];
  std::snprintf(text, sizeof text, bytes < 9.95 && power > 0 ? "%.1f %s" : "%.0f %s", bytes, unit[power]);
  return text;
}

std::string memory_refusal(double needed_bytes, double available_bytes, const std::string& where,
                           const std::string& remedy) {
  return "this needs about " + memory_text(needed_bytes) + " of memory, but " + memory_text(available_bytes) +
         " are free " + where + "; " + remedy;
}

}  // namespace slipburst::kernels
