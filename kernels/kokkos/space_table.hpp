#pragma once
/// \file A table in the memory of a Kokkos execution space.

#include "kernels/kokkos/space_array.hpp"
#include "slipburst/table/zones.hpp"

namespace slipburst::kernels {

template <class Space, class Table>
class SpaceTable;

template <class Space>
class SpaceTable<Space, table::View> {
 public:
  explicit SpaceTable(const table::View& host)
      : view_(host),
        threshold_(host.threshold, rows() * table::threshold_terms),
        supersonic_(host.supersonic, rows() * table::supersonic_terms),
        cells_(host.cells, rows() * static_cast<std::size_t>(host.height_cells)) {
    view_.threshold = threshold_.data();
    view_.supersonic = supersonic_.data();
    view_.cells = cells_.data();
  }

  const table::View& operator*() const { return view_; }

 private:
  std::size_t rows() const { return static_cast<std::size_t>(view_.stress.cells()); }

  table::View view_;
  SpaceArray<Space, double> threshold_;
  SpaceArray<Space, float> supersonic_;
  SpaceArray<Space, table::Cell> cells_;
};

template <class Space>
class SpaceTable<Space, table::Zones> {
 public:
  explicit SpaceTable(const table::Zones& host) : upper_(host.upper), lower_(host.lower), zones_(host) {
    zones_.upper = *upper_;
    zones_.lower = *lower_;
  }

  const table::Zones& operator*() const { return zones_; }

 private:
  SpaceTable<Space, table::View> upper_, lower_;
  table::Zones zones_;
};

}  // namespace slipburst::kernels
