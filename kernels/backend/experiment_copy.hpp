#pragma once
/// \file Copies of experiments on clusters in the memory of a device.

#include <cstdint>

#include "slipburst/detrapping/experiment.hpp"

namespace slipburst::kernels {

/// Copy for as long as the object lives; its value is the view that kernels take.
/// \tparam Memory  see TableCopy
template <class Memory>
class ExperimentCopy {
  template <class T>
  using Array = typename Memory::template Array<T>;

 public:
  explicit ExperimentCopy(const detrapping::Experiment& host)
      : view_(host),
        conditions_(host.conditions, host.condition_count),
        indirect_Hz_(host.indirect_Hz, std::int64_t{host.condition_count} * host.depths),
        depth_at_(host.depth_at, host.depths) {
    view_.conditions = conditions_.data();
    view_.indirect_Hz = indirect_Hz_.data();
    view_.depth_at = depth_at_.data();
  }

  ExperimentCopy(const ExperimentCopy&) = delete;
  ExperimentCopy& operator=(const ExperimentCopy&) = delete;

  const detrapping::Experiment& operator*() const { return view_; }

 private:
  detrapping::Experiment view_;
  Array<detrapping::Condition> conditions_;
  Array<double> indirect_Hz_;
  Array<std::uint32_t> depth_at_;
};

}  // namespace slipburst::kernels
