#pragma once
/// \file The cluster kernel on the current device.

#include <memory>

#include "host/backend/backend.hpp"
#include "kernels/cuda/cuda_backend.hpp"

namespace slipburst::kernels {

std::unique_ptr<host::EventCounter> make_cuda_cluster_counter(const host::ClusterTask& task, CudaGeometry geometry);

}  // namespace slipburst::kernels
