#include "host/console/pace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace slipburst::host {
namespace {

constexpr double longest_interval_s = 300;
constexpr double longest_text_s = 3.6e9;

}  // namespace

Pace pace_of(std::uint64_t already, std::uint64_t done, std::uint64_t total, double seconds) {
  const auto own = static_cast<double>(done - std::min(already, done));
  Pace pace{done, total, seconds, seconds > 0 ? own / seconds : 0, std::numeric_limits<double>::infinity()};
  const auto rest = static_cast<double>(total - std::min(done, total));
  if (rest == 0) {
    pace.seconds_to_go = 0;
  } else if (pace.per_second > 0) {
    pace.seconds_to_go = rest / pace.per_second;
  }
  return pace;
}

bool LogSchedule::due(double seconds) {
  if (seconds < next_s_) return false;
  next_s_ = seconds + interval_s_;
  interval_s_ = std::min(2 * interval_s_, longest_interval_s);
  return true;
}

std::string clock_text(double seconds) {
  if (!(seconds < longest_text_s)) return "unknown";
  const auto whole = static_cast<std::uint64_t>(std::round(seconds));
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string duration_text(double seconds) {
  if (seconds < 9.95) return fmt::format("{:.2g} s", seconds);
  if (seconds < 59.5) return fmt::format("{:.0f} s", seconds);
  return clock_text(seconds);
}

}  // namespace slipburst::host
