#pragma once
/// \file Start of Kokkos, once per process.

#include <string>

namespace slipburst::kernels {

/// Starts Kokkos on first use; it stops when the program ends.
/// \throws BackendError if Kokkos already runs with another number of threads
void require_kokkos(int threads);

/// Name and version of Kokkos.
std::string kokkos_version();

}  // namespace slipburst::kernels
