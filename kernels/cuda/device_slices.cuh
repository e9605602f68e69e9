#pragma once
/// \file Slices of release times in the memory of the current device.

#include <thrust/device_vector.h>

#include "slipburst/release/slices.hpp"

namespace slipburst::kernels {

class DeviceSlices {
 public:
  explicit DeviceSlices(const release::Slices& host)
      : view_(host),
        pieces_(host.history.pieces,
                host.history.pieces + static_cast<std::int64_t>(host.population_count) * host.history.count),
        populations_(host.populations, host.populations + host.population_count),
        eta_(host.density.eta, host.density.eta + host.density.nodes),
        value_(host.density.value, host.density.value + host.density.nodes),
        first_cell_(host.first_cell, host.first_cell + host.slices + 1),
        guide_(host.guide, host.guide + static_cast<std::int64_t>(host.slices) * release::Slices::guide_posts),
        cells_(host.cells, host.cells + host.first_cell[host.slices]),
        edges_(host.edges, host.edges + host.timed + 1),
        lost_slice_(host.lost_slice, host.lost_slice + host.history.count),
        parts_(host.parts, host.parts + host.part_count) {
    view_.history.pieces = thrust::raw_pointer_cast(pieces_.data());
    view_.populations = thrust::raw_pointer_cast(populations_.data());
    view_.density.eta = thrust::raw_pointer_cast(eta_.data());
    view_.density.value = thrust::raw_pointer_cast(value_.data());
    view_.first_cell = thrust::raw_pointer_cast(first_cell_.data());
    view_.guide = thrust::raw_pointer_cast(guide_.data());
    view_.cells = thrust::raw_pointer_cast(cells_.data());
    view_.edges = thrust::raw_pointer_cast(edges_.data());
    view_.lost_slice = thrust::raw_pointer_cast(lost_slice_.data());
    view_.parts = thrust::raw_pointer_cast(parts_.data());
  }

  const release::Slices& operator*() const { return view_; }

 private:
  release::Slices view_;
  thrust::device_vector<release::Piece> pieces_;
  thrust::device_vector<release::Population> populations_;
  thrust::device_vector<double> eta_, value_;
  thrust::device_vector<std::int32_t> first_cell_, guide_;
  thrust::device_vector<release::Cell> cells_;
  thrust::device_vector<double> edges_;
  thrust::device_vector<std::int32_t> lost_slice_;
  thrust::device_vector<release::Part> parts_;
};

}  // namespace slipburst::kernels
