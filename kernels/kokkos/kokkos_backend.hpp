#pragma once
/// \file The shared executors over the threads of Kokkos' host execution space.

#include <memory>
#include <string>

#include "kernels/backend/backend.hpp"
#include "kernels/cpu/instruction_set.hpp"

namespace slipburst::kernels {

/// \param threads  0: all that Kokkos finds. Kokkos starts once per process: a later call must ask for the same number.
/// \throws BackendError if Kokkos already runs with another number
std::unique_ptr<Backend> make_kokkos_backend(int threads);

/// Makes the backend with kernels for a given instruction set instead of the best one.
/// \param set  one of instruction_sets()
std::unique_ptr<Backend> make_kokkos_backend(int threads, InstructionSet set);

/// Kokkos' version and host execution space.
std::string describe_kokkos();

std::unique_ptr<ReleaseSampler> make_kokkos_release_sampler(const exec::EventModel& model, const table::Zones& table,
                                                            const release::Slices& slices, InstructionSet set);

std::unique_ptr<EventCounter> make_kokkos_cluster_counter(const ClusterTask& task);

}  // namespace slipburst::kernels
