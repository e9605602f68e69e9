#pragma once
/// \file Logs go to stderr, so that stdout holds results alone.

#include <spdlog/common.h>

#include <string>

#include "host/console/log_line.hpp"

namespace slipburst::host {

struct LogOptions {
  bool quiet = false;  ///< warnings and errors only
  bool json = false;   ///< one object per line, see json_log_line
};

/// Sets up what spdlog writes to; may be called again.
void start_logging(const LogOptions& options = {});

/// Logs a message; logs in JSON state the fields too.
/// \param fields  a JSON object
void log_event(spdlog::level::level_enum level, const std::string& message, const LogFields& fields);

/// Whether a person watches: stderr is a terminal, outside batch jobs, and shows text that nobody asked to be quiet.
bool shows_progress_bar();

}  // namespace slipburst::host
