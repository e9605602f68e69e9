#pragma once
/// \file Slices of release times in the memory of the current device.

#include "kernels/cuda/device_array.cuh"
#include "slipburst/release/slices.hpp"

namespace slipburst::kernels {

class DeviceSlices {
 public:
  explicit DeviceSlices(const release::Slices& host)
      : view_(host),
        pieces_(host.history.pieces, static_cast<std::int64_t>(host.population_count) * host.history.count),
        populations_(host.populations, host.population_count),
        eta_(host.density.eta, host.density.nodes),
        value_(host.density.value, host.density.nodes),
        first_cell_(host.first_cell, host.slices + 1),
        guide_(host.guide, static_cast<std::int64_t>(host.slices) * release::Slices::guide_posts),
        cells_(host.cells, host.first_cell[host.slices]),
        edges_(host.edges, host.timed + 1),
        lost_slice_(host.lost_slice, host.history.count),
        parts_(host.parts, host.part_count) {
    view_.history.pieces = pieces_.data();
    view_.populations = populations_.data();
    view_.density.eta = eta_.data();
    view_.density.value = value_.data();
    view_.first_cell = first_cell_.data();
    view_.guide = guide_.data();
    view_.cells = cells_.data();
    view_.edges = edges_.data();
    view_.lost_slice = lost_slice_.data();
    view_.parts = parts_.data();
  }

  const release::Slices& operator*() const { return view_; }

 private:
  release::Slices view_;
  DeviceArray<release::Piece> pieces_;
  DeviceArray<release::Population> populations_;
  DeviceArray<double> eta_, value_;
  DeviceArray<std::int32_t> first_cell_, guide_;
  DeviceArray<release::Cell> cells_;
  DeviceArray<double> edges_;
  DeviceArray<std::int32_t> lost_slice_;
  DeviceArray<release::Part> parts_;
};

}  // namespace slipburst::kernels
