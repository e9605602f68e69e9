#pragma once
/// \file The first lines of a text that slipburst writes: its format and its run.

#include <optional>
#include <string>
#include <string_view>

#include "host/results/run_identity.hpp"

namespace slipburst::host {

/// SHA-256 of an identity: 64 hexadecimal digits.
std::string run_sha256(const RunIdentity& run);

/// Header "# slipburst-phonons 1, TITLE" and "# run SHA256", each with its line end.
/// \param format  such as "slipburst-phonons"
std::string text_header(std::string_view format, std::string_view title, const RunIdentity& run);

/// The SHA-256 of the run in the header of a text; std::nullopt for any other file.
std::optional<std::string> run_of_text(const std::string& path, std::string_view format);

}  // namespace slipburst::host
