#pragma once
/// \file The event kernel on the current device.

#include <memory>

#include "kernels/backend/backend.hpp"
#include "kernels/cuda/cuda_backend.hpp"

namespace slipburst::kernels {

std::unique_ptr<EventSampler> make_cuda_sampler(const exec::EventModel& model, const table::Zones& table,
                                                CudaGeometry geometry);

}  // namespace slipburst::kernels
