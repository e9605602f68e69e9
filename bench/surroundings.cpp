#include "bench/surroundings.hpp"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>

#include "bench/nvml.hpp"
#include "host/base/error.hpp"
#include "slipburst/version.hpp"

namespace slipburst::bench {
namespace {

constexpr const char* cpu_info = "/proc/cpuinfo";

/// Value after the colon of a line of /proc/cpuinfo.
std::string value_of(const std::string& line) {
  const std::size_t colon = line.find(": ");
  return colon == std::string::npos ? "" : line.substr(colon + 2);
}

std::string processor() {
  std::ifstream info(cpu_info);
  for (std::string line; std::getline(info, line);) {
    if (line.starts_with("model name")) return value_of(line);
  }
  return "unknown";
}

/// Clocks of the CPUs this process may run on, where the system tells them.
std::vector<double> cpu_clocks_MHz() {
  const std::vector<int> own = own_cpus();
  std::vector<double> clocks;
  std::ifstream info(cpu_info);
  int cpu = -1;
  for (std::string line; std::getline(info, line);) {
    std::istringstream value(value_of(line));
    double clock = 0;
    if (line.starts_with("processor")) value >> cpu;
    if (line.starts_with("cpu MHz") && std::ranges::count(own, cpu) && value >> clock) clocks.push_back(clock);
  }
  return clocks;
}

/// Seconds that all CPUs of the machine were busy or taken by other virtual machines.
double busy_seconds() {
  std::ifstream stat("/proc/stat");
  std::string cpu;
  double user = 0, nice = 0, system = 0, idle = 0, waiting = 0, interrupts = 0, soft_interrupts = 0, stolen = 0;
  stat >> cpu >> user >> nice >> system >> idle >> waiting >> interrupts >> soft_interrupts >> stolen;
  const auto per_second = static_cast<double>(sysconf(_SC_CLK_TCK));
  return (user + nice + system + interrupts + soft_interrupts + stolen) / per_second;
}

/// Processor seconds of this process.
double own_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void note(std::optional<Range>& range, double value) {
  if (!range) range = Range{value, value};
  range->add(value);
}

Json range_json(const std::optional<Range>& range) {
  if (!range) return nullptr;
  return {{"minimum", range->low}, {"maximum", range->high}};
}

}  // namespace

void bind_to(const std::vector<int>& cpus) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const int cpu : cpus) {
    const std::vector<int> own = own_cpus();
    if (!std::ranges::count(own, cpu)) {
      throw host::InputError("--cpu " + std::to_string(cpu) + " is not one of those this process may run on; give " +
                             std::to_string(own.front()) + (own.size() > 1 ? " to " + std::to_string(own.back()) : ""));
    }
    CPU_SET(static_cast<std::size_t>(cpu), &set);
  }
  if (sched_setaffinity(0, sizeof set, &set) != 0) throw host::InputError("--cpu: the system refuses to bind to these");
}

std::vector<int> own_cpus() {
  cpu_set_t set;
  CPU_ZERO(&set);
  std::vector<int> cpus;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return cpus;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (CPU_ISSET(static_cast<std::size_t>(cpu), &set)) cpus.push_back(cpu);
  }
  return cpus;
}

int current_cpu() { return sched_getcpu(); }

void Range::add(double value) {
  low = std::min(low, value);
  high = std::max(high, value);
}

Watch::Watch(const std::optional<kernels::Device>& device) : uuid_(device ? device->uuid : "") {}

void Watch::begin() {
  wall_begin_ = wall_seconds();
  all_begin_ = busy_seconds();
  own_begin_ = own_seconds();
}

void Watch::end() {
  // Reads the clocks first: they fall when the work ends.
  if (const auto clock = uuid_.empty() ? std::nullopt : sm_clock_MHz(uuid_)) note(sm_MHz_, *clock);
  for (const double clock : cpu_clocks_MHz()) note(cpu_MHz_, clock);
  others_s_ += (busy_seconds() - all_begin_) - (own_seconds() - own_begin_);
  wall_s_ += wall_seconds() - wall_begin_;
}

Json Watch::report() const {
  const std::optional<std::string> driver = uuid_.empty() ? std::nullopt : driver_version();
  return {{"cpu_MHz", range_json(cpu_MHz_)},
          {"sm_MHz", range_json(sm_MHz_)},
          {"driver", driver ? Json(*driver) : Json()},
          {"others_busy", wall_s_ > 0 ? std::max(0.0, others_s_ / wall_s_) : 0.0}};
}

Json surroundings(const kernels::Backend& backend) {
  const std::vector<kernels::Device> devices = backend.devices();
  const bool on_gpu = !devices.empty();
  return {{"device", on_gpu ? devices.front().name : processor()},
          {"processor", processor()},
          {"description", backend.description()},
          {"cpus", own_cpus()},
          {"cuda_driver", on_gpu ? Json(devices.front().driver_cuda_version) : Json()},
          {"cuda_runtime", on_gpu ? Json(devices.front().runtime_cuda_version) : Json()},
          {"compiler", SLIPBURST_COMPILER},
          {"flags", SLIPBURST_FLAGS},
          {"cuda_flags", on_gpu ? Json(SLIPBURST_CUDA_FLAGS) : Json()},
          {"build_type", SLIPBURST_BUILD_TYPE},
          {"version", version},
          {"git_hash", git_hash}};
}

}  // namespace slipburst::bench
