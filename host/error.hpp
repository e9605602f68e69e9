#pragma once
/// \file The error of the host layer.

#include <stdexcept>

namespace slipburst::host {

/// Input the user can put right: a case file, an override, an option, a value.
/// The message says what is wrong, where (file, key, line) and what would be right.
class InputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace slipburst::host
