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
  std::vector<std::shared_ptr<const void>> arrays_;
  release::Slices slices_;
  AnyTask task_;
};

}  // namespace slipburst::host
