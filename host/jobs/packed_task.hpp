#pragma once
/// \file Task of a run packed into one message, with all arrays that it points to.

#include <memory>
#include <variant>
#include <vector>

#include "host/jobs/bytes.hpp"
#include "kernels/backend/backend.hpp"

namespace slipburst::host {

using AnyTask = std::variant<kernels::CountingTask, kernels::ClusterTask>;

std::unique_ptr<kernels::EventCounter> counter_of(kernels::Backend& backend, const AnyTask& task);

Bytes pack(const AnyTask& task);

/// Task that owns the arrays it points to.
class OwnedTask {
 public:
  /// \param bytes  result of pack()
  explicit OwnedTask(const Bytes& bytes);
  OwnedTask(const OwnedTask&) = delete;
  OwnedTask& operator=(const OwnedTask&) = delete;

  const AnyTask& operator*() const { return task_; }

 private:
  struct TableArrays {
    std::vector<double> threshold;
    std::vector<float> supersonic;
    std::vector<table::Cell> cells;
  };
  struct SliceArrays {
    std::vector<release::Piece> pieces;
    std::vector<release::Population> populations;
    std::vector<double> eta, value, edges;
    std::vector<release::Part> parts;
    std::vector<release::Cell> cells;
    std::vector<std::int32_t> first_cell, guide, lost_slice;
  };

  struct ClusterArrays {
    std::vector<detrapping::Condition> conditions;
    std::vector<double> indirect_Hz;
    std::vector<std::uint32_t> depth_at;
  };

  kernels::CountingTask read_counting(ByteReader& in);
  kernels::ClusterTask read_clusters(ByteReader& in);

  TableArrays upper_, lower_;
  SliceArrays slice_arrays_;
  release::Slices slices_;
  ClusterArrays cluster_arrays_;
  AnyTask task_;
};

}  // namespace slipburst::host
