#include "host/app/start_line.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <climits>
#include <cstdlib>
#include <initializer_list>

#include "host/console/logging.hpp"
#include "slipburst/version.hpp"

namespace slipburst::host {
namespace {

std::string host_name() {
  char name[HOST_NAME_MAX + 1] = {};
  return gethostname(name, sizeof name) == 0 ? name : "an unknown host";
}

struct SlurmVariable {
  const char *variable, *field, *words;
};

}  // namespace

void log_start(const std::string& command) {
  const std::string host = host_name();
  std::string message =
      fmt::format("slipburst {} ({}): {} on {}, process {}", version, git_hash, command, host, getpid());
  LogFields fields = {
      {"version", version}, {"git_hash", git_hash}, {"command", command}, {"host", host}, {"process_id", getpid()}};
  for (const SlurmVariable& slurm :
       std::initializer_list<SlurmVariable>{{"SLURM_JOB_ID", "slurm_job_id", "Slurm job"},
                                            {"SLURM_ARRAY_JOB_ID", "slurm_array_job_id", "of array"},
                                            {"SLURM_ARRAY_TASK_ID", "slurm_array_task_id", "task"},
                                            {"SLURM_RESTART_COUNT", "slurm_restart_count", "restart"}}) {
    const char* const value = std::getenv(slurm.variable);
    if (value == nullptr) continue;
    message += fmt::format(", {} {}", slurm.words, value);
    fields[slurm.field] = value;
  }
  log_event(spdlog::level::info, message, fields);
}

}  // namespace slipburst::host
