#pragma once

namespace slipburst::exec {

/// Floating-point type in which segments are integrated.
enum class Precision { fp64, fp32 };

}  // namespace slipburst::exec
