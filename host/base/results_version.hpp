#pragma once
/// \file Which programs give the same bits.

namespace slipburst::host {

/// Raised with every change that gives a case and a seed other tables or counts. Files of different numbers are not
/// merged, and checkpoints of another number not gone on with.
inline constexpr int results_version = 2;

}  // namespace slipburst::host
