#pragma once
/// \file The error of the host layer.

#include <stdexcept>
#include <string_view>

namespace slipburst::host {

/// Input the user can put right: a case file, an override, an option, a value.
/// The message says what is wrong, where (file, key, line) and what would be right.
class InputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;

  /// Whether the command line itself cannot be used: such a message begins with the option, or "unknown command".
  bool about_command_line() const {
    const std::string_view message = what();
    return message.starts_with('-') || message.starts_with("unknown command");
  }
};

}  // namespace slipburst::host
