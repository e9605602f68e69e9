#pragma once
/// \file Warps, and the place of a thread in its grid.

#include <cstdint>

namespace slipburst::kernels {

constexpr int warp_size = 32;
constexpr unsigned full_warp = 0xFFFFFFFFu;

__device__ inline int lane_of_warp() { return threadIdx.x % warp_size; }

__device__ inline std::uint64_t own_thread() {
  return static_cast<std::uint64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
}
__device__ inline std::uint64_t all_threads() { return static_cast<std::uint64_t>(gridDim.x) * blockDim.x; }

}  // namespace slipburst::kernels
