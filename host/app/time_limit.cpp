#include "host/app/time_limit.hpp"

#include <fmt/chrono.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "host/app/interrupt.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

/// Seconds since 1970 in an environment variable.
std::optional<double> time_in(const char* variable) {
  const char* text = std::getenv(variable);
  if (!text) return std::nullopt;
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text, text + std::strlen(text), seconds);
  if (error != std::errc() || *end != 0 || seconds <= 0) return std::nullopt;
  return static_cast<double>(seconds);
}

}  // namespace

void watch_time_limit(const std::string& stop_before) {
  const double before = parse_positive_quantity(stop_before, Dimension::duration, "--stop-before");
  const std::optional<double> end = time_in("SLURM_JOB_END_TIME");
  if (!end) return;
  const auto now = std::chrono::system_clock::now();
  const double now_s = std::chrono::duration<double>(now.time_since_epoch()).count();
  const double whole = *end - time_in("SLURM_JOB_START_TIME").value_or(now_s);
  constexpr double a_year = 365 * 86400.0;  // what Slurm says for no limit
  if (!(whole > 0) || *end - now_s > a_year) return;
  const auto left = std::chrono::duration<double>(*end - now_s - std::min(before, 0.5 * whole));
  const auto stop = now + std::chrono::duration_cast<std::chrono::system_clock::duration>(left);
  spdlog::info("the job's time limit: stopping at {:%H:%M:%S} if not done by then",
               fmt::localtime(std::chrono::system_clock::to_time_t(stop)));
  stop_at(std::chrono::steady_clock::now() + std::chrono::duration_cast<std::chrono::steady_clock::duration>(left));
}

}  // namespace slipburst::host
