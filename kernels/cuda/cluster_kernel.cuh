#pragma once
/// \file The cluster kernel on the current device.

#include <memory>

#include "kernels/backend/backend.hpp"
#include "kernels/cuda/cuda_backend.hpp"

namespace slipburst::kernels {

std::unique_ptr<EventCounter> make_cuda_cluster_counter(const ClusterTask& task, CudaGeometry geometry);

}  // namespace slipburst::kernels
