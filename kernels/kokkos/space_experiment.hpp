#pragma once
/// \file An experiment on clusters in the memory of a Kokkos execution space.

#include "kernels/kokkos/space_array.hpp"
#include "slipburst/detrapping/experiment.hpp"

namespace slipburst::kernels {

template <class Space>
class SpaceExperiment {
 public:
  explicit SpaceExperiment(const detrapping::Experiment& host)
      : view_(host),
        conditions_(host.conditions, size(host.condition_count)),
        indirect_Hz_(host.indirect_Hz, size(host.condition_count) * size(host.depths)),
        depth_at_(host.depth_at, size(host.depths)) {
    view_.conditions = conditions_.data();
    view_.indirect_Hz = indirect_Hz_.data();
    view_.depth_at = depth_at_.data();
  }

  const detrapping::Experiment& operator*() const { return view_; }

 private:
  static std::size_t size(std::int32_t count) { return static_cast<std::size_t>(count); }

  detrapping::Experiment view_;
  SpaceArray<Space, detrapping::Condition> conditions_;
  SpaceArray<Space, double> indirect_Hz_;
  SpaceArray<Space, std::uint32_t> depth_at_;
};

}  // namespace slipburst::kernels
