#pragma once
/// \file A table in the memory of the current device.

#include "kernels/cuda/device_array.cuh"
#include "slipburst/table/zones.hpp"

namespace slipburst::kernels {

template <class Table>
class DeviceTable;

template <>
class DeviceTable<table::View> {
 public:
  explicit DeviceTable(const table::View& host)
      : view_(host),
        threshold_(host.threshold, host.stress.cells() * table::threshold_terms),
        supersonic_(host.supersonic, host.stress.cells() * table::supersonic_terms),
        cells_(host.cells, host.stress.cells() * host.height_cells) {
    view_.threshold = threshold_.data();
    view_.supersonic = supersonic_.data();
    view_.cells = cells_.data();
  }

  const table::View& operator*() const { return view_; }

 private:
  table::View view_;
  DeviceArray<double> threshold_;
  DeviceArray<float> supersonic_;
  DeviceArray<table::Cell> cells_;
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
