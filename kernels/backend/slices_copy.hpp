#pragma once
/// \file Copies of slices of release times in the memory of a device.

#include <cstdint>

#include "slipburst/release/slices.hpp"

namespace slipburst::kernels {

/// Copy for as long as the object lives; its value is the view that kernels take.
/// \tparam Memory  see TableCopy
template <class Memory>
class SlicesCopy {
  template <class T>
  using Array = typename Memory::template Array<T>;

 public:
  explicit SlicesCopy(const release::Slices& host)
      : view_(host),
        pieces_(host.history.pieces, static_cast<std::int64_t>(host.population_count) * host.history.count),
        populations_(host.populations, host.population_count),
        eta_(host.density.eta, host.density.nodes),
        value_(host.density.value, host.density.nodes),
        first_cell_(host.first_cell, std::int64_t{host.slices} + 1),
        guide_(host.guide, static_cast<std::int64_t>(host.slices) * release::Slices::guide_posts),
        keep_words_(host.keep_words, static_cast<std::int64_t>(host.slices) * release::KeepWords::intervals),
        cells_(host.cells, host.first_cell[host.slices]),
        edges_(host.edges, std::int64_t{host.timed} + 1),
        lost_slice_(host.lost_slice, host.history.count),
        parts_(host.parts, host.part_count) {
    view_.history.pieces = pieces_.data();
    view_.populations = populations_.data();
    view_.density.eta = eta_.data();
    view_.density.value = value_.data();
    view_.first_cell = first_cell_.data();
    view_.guide = guide_.data();
    view_.keep_words = keep_words_.data();
    view_.cells = cells_.data();
    view_.edges = edges_.data();
    view_.lost_slice = lost_slice_.data();
    view_.parts = parts_.data();
  }

  SlicesCopy(const SlicesCopy&) = delete;
  SlicesCopy& operator=(const SlicesCopy&) = delete;

  const release::Slices& operator*() const { return view_; }

 private:
  release::Slices view_;
  Array<release::Piece> pieces_;
  Array<release::Population> populations_;
  Array<double> eta_, value_;
  Array<std::int32_t> first_cell_, guide_;
  Array<release::KeepWords> keep_words_;
  Array<release::Cell> cells_;
  Array<double> edges_;
  Array<std::int32_t> lost_slice_;
  Array<release::Part> parts_;
};

}  // namespace slipburst::kernels
