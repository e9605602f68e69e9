#pragma once
/// \file A table in the memory of the current device.

#include <thrust/device_vector.h>

#include "slipburst/table/zones.hpp"

namespace slipburst::kernels {

template <class Table>
class DeviceTable;

template <>
class DeviceTable<table::View> {
 public:
  explicit DeviceTable(const table::View& host)
      : view_(host),
        threshold_(host.threshold, host.threshold + host.stress.cells() * table::threshold_terms),
        supersonic_(host.supersonic, host.supersonic + host.stress.cells() * table::supersonic_terms),
        cells_(host.cells, host.cells + host.stress.cells() * host.height_cells) {
    view_.threshold = thrust::raw_pointer_cast(threshold_.data());
    view_.supersonic = thrust::raw_pointer_cast(supersonic_.data());
    view_.cells = thrust::raw_pointer_cast(cells_.data());
  }

  const table::View& operator*() const { return view_; }

 private:
  table::View view_;
  thrust::device_vector<double> threshold_;
  thrust::device_vector<float> supersonic_;
  thrust::device_vector<table::Cell> cells_;
};

template <>
class DeviceTable<table::Zones> {
 public:
  explicit DeviceTable(const table::Zones& host) : upper_(host.upper), lower_(host.lower), zones_(host) {
    zones_.upper = *upper_;
    zones_.lower = *lower_;
  }

  const table::Zones& operator*() const { return zones_; }

 private:
  DeviceTable<table::View> upper_, lower_;
  table::Zones zones_;
};

}  // namespace slipburst::kernels
