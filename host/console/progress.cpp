#include "host/console/progress.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "host/console/interrupt.hpp"
#include "host/console/logging.hpp"

namespace slipburst::host {
namespace {

constexpr auto bar_interval = std::chrono::milliseconds(100);
constexpr double first_line_s = 1, first_heartbeat_s = 10;
constexpr int bar_width = 40;

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Count with three digits, as all numbers of progress, such as 1.61e+08.
std::string rounded(std::uint64_t count) { return fmt::format("{:.3g}", static_cast<double>(count)); }

}  // namespace

Progress::Progress(std::uint64_t total, std::string noun, std::uint64_t already)
    : total_(total),
      already_(already),
      noun_(std::move(noun)),
      bar_(shows_progress_bar()),
      begin_(Clock::now()),
      drawn_(begin_),
      schedule_(first_line_s) {}

Progress::~Progress() {
  if (bar_ && !ended_) fmt::print(stderr, "\r\033[K");
}

void Progress::update(std::uint64_t done) {
  if (ended_) return;
  const Pace pace = pace_of(already_, done, total_, seconds_since(begin_));
  if (done >= total_) {
    ended_ = true;
    if (bar_) fmt::print(stderr, "\r\033[K");
    log_end(pace);
  } else if (bar_) {
    draw_bar(pace);
  } else if (std::isfinite(pace.seconds_to_go) && schedule_.due(pace.seconds)) {
    log(pace);
  }
}

void Progress::draw_bar(const Pace& pace) {
  const auto now = Clock::now();
  if (now - drawn_ < bar_interval) return;
  drawn_ = now;
  const auto filled = static_cast<std::size_t>(pace.share() * bar_width);
  fmt::print(stderr, "\r\033[K[{:<{}}] {:5.1f} % of {} {}, {:.3g}/s, {} to go", std::string(filled, '='), bar_width,
             100 * pace.share(), rounded(total_), noun_, pace.per_second, clock_text(pace.seconds_to_go));
  std::fflush(stderr);
}

void Progress::log(const Pace& pace) {
  const std::string message =
      first_ ? fmt::format("{:.3g} {}/s: done in about {}", pace.per_second, noun_, duration_text(pace.seconds_to_go))
             : fmt::format("{} of {} {} ({:.1f} %), {:.3g}/s, {} to go", rounded(pace.done), rounded(total_), noun_,
                           100 * pace.share(), pace.per_second, clock_text(pace.seconds_to_go));
  first_ = false;
  log_event(spdlog::level::info, message,
            {{"of", noun_},
             {"done", pace.done},
             {"total", total_},
             {"per_second", pace.per_second},
             {"seconds_to_go", pace.seconds_to_go}});
}

void Progress::log_end(const Pace& pace) const {
  const std::uint64_t own = pace.done - std::min(already_, pace.done);
  log_event(spdlog::level::info,
            fmt::format("{} {}{} in {}, {:.3g}/s", rounded(own), already_ > 0 ? "more " : "", noun_,
                        duration_text(pace.seconds), pace.per_second),
            {{"of", noun_},
             {"done", pace.done},
             {"total", total_},
             {"per_second", pace.per_second},
             {"seconds_to_go", 0},
             {"seconds", pace.seconds}});
}

Heartbeat::Heartbeat(std::string what) : what_(std::move(what)), begin_(Clock::now()), schedule_(first_heartbeat_s) {}

void Heartbeat::operator()() {
  check_interrupt();
  const double seconds = seconds_since(begin_);
  if (!schedule_.due(seconds)) return;
  log_event(spdlog::level::info, fmt::format("{}: {} so far", what_, duration_text(seconds)), {{"seconds", seconds}});
}

}  // namespace slipburst::host
