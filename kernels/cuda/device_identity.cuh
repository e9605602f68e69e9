#pragma once
/// \file Identity of a GPU: name, UUID and bus.

#include "kernels/backend/device.hpp"

namespace slipburst::kernels {

/// \throws BackendError if the device does not answer
Device identify_device(int index);

}  // namespace slipburst::kernels
