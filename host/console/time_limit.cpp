#include "host/console/time_limit.hpp"

#include <fmt/chrono.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <optional>
#include <stop_token>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "host/console/command_output.hpp"
#include "host/console/interrupt.hpp"
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

/// Seconds since 1970 of a time such as 2026-11-20T19:30:00, as squeue prints it.
std::optional<double> local_time(const std::string& text) {
  std::tm local{};
  local.tm_isdst = -1;
  if (!strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &local)) return std::nullopt;  // N/A, NONE, Unknown: no limit
  return static_cast<double>(std::mktime(&local));
}

struct JobTimes {
  std::optional<double> start_s, end_s;  ///< seconds since 1970
};

/// Time limit of a job, from squeue.
JobTimes squeue_times(const std::string& job, const std::stop_token& stop) {
  constexpr std::chrono::seconds longest{60};
  const std::string text = command_output({"squeue", "--noheader", "--jobs=" + job, "--format=%S %e"}, longest, stop);
  const std::size_t blank = text.find(' ');
  if (blank == std::string::npos) return {};
  return {local_time(text.substr(0, blank)), local_time(text.substr(blank + 1))};
}

void stop_before_end(const JobTimes& job, double before_s) {
  if (!job.end_s) return;
  const auto now = std::chrono::system_clock::now();
  const double now_s = std::chrono::duration<double>(now.time_since_epoch()).count();
  const double whole = *job.end_s - job.start_s.value_or(now_s);
  constexpr double max_of_limit = 0.9;
  constexpr double a_year = 365 * 86400.0;  // without a limit, Slurm states an end beyond a year
  if (!(whole > 0) || *job.end_s - now_s > a_year) return;
  const auto left = std::chrono::duration<double>(*job.end_s - now_s - std::min(before_s, max_of_limit * whole));
  const auto stop = now + std::chrono::duration_cast<std::chrono::system_clock::duration>(left);
  spdlog::info("the job's time limit: stopping at {:%H:%M:%S} if not done by then",
               fmt::localtime(std::chrono::system_clock::to_time_t(stop)));
  stop_at(std::chrono::steady_clock::now() + std::chrono::duration_cast<std::chrono::steady_clock::duration>(left));
}

}  // namespace

void watch_time_limit(const std::string& stop_before) {
  const double before_s = parse_positive_quantity(stop_before, Dimension::duration, "--stop-before");
  static bool watched = false;
  if (std::exchange(watched, true)) return;
  if (const auto end_s = time_in("SLURM_JOB_END_TIME")) {
    return stop_before_end({time_in("SLURM_JOB_START_TIME"), end_s}, before_s);
  }
  const char* const job = std::getenv("SLURM_JOB_ID");
  if (!job || !*job || std::string_view(job).find_first_not_of("0123456789") != std::string_view::npos) return;
  try {
    // In a separate thread, as squeue may hang; ended with the program.
    static const std::jthread asker([job = std::string(job), before_s](const std::stop_token& stop) {
      stop_before_end(squeue_times(job, stop), before_s);
    });
  } catch (const std::system_error& error) {
    spdlog::warn("the job's time limit is not known: no thread can be started to ask squeue: {}", error.what());
  }
}

}  // namespace slipburst::host
