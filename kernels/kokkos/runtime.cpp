#include "kernels/kokkos/runtime.hpp"

#include <Kokkos_Core.hpp>
#include <cstdlib>
#include <exception>

#ifdef KOKKOS_ENABLE_OPENMP
#include <omp.h>
#endif

#include "kernels/backend/backend.hpp"
#include "kernels/backend/threads.hpp"

namespace slipburst::kernels {
namespace {

using HostSpace = Kokkos::DefaultHostExecutionSpace;

class Runtime {
 public:
  static void require(int threads) {
    static Runtime runtime(threads);
    if (threads > 0 && threads != runtime.asked_ && threads != HostSpace().concurrency()) {
      throw BackendError("Kokkos already runs with " + std::to_string(HostSpace().concurrency()) + " threads");
    }
  }

 private:
  explicit Runtime(int threads) : asked_(threads) {
    const ThreadGrant grant = grant_threads(threads, std::getenv);
    if (!grant.notice.empty()) {
      threads = grant.threads;
      setenv("KOKKOS_NUM_THREADS", std::to_string(threads).c_str(), 1);
#ifdef KOKKOS_ENABLE_OPENMP
      omp_set_num_threads(threads);  // Kokkos starts all threads that the environment asks for, to count them
#endif
    }
    setenv("OMP_PROC_BIND", "false", 0);  // else Kokkos warns; pinning is the choice of the user or the batch system
#if KOKKOS_VERSION < 30700
    Kokkos::InitArguments settings;
    if (threads > 0) settings.num_threads = threads;
    settings.disable_warnings = true;
#else
    Kokkos::InitializationSettings settings;
    if (threads > 0) settings.set_num_threads(threads);
    settings.set_disable_warnings(true);
#endif
    try {
      Kokkos::initialize(settings);
    } catch (const std::exception& error) {
      throw BackendError("Kokkos cannot start here: " + std::string(error.what()) + "; use --backend reference");
    }
  }
  ~Runtime() { Kokkos::finalize(); }

  int asked_;
};

}  // namespace

void require_kokkos(int threads) { Runtime::require(threads); }

std::string kokkos_version() {
  return "Kokkos " + std::to_string(KOKKOS_VERSION / 10000) + "." + std::to_string(KOKKOS_VERSION / 100 % 100) + "." +
         std::to_string(KOKKOS_VERSION % 100);
}

}  // namespace slipburst::kernels
