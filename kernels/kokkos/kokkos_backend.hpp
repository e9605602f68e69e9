#pragma once
/// \file The shared executors through Kokkos: over the threads of its host space, or as kernels on any of its spaces.

#include <memory>
#include <string>
#include <vector>

#include "kernels/backend/backend.hpp"
#include "kernels/cpu/instruction_set.hpp"
#include "kernels/kokkos/space_geometry.hpp"

namespace slipburst::kernels {

/// \param threads  0: all that Kokkos finds. Kokkos starts once per process: a later call must ask for the same number.
/// \throws BackendError if Kokkos already runs with another number
std::unique_ptr<Backend> make_kokkos_backend(int threads);

/// Makes the backend with kernels for a given instruction set instead of the best one.
/// \param set  one of instruction_sets()
std::unique_ptr<Backend> make_kokkos_backend(int threads, InstructionSet set);

/// Names of the execution spaces that the device kernels are compiled for. The first is that of --kokkos-space device:
/// a GPU's if Kokkos has one.
std::vector<std::string> kokkos_spaces();

/// Makes the backend of device kernels on a space.
/// \param space  one of kokkos_spaces()
/// \throws BackendError if there is no such space, or Kokkos already runs with another number of threads
std::unique_ptr<Backend> make_kokkos_space_backend(int threads, const std::string& space,
                                                   const SpaceGeometry& geometry = {});

/// Kokkos' version, and its spaces for host and device.
std::string describe_kokkos();

std::unique_ptr<ReleaseSampler> make_kokkos_release_sampler(const exec::EventModel& model, const table::Zones& table,
                                                            const release::Slices& slices, InstructionSet set);

std::unique_ptr<EventCounter> make_kokkos_cluster_counter(const ClusterTask& task, InstructionSet set);

}  // namespace slipburst::kernels
