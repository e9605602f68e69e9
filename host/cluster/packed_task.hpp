#pragma once
/// \file What a run draws, with all that it points to, in one message.

#include <vector>

#include "host/backend/counting.hpp"
#include "host/cluster/ranks.hpp"

namespace slipburst::host {

Bytes pack(const CountingTask& task);

/// A task that owns what it points to.
class OwnedTask {
 public:
  /// \param bytes  of pack()
  explicit OwnedTask(const Bytes& bytes);
  OwnedTask(const OwnedTask&) = delete;
  OwnedTask& operator=(const OwnedTask&) = delete;

  const CountingTask& operator*() const { return task_; }

 private:
  struct TableArrays {
    std::vector<double> threshold;
    std::vector<float> supersonic;
    std::vector<table::Cell> cells;
  };
  struct SliceArrays {
    std::vector<release::Piece> pieces;
    std::vector<double> eta, value, edges;
    std::vector<release::Part> parts;
    std::vector<release::Cell> cells;
    std::vector<std::int32_t> first_cell, guide, lost_slice;
  };

  TableArrays upper_, lower_;
  SliceArrays slice_arrays_;
  release::Slices slices_;
  CountingTask task_;
};

}  // namespace slipburst::host
