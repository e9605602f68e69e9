#include "host/console/log_line.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace slipburst::host {

std::string json_log_line(std::chrono::system_clock::time_point time, std::string_view level, std::string_view message,
                          const LogFields& fields) {
  const auto second = std::chrono::floor<std::chrono::seconds>(time);
  const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time - second).count();
  LogFields line = {{"time", fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                                         fmt::gmtime(std::chrono::system_clock::to_time_t(second)), milliseconds)},
                    {"level", level},
                    {"message", message}};
  line.update(fields);
  return line.dump(-1, ' ', false, LogFields::error_handler_t::replace);
}

}  // namespace slipburst::host
