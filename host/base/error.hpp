#pragma once
/// \file The error that `host/` throws for wrong input.

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace slipburst::host {

/// Error of input that the user can correct: a case file, an override, an option, a value. The message names the fault,
/// its place (file, key, line) and the remedy.
class InputError : public std::runtime_error {
 public:
  explicit InputError(std::string message) : std::runtime_error(without_null(std::move(message))) {}

  /// Whether the command line itself cannot be used: such a message begins with the option, or "unknown command".
  bool about_command_line() const {
    const std::string_view message = what();
    return message.starts_with('-') || message.starts_with("unknown command");
  }

 private:
  /// Writes null bytes as "\x00": what() would end at the first one and lose the advice after it.
  static std::string without_null(std::string message) {
    for (std::size_t at = 0; (at = message.find('\0', at)) != std::string::npos;) message.replace(at, 1, "\\x00");
    return message;
  }
};

}  // namespace slipburst::host
