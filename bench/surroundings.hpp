#pragma once
/// \file Context of a measurement: CPUs, clocks, build, and the load from other processes.

#include <optional>
#include <string>
#include <vector>

#include "bench/work.hpp"

namespace slipburst::bench {

/// Binds this process, and the threads it is to start, to CPUs. \throws host::InputError for an unavailable CPU
void bind_to(const std::vector<int>& cpus);
/// CPUs that this process may run on.
std::vector<int> own_cpus();
/// CPU that this thread runs on now.
int current_cpu();

/// Smallest and largest of the values added.
struct Range {
  double low, high;
  void add(double value);
};

/// Watches the machine during the runs of one contender.
class Watch {
 public:
  /// \param device  a GPU to watch, or none
  explicit Watch(const std::optional<kernels::Device>& device);

  void begin();
  void end();

  /// `cpu_MHz`, `sm_MHz`, `driver` and `others_busy`.
  Json report() const;

 private:
  std::string uuid_;
  double wall_s_ = 0, others_s_ = 0;
  double wall_begin_ = 0, all_begin_ = 0, own_begin_ = 0;
  std::optional<Range> cpu_MHz_, sm_MHz_;
};

/// Constant context: machine and build. \param backend  of the contender
Json surroundings(const kernels::Backend& backend);

}  // namespace slipburst::bench
