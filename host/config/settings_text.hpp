#pragma once
/// \file Settings from text: overrides and files.

#include <span>
#include <string>

#include "host/config/key.hpp"
#include "host/config/setting.hpp"

namespace slipburst::host {

/// Settings from overrides "key=value": "pinning.spacing=30 nm", "detector.observation=1 week,2 weeks", and
/// "history=none" if the kind of case may have a history.
/// \throws InputError for a key that is not known
Settings override_settings(std::span<const std::string> overrides, const KnownKeys& known);

/// \throws InputError if the file cannot be read
std::string read_case_file(const std::string& path);

}  // namespace slipburst::host
