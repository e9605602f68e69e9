#pragma once
/// \file Logs go to stderr, so that stdout holds results alone.

namespace slipburst::host {

void start_logging();

}  // namespace slipburst::host
