#include "host/jobs/launch.hpp"

#include <doctest/doctest.h>

#include <map>

#include "host/base/error.hpp"

using namespace slipburst::host;

namespace {

using Environment = std::map<std::string, std::string>;

LaunchedTask task_in(const Environment& environment) {
  return launched_task([&](const char* name) -> const char* {
    const auto found = environment.find(name);
    return found == environment.end() ? nullptr : found->second.c_str();
  });
}

const Environment mpirun{{"OMPI_COMM_WORLD_SIZE", "4"}, {"OMPI_COMM_WORLD_LOCAL_RANK", "3"}, {"PMIX_RANK", "3"}};
const Environment srun{{"SLURM_JOB_ID", "7"},
                       {"SLURM_NTASKS", "2"},
                       {"SLURM_LOCALID", "1"},
                       {"SLURM_STEP_ID", "0"},
                       {"SLURM_STEP_NUM_TASKS", "2"}};

Environment with(Environment environment, const Environment& more) {
  for (const auto& [name, value] : more) environment[name] = value;
  return environment;
}

}  // namespace

TEST_CASE("launchers are known by what they set") {
  CHECK(task_in(mpirun).tasks == 4);
  CHECK(task_in(mpirun).local_rank == 3);
  CHECK(task_in(mpirun).connected);
  CHECK(task_in({{"PMI_SIZE", "2"}, {"MPI_LOCALRANKID", "1"}}).tasks == 2);
  CHECK(task_in(with(srun, {{"PMIX_RANK", "1"}})).tasks == 2);
  CHECK(task_in(with(srun, {{"PMIX_RANK", "1"}})).local_rank == 1);
  CHECK(task_in(with(srun, {{"PMIX_RANK", "1"}})).connected);
}

TEST_CASE("tasks of srun without MPI are known to be apart") {
  CHECK(task_in(srun).tasks == 2);
  CHECK_FALSE(task_in(srun).connected);
  CHECK_THROWS_AS(join_ranks(task_in(srun)), InputError);
  CHECK_THROWS_WITH(join_ranks(task_in(srun)), doctest::Contains("srun --mpi=pmix"));
}

TEST_CASE("what is no launch") {
  CHECK(task_in({}).tasks == 1);
  // A batch script, and one of an array, of a job with two tasks.
  const Environment batch{{"SLURM_JOB_ID", "7"}, {"SLURM_NTASKS", "2"}, {"SLURM_LOCALID", "0"}};
  CHECK(task_in(batch).tasks == 1);
  CHECK(task_in(with(batch, {{"SLURM_ARRAY_TASK_ID", "3"}, {"SLURM_ARRAY_TASK_COUNT", "9"}})).tasks == 1);
  // One task of srun.
  CHECK(task_in(with(srun, {{"SLURM_STEP_NUM_TASKS", "1"}})).tasks == 1);
  CHECK(join_ranks(task_in({})) == nullptr);
}

TEST_CASE("mpirun inside a job step counts, not the step") {
  CHECK(task_in(with(srun, mpirun)).tasks == 4);
  CHECK(task_in(with(srun, mpirun)).connected);
}

TEST_CASE("tasks can be told to be on their own") {
  CHECK(task_in(with(mpirun, {{"SLIPBURST_MPI", "off"}})).tasks == 1);
  CHECK(task_in(with(srun, {{"SLIPBURST_MPI", "off"}})).tasks == 1);
}
