#include "host/jobs/run_ranks.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <initializer_list>

#include "host/jobs/launch.hpp"
#include "host/jobs/local_backend.hpp"
#include "host/jobs/team_backend.hpp"
#include "slipburst/version.hpp"

namespace slipburst::host {
namespace {

Ranks* joined = nullptr;
Workers* joined_workers = nullptr;

std::string program() { return fmt::format("slipburst {} ({})", version, git_hash); }

OpenedBackend open_of_rank(const BackendChoice& choice, const RankPlace& place) {
  return open_local_backend(choice, &place);
}

void warn(std::size_t rank, const std::string& node, const std::string& notice) {
  if (!notice.empty()) spdlog::warn("rank {} on {}: {}", rank, node, notice);
}

}  // namespace

RunRanks::RunRanks() : ranks_(join_ranks(launched_task(std::getenv))) {
  if (!ranks_ || ranks_->rank() != 0) return;
  workers_ = std::make_unique<Workers>(*ranks_);
  joined = ranks_.get();
  joined_workers = workers_.get();
}

RunRanks::~RunRanks() {
  if (workers_) workers_->tell(message(Order::end).take());
  joined = nullptr;
  joined_workers = nullptr;
}

void RunRanks::serve() try {
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1, SIGUSR2, SIGHUP, SIGXCPU}) std::signal(signal, SIG_IGN);
  host::serve(*ranks_, program(), open_of_rank);
} catch (const std::exception& error) {
  // A failure outside a reply would leave the other ranks waiting.
  spdlog::error("rank {} on {}: {}", ranks_->rank(), ranks_->place().node, error.what());
  ranks_->abort(EXIT_FAILURE);
}

int RunRanks::ranks_on_node() { return joined ? joined->place().local_size : 1; }

void RunRanks::say_alone(const std::string& what) {
  if (joined) spdlog::info("rank 0 {} without the other ranks", what);
}

std::unique_ptr<kernels::Backend> RunRanks::open_backend(const BackendChoice& choice) {
  if (!joined) {
    OpenedBackend own = open_local_backend(choice, nullptr);
    if (!own.notice.empty()) spdlog::warn("{}", own.notice);
    return std::move(own.backend);
  }
  const RankPlace place = joined->place();
  OpenedBackend own = open_of_rank(choice, place);
  const std::vector<WorkerInfo> infos = joined_workers->open(choice, program());
  warn(0, place.node, own.notice);
  for (std::size_t i = 0; i < infos.size(); ++i) warn(i + 1, infos[i].node, infos[i].notice);
  return std::make_unique<TeamBackend>(std::move(own.backend), *joined_workers, infos);
}

}  // namespace slipburst::host
