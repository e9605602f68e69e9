#pragma once
/// \file Plain loop over the shared executors: one thread, only the standard library.

#include <memory>

#include "kernels/backend/backend.hpp"

namespace slipburst::kernels {

std::unique_ptr<Backend> make_reference_backend();

std::unique_ptr<ReleaseSampler> make_reference_release_sampler(const exec::EventModel& model, const table::Zones& table,
                                                               const release::Slices& slices);

}  // namespace slipburst::kernels
