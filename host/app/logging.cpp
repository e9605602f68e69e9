#include "host/app/logging.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace slipburst::host {

void start_logging() {
  auto logger = std::make_shared<spdlog::logger>("slipburst", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
  logger->set_pattern("%H:%M:%S %^%l%$ %v");
  spdlog::set_default_logger(logger);
}

}  // namespace slipburst::host
