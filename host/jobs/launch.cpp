#include "host/jobs/launch.hpp"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>

#include "host/base/error.hpp"

namespace slipburst::host {
namespace {

int number(const char* text) { return text ? std::atoi(text) : 0; }

/// Path of the MPI module, the same relative to the program in a build and in an installation.
std::string module_path() {
  const auto program = std::filesystem::read_symlink("/proc/self/exe");
  return (program.parent_path().parent_path() / "lib/slipburst/slipburst-mpi.so").string();
}

constexpr const char* each_alone = " Where each task is to do a run of its own, set SLIPBURST_MPI=off.";

std::string copies(const LaunchedTask& task) {
  return task.launcher + " started " + std::to_string(task.tasks) +
         " copies of slipburst, each of which would do the whole run: ";
}

}  // namespace

LaunchedTask launched_task(const std::function<const char*(const char*)>& environment) {
  const auto is_set = [&](const char* name) { return environment(name) != nullptr; };
  if (is_set("SLIPBURST_MPI") && std::string(environment("SLIPBURST_MPI")) == "off") return {};
  struct Variables {
    const char *tasks, *local_rank, *launcher;
  };
  const Variables known[] = {{"OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_RANK", "mpirun"},
                             {"PMI_SIZE", "MPI_LOCALRANKID", "the launcher"},
                             {"SLURM_STEP_NUM_TASKS", "SLURM_LOCALID", "srun"}};
  for (const Variables& of : known) {
    const int tasks = number(environment(of.tasks));
    if (tasks < 1) continue;
    const bool by_srun = std::string(of.launcher) == "srun";
    const bool connected = !by_srun || is_set("PMIX_RANK") || is_set("PMI_RANK") || is_set("PMI_FD");
    return {tasks, number(environment(of.local_rank)), of.launcher, connected};
  }
  return {};
}

std::unique_ptr<Ranks> join_ranks(const LaunchedTask& task) {
  if (task.tasks < 2) return nullptr;
  if (!task.connected) {
    throw InputError(copies(task) + "MPI cannot connect them. Use `srun --mpi=pmix` (`srun --mpi=list` says what " +
                     "there is) or mpirun." + each_alone);
  }
  const std::string path = module_path();
  if (!std::filesystem::exists(path)) {
    throw InputError(copies(task) + "it was built without MPI (there is no " + path +
                     "). Build it where CMake finds MPI, or start one process." + each_alone);
  }
  // RTLD_GLOBAL: some MPIs load plugins that need the symbols of the main library.
  void* const module = dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (module == nullptr) {
    throw InputError(copies(task) + "MPI cannot be loaded (" + dlerror() +
                     "). Load the MPI that slipburst was built with." + each_alone);
  }
  using Join = Ranks*();
  const auto join = reinterpret_cast<Join*>(dlsym(module, "slipburst_join_mpi"));
  if (join == nullptr) throw InputError(path + " is of another slipburst: install both from one build");
  std::unique_ptr<Ranks> ranks(join());
  if (ranks->size() < 2) {
    throw InputError(copies(task) + "MPI finds one alone. Start it with the launcher of the MPI that slipburst was " +
                     "built with; under Slurm `srun --mpi=pmix` (`srun --mpi=list` says what there is)." + each_alone);
  }
  return ranks;
}

}  // namespace slipburst::host
