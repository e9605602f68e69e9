#pragma once
/// \file What tells one GPU from another.

#include "host/backend/device.hpp"

namespace slipburst::kernels {

/// \throws host::BackendError if the device does not answer
host::Device identify_device(int index);

}  // namespace slipburst::kernels
