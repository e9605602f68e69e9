#pragma once
/// \file Version of the results: programs of one version give the same bits.

namespace slipburst::host {

/// To be raised with every change that gives a case and a seed other tables or counts. Files of different versions are
/// not merged, and checkpoints of another version are not resumed.
inline constexpr int results_version = 2;

}  // namespace slipburst::host
