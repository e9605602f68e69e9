#pragma once

namespace slipburst::host {

/// Version of the layout of all files, their root attribute `format_version`; only files of this version are read. To
/// be raised when a dataset or an attribute that is read changes its name, type or meaning.
/// 1: texts of variable length, only checkpoints sealed. 2: texts of fixed length, every file sealed.
inline constexpr int format_version = 2;

}  // namespace slipburst::host
