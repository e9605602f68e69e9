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

/// Sets up the logger of spdlog on stderr; may be called again.
void start_logging(const LogOptions& options = {});

/// Logs a message; JSON logs include the fields too.
/// \param fields  a JSON object
void log_event(spdlog::level::level_enum level, const std::string& message, const LogFields& fields);

/// Whether to show a progress bar: stderr is a terminal, outside batch jobs, and the log is neither quiet nor JSON.
bool shows_progress_bar();

}  // namespace slipburst::host
