#pragma once
/// \file Number of host threads that the system grants.

#include <functional>
#include <string>

namespace slipburst::kernels {

inline constexpr int max_threads = 512;  ///< capacity of Kokkos' OpenMP space

struct ThreadGrant {
  int threads;         ///< as asked, 0 for the environment's number, or fewer where that many cannot be had
  std::string notice;  ///< reason for fewer threads; else empty
};

/// Grants the threads asked for, or fewer where OMP_THREAD_LIMIT or max_threads is lower or the system starts no more.
/// The system's limit is found by starting threads, because OpenMP ends the program where it cannot.
/// \param asked  0: the number in KOKKOS_NUM_THREADS or OMP_NUM_THREADS, else one thread per processor
ThreadGrant grant_threads(int asked, const std::function<const char*(const char*)>& environment);

}  // namespace slipburst::kernels
