#pragma once
/// \file How many threads of the host can be had.

#include <functional>
#include <string>

namespace slipburst::kernels {

inline constexpr int max_threads = 512;  ///< that Kokkos' OpenMP space can hold

struct ThreadGrant {
  int threads;         ///< as asked, 0 for the environment's, or fewer where these cannot be had
  std::string notice;  ///< why there are fewer; else empty
};

/// Fewer where OMP_THREAD_LIMIT or max_threads is lower, or where the system starts no more: found out by starting
/// them, because OpenMP ends the program where it cannot.
/// \param asked  0: what KOKKOS_NUM_THREADS or OMP_NUM_THREADS say, else a thread for each processor
ThreadGrant grant_threads(int asked, const std::function<const char*(const char*)>& environment);

}  // namespace slipburst::kernels
