#pragma once
/// \file Part of CUDA's runtime and device language that the kernels use, on the emulator.

#include <cstddef>
#include <cstdint>

#include "support/cuda_emulator/launch.hpp"

#if defined(__clang__)
#pragma clang diagnostic ignored "-Wunused-const-variable"  // constants of launch bounds
#endif

#define __host__
#define __device__
#define __global__
#define __grid_constant__
#define __launch_bounds__(...)

#define threadIdx (::emulator::here().thread)
#define blockIdx (::emulator::here().block)
#define blockDim (::emulator::here().threads)
#define gridDim (::emulator::here().blocks)
#define __syncthreads() ::emulator::barrier(__FILE__, __LINE__)
#define __ballot_sync(mask, predicate) \
  ::emulator::vote(::emulator::Vote::ballot, mask, (predicate) ? 1u : 0u, 0, __FILE__, __LINE__)
#define __any_sync(mask, predicate) (__ballot_sync(mask, predicate) != 0)
#define __reduce_add_sync(mask, value) ::emulator::vote(::emulator::Vote::sum, mask, value, 0, __FILE__, __LINE__)
#define __shfl_sync(mask, value, source) \
  ::emulator::vote(::emulator::Vote::shuffle, mask, value, source, __FILE__, __LINE__)
#define __syncwarp() (void)::emulator::vote(::emulator::Vote::memory, 0xFFFFFFFFu, 0, 0, __FILE__, __LINE__)

inline int __popc(unsigned x) { return __builtin_popcount(x); }
inline int __ffs(int x) { return __builtin_ffs(x); }
inline unsigned atomicAdd(unsigned* at, unsigned value) { return emulator::add(at, value); }
inline unsigned long long atomicAdd(unsigned long long* at, unsigned long long value) {
  return emulator::add(at, value);
}

struct uint2 {
  unsigned x, y;
};
struct alignas(16) uint4 {
  unsigned x, y, z, w;
};

enum cudaError_t : int {
  cudaSuccess = 0,
  cudaErrorInvalidValue = 1,
  cudaErrorMemoryAllocation = 2,
  cudaErrorInvalidConfiguration = 9,
  cudaErrorNoDevice = 100,
  cudaErrorInvalidDevice = 101,
  cudaErrorInvalidResourceHandle = 400,
  cudaErrorNotReady = 600,
  cudaErrorIllegalAddress = 700
};
enum cudaMemcpyKind { cudaMemcpyHostToDevice = 1, cudaMemcpyDeviceToHost = 2 };
enum cudaDeviceAttr { cudaDevAttrMultiProcessorCount = 16, cudaDevAttrMaxSharedMemoryPerBlockOptin = 97 };
enum cudaFuncAttribute { cudaFuncAttributeMaxDynamicSharedMemorySize = 8 };
inline constexpr unsigned cudaDeviceScheduleBlockingSync = 4;
struct cudaUUID_t {
  char bytes[16];
};
struct cudaDeviceProp {
  char name[256];
  cudaUUID_t uuid;
  std::size_t totalGlobalMem;
  int major, minor;
};
struct cudaFuncAttributes {
  int maxThreadsPerBlock;
};
namespace emulator {
struct Event;
}
using cudaStream_t = emulator::Stream*;
using cudaEvent_t = emulator::Event*;

const char* cudaGetErrorString(cudaError_t);
cudaError_t cudaGetLastError();
cudaError_t cudaGetDeviceCount(int*);
cudaError_t cudaGetDevice(int*);
cudaError_t cudaSetDevice(int);
cudaError_t cudaSetDeviceFlags(unsigned);
cudaError_t cudaGetDeviceProperties(cudaDeviceProp*, int);
cudaError_t cudaDeviceGetAttribute(int*, cudaDeviceAttr, int);
cudaError_t cudaDeviceGetPCIBusId(char*, int, int);
cudaError_t cudaDriverGetVersion(int*);
cudaError_t cudaRuntimeGetVersion(int*);
cudaError_t cudaDeviceSynchronize();
cudaError_t cudaMemGetInfo(std::size_t*, std::size_t*);
cudaError_t cudaMalloc(void**, std::size_t);
cudaError_t cudaFree(void*);
cudaError_t cudaMallocHost(void**, std::size_t);
cudaError_t cudaFreeHost(void*);
cudaError_t cudaMemcpy(void*, const void*, std::size_t, cudaMemcpyKind);
cudaError_t cudaMemcpyAsync(void*, const void*, std::size_t, cudaMemcpyKind, cudaStream_t);
cudaError_t cudaMemset(void*, int, std::size_t);
cudaError_t cudaStreamCreate(cudaStream_t*);
cudaError_t cudaStreamDestroy(cudaStream_t);
cudaError_t cudaStreamSynchronize(cudaStream_t);
cudaError_t cudaEventCreate(cudaEvent_t*);
cudaError_t cudaEventDestroy(cudaEvent_t);
cudaError_t cudaEventRecord(cudaEvent_t, cudaStream_t);
cudaError_t cudaEventSynchronize(cudaEvent_t);
cudaError_t cudaEventElapsedTime(float*, cudaEvent_t, cudaEvent_t);

cudaError_t emulator_occupancy(int* blocks, const void* kernel, int threads, std::size_t shared);
template <class... Parameters>
cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, void (*kernel)(Parameters...), int threads,
                                                          std::size_t shared) {
  return emulator_occupancy(blocks, reinterpret_cast<const void*>(kernel), threads, shared);
}
cudaError_t emulator_set_attribute(const void* kernel, cudaFuncAttribute, int value);
template <class... Parameters>
cudaError_t cudaFuncSetAttribute(void (*kernel)(Parameters...), cudaFuncAttribute attribute, int value) {
  return emulator_set_attribute(reinterpret_cast<const void*>(kernel), attribute, value);
}
cudaError_t emulator_attributes(cudaFuncAttributes*);
template <class... Parameters>
cudaError_t cudaFuncGetAttributes(cudaFuncAttributes* attributes, void (*)(Parameters...)) {
  return emulator_attributes(attributes);
}
