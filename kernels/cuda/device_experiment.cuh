#pragma once
/// \file An experiment on clusters in the memory of the current device.

#include "kernels/cuda/device_array.cuh"
#include "slipburst/detrapping/experiment.hpp"

namespace slipburst::kernels {

class DeviceExperiment {
 public:
  explicit DeviceExperiment(const detrapping::Experiment& host)
      : view_(host),
        conditions_(host.conditions, host.condition_count),
        indirect_Hz_(host.indirect_Hz, rates(host)),
        depth_at_(host.depth_at, host.depths) {
    view_.conditions = conditions_.data();
    view_.indirect_Hz = indirect_Hz_.data();
    view_.depth_at = depth_at_.data();
  }

  DeviceExperiment(const DeviceExperiment&) = delete;
  DeviceExperiment& operator=(const DeviceExperiment&) = delete;

  const detrapping::Experiment& operator*() const { return view_; }

  static std::int64_t rates(const detrapping::Experiment& experiment) {
    return std::int64_t{experiment.condition_count} * experiment.depths;
  }

 private:
  detrapping::Experiment view_;
  DeviceArray<detrapping::Condition> conditions_;
  DeviceArray<double> indirect_Hz_;
  DeviceArray<std::uint32_t> depth_at_;
};

}  // namespace slipburst::kernels
