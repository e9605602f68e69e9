#pragma once
/// \file Warps, and the place of a thread in its grid.

#include <cstdint>

namespace slipburst::kernels {

constexpr int warp_size = 32;
constexpr unsigned full_warp = 0xFFFFFFFFu;

__device__ inline int lane_of_warp() { return threadIdx.x % warp_size; }
/// Bits of the lanes before this one.
__device__ inline unsigned lanes_before() { return (1u << lane_of_warp()) - 1; }

/// Holds a number in a register: compilers compute cheap numbers anew wherever they are used.
template <class Integer>
__device__ inline Integer held(Integer value) {
#if defined(__CUDA_ARCH__)
  if constexpr (sizeof(Integer) == 8) {
    asm volatile("" : "+l"(value));
  } else {
    asm volatile("" : "+r"(value));
  }
#endif
  return value;
}

/// Holds an address in shared memory in a register.
template <class T>
__device__ inline T* held(T* shared) {
#if defined(__CUDA_ARCH__)
  return static_cast<T*>(__cvta_shared_to_generic(held(__cvta_generic_to_shared(shared))));
#else
  return shared;
#endif
}

/// Number of a lane in its warp, and the bits of the lanes before it, held in registers.
struct WarpLane {
  int number;
  unsigned before;

  __device__ static WarpLane own() { return {held(lane_of_warp()), held(lanes_before())}; }
};

__device__ inline std::uint64_t own_thread() {
  return static_cast<std::uint64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
}
__device__ inline std::uint64_t all_threads() { return static_cast<std::uint64_t>(gridDim.x) * blockDim.x; }

}  // namespace slipburst::kernels
