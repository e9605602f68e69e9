#pragma once
/// \file GPUs in reports and logs.

#include <span>

#include "host/app/report.hpp"
#include "kernels/backend/device.hpp"

namespace slipburst::host {

/// A list of objects.
Report report_of(std::span<const kernels::Device> devices);

}  // namespace slipburst::host
