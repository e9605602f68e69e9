#pragma once
/// \file Slices of release times in the memory of a Kokkos execution space.

#include "kernels/kokkos/space_array.hpp"
#include "slipburst/release/slices.hpp"

namespace slipburst::kernels {

template <class Space>
class SpaceSlices {
 public:
  explicit SpaceSlices(const release::Slices& host)
      : view_(host),
        pieces_(host.history.pieces, size(host.population_count) * size(host.history.count)),
        populations_(host.populations, size(host.population_count)),
        eta_(host.density.eta, size(host.density.nodes)),
        value_(host.density.value, size(host.density.nodes)),
        first_cell_(host.first_cell, size(host.slices) + 1),
        guide_(host.guide, size(host.slices) * size(release::Slices::guide_posts)),
        cells_(host.cells, size(host.first_cell[host.slices])),
        edges_(host.edges, size(host.timed) + 1),
        lost_slice_(host.lost_slice, size(host.history.count)),
        parts_(host.parts, size(host.part_count)) {
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
  static std::size_t size(std::int32_t count) { return static_cast<std::size_t>(count); }

  release::Slices view_;
  SpaceArray<Space, release::Piece> pieces_;
  SpaceArray<Space, release::Population> populations_;
  SpaceArray<Space, double> eta_, value_;
  SpaceArray<Space, std::int32_t> first_cell_, guide_;
  SpaceArray<Space, release::Cell> cells_;
  SpaceArray<Space, double> edges_;
  SpaceArray<Space, std::int32_t> lost_slice_;
  SpaceArray<Space, release::Part> parts_;
};

}  // namespace slipburst::kernels
