#pragma once
/// \file The release kernel on the current device.

#include <memory>

#include "kernels/backend/backend.hpp"
#include "kernels/cuda/cuda_backend.hpp"

namespace slipburst::kernels {

std::unique_ptr<ReleaseSampler> make_cuda_release_sampler(const exec::EventModel& model, const table::Zones& table,
                                                          const release::Slices& slices, CudaGeometry geometry);

}  // namespace slipburst::kernels
