#pragma once
/// \file Copies of tables in the memory of a device.

#include <cstdint>

#include "slipburst/table/zones.hpp"

namespace slipburst::kernels {

/// Copy of a table for as long as the object lives; its value is the view that kernels take.
/// \tparam Memory  memory of the device: Memory::Array<T>(first, count) copies values of the host, data() is their
/// address there
template <class Memory, class Table>
class TableCopy;

template <class Memory>
class TableCopy<Memory, table::View> {
  template <class T>
  using Array = typename Memory::template Array<T>;

 public:
  explicit TableCopy(const table::View& host)
      : view_(host),
        threshold_(host.threshold, host.stress.cells() * table::threshold_terms),
        supersonic_(host.supersonic, host.stress.cells() * table::supersonic_terms),
        cells_(host.cells, std::int64_t{host.stress.cells()} * host.height_cells) {
    view_.threshold = threshold_.data();
    view_.supersonic = supersonic_.data();
    view_.cells = cells_.data();
  }
  TableCopy(const TableCopy&) = delete;
  TableCopy& operator=(const TableCopy&) = delete;

  const table::View& operator*() const { return view_; }

 private:
  table::View view_;
  Array<double> threshold_;
  Array<float> supersonic_;
  Array<table::Cell> cells_;
};

template <class Memory>
class TableCopy<Memory, table::Zones> {
 public:
  explicit TableCopy(const table::Zones& host) : upper_(host.upper), lower_(host.lower), zones_(host) {
    zones_.upper = *upper_;
    zones_.lower = *lower_;
  }

  const table::Zones& operator*() const { return zones_; }

 private:
  TableCopy<Memory, table::View> upper_, lower_;
  table::Zones zones_;
};

}  // namespace slipburst::kernels
