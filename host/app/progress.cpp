#include "host/app/progress.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdio>

#include "host/app/interrupt.hpp"

namespace slipburst::host {
namespace {

constexpr auto bar_interval = std::chrono::milliseconds(100);
constexpr auto line_interval = std::chrono::seconds(10);
constexpr int bar_width = 40;

}  // namespace

Progress::Progress(std::uint64_t total, std::string noun)
    : total_(total),
      noun_(std::move(noun)),
      terminal_(isatty(STDERR_FILENO) != 0),
      begin_(Clock::now()),
      last_(begin_) {}

Progress::~Progress() {
  if (terminal_) fmt::print(stderr, "\r\033[K");
}

void Progress::update(std::uint64_t done) {
  const auto now = Clock::now();
  if (terminal_) {
    if (now - last_ < bar_interval) return;
    draw_bar(done);
  } else {
    if (now - last_ < line_interval) return;
    const double seconds = std::chrono::duration<double>(now - begin_).count();
    const double share = static_cast<double>(done) / static_cast<double>(total_);
    spdlog::info("{:.3g} of {:.3g} {} ({:.1f} %), {:.0f} s to go", static_cast<double>(done),
                 static_cast<double>(total_), noun_, 100 * share, seconds / share - seconds);
  }
  last_ = now;
}

void Progress::draw_bar(std::uint64_t done) const {
  const double share = static_cast<double>(done) / static_cast<double>(total_);
  const auto filled = static_cast<std::size_t>(share * bar_width);
  fmt::print(stderr, "\r\033[K[{:<{}}] {:5.1f} % of {:.3g} {}", std::string(filled, '='), bar_width, 100 * share,
             static_cast<double>(total_), noun_);
  std::fflush(stderr);
}

Heartbeat::Heartbeat(std::string what) : what_(std::move(what)), begin_(Clock::now()), last_(begin_) {}

void Heartbeat::operator()() {
  check_interrupt();
  const auto now = Clock::now();
  if (now - last_ < line_interval) return;
  last_ = now;
  spdlog::info("{}: {:.0f} s so far", what_, std::chrono::duration<double>(now - begin_).count());
}

}  // namespace slipburst::host
