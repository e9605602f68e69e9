#pragma once
/// \file The approximate variant of the event kernel, for benchmarks. Plain C++: callers need no CUDA header.

#include <memory>

#include "kernels/backend/backend.hpp"
#include "kernels/cuda/cuda_backend.hpp"

namespace slipburst::kernels {

/// Sampler on the current device whose counts are approximate: see approximate_event.hpp. No command uses it.
/// \throws BackendError if the model has grains or a plane, or the table two zones
std::unique_ptr<EventSampler> make_approximate_sampler(const exec::EventModel& model, const table::Zones& table,
                                                       CudaGeometry geometry = {});

}  // namespace slipburst::kernels
