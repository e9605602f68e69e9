#include "host/console/logging.hpp"

#include <spdlog/formatter.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <utility>

#include "host/text/printable.hpp"

namespace slipburst::host {
namespace {

LogOptions current;

/// Fields of the line that this thread is logging: spdlog passes only text to a formatter.
thread_local const LogFields* fields_of_line = nullptr;

class JsonFormatter : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& line) override {
    const auto text = [](spdlog::string_view_t view) { return std::string_view(view.data(), view.size()); };
    const std::string object =
        json_log_line(message.time, text(spdlog::level::to_string_view(message.level)), text(message.payload),
                      fields_of_line != nullptr ? *fields_of_line : LogFields::object());
    line.append(object.data(), object.data() + object.size());
    line.push_back('\n');
  }
  std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<JsonFormatter>(); }
};

/// Message without control characters: it may quote files and arguments, and a terminal would obey them.
class PrintableMessage : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& line) override {
    const std::string text = printable({message.payload.data(), message.payload.size()});
    line.append(text.data(), text.data() + text.size());
  }
  std::unique_ptr<spdlog::custom_flag_formatter> clone() const override { return std::make_unique<PrintableMessage>(); }
};

}  // namespace

void start_logging(const LogOptions& options) {
  current = options;
  auto logger = std::make_shared<spdlog::logger>("slipburst", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
  if (options.json) {
    logger->set_formatter(std::make_unique<JsonFormatter>());
  } else {
    auto formatter = std::make_unique<spdlog::pattern_formatter>();
    formatter->add_flag<PrintableMessage>('*').set_pattern("%H:%M:%S %^%l%$ %*");
    logger->set_formatter(std::move(formatter));
  }
  if (options.quiet) logger->set_level(spdlog::level::warn);
  spdlog::set_default_logger(logger);
}

void log_event(spdlog::level::level_enum level, const std::string& message, const LogFields& fields) {
  fields_of_line = &fields;
  spdlog::log(level, "{}", message);  // reports its errors itself and throws nothing
  fields_of_line = nullptr;
}

bool shows_progress_bar() {
  return !current.quiet && !current.json && std::getenv("SLURM_JOB_ID") == nullptr && isatty(STDERR_FILENO) != 0;
}

}  // namespace slipburst::host
