#pragma once
/// \file GPUs in reports and logs.

#include <span>

#include "host/app/report.hpp"
#include "kernels/backend/device.hpp"

namespace slipburst::host {

/// Devices as a list of JSON objects.
Report device_report(std::span<const kernels::Device> devices);

}  // namespace slipburst::host
