#include "host/app/time_limit.hpp"

#include <fmt/chrono.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <memory>
#include <optional>
#include <utility>

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

/// The same, of a time such as 2026-11-20T19:30:00 that squeue prints in the format `field`.
std::optional<double> squeue_time(const std::string& job, const std::string& field) {
  if (job.empty() || job.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  const std::string command = "squeue --noheader --jobs=" + job + " --format=%" + field + " 2>/dev/null";
  const std::unique_ptr<FILE, int (*)(FILE*)> output(popen(command.c_str(), "r"), pclose);
  char text[64] = "";
  if (!output || !std::fgets(text, sizeof text, output.get())) return std::nullopt;
  std::tm local{};
  local.tm_isdst = -1;
  if (!strptime(text, "%Y-%m-%dT%H:%M:%S", &local)) return std::nullopt;  // N/A, NONE, Unknown: no limit
  return static_cast<double>(std::mktime(&local));
}

struct JobTimes {
  std::optional<double> start_s, end_s;  ///< since 1970
};

/// Of this job: newer Slurms say it in the environment, older ones when asked.
JobTimes job_times() {
  if (const auto end_s = time_in("SLURM_JOB_END_TIME")) return {time_in("SLURM_JOB_START_TIME"), end_s};
  const char* job = std::getenv("SLURM_JOB_ID");
  if (!job) return {};
  return {squeue_time(job, "S"), squeue_time(job, "e")};
}

}  // namespace

void watch_time_limit(const std::string& stop_before) {
  const double before = parse_positive_quantity(stop_before, Dimension::duration, "--stop-before");
  static bool watched = false;
  if (std::exchange(watched, true)) return;
  const auto [start, end] = job_times();
  if (!end) return;
  const auto now = std::chrono::system_clock::now();
  const double now_s = std::chrono::duration<double>(now.time_since_epoch()).count();
  const double whole = *end - start.value_or(now_s);
  constexpr double most_of_limit = 0.9;
  constexpr double a_year = 365 * 86400.0;  // what Slurm says for no limit
  if (!(whole > 0) || *end - now_s > a_year) return;
  const auto left = std::chrono::duration<double>(*end - now_s - std::min(before, most_of_limit * whole));
  const auto stop = now + std::chrono::duration_cast<std::chrono::system_clock::duration>(left);
  spdlog::info("the job's time limit: stopping at {:%H:%M:%S} if not done by then",
               fmt::localtime(std::chrono::system_clock::to_time_t(stop)));
  stop_at(std::chrono::steady_clock::now() + std::chrono::duration_cast<std::chrono::steady_clock::duration>(left));
}

}  // namespace slipburst::host
