// Cost of fetching cells of a table, as event_kernel does: 128 bytes in eight loads of 16, each lane a cell of its own;
// the same by eight lanes together; and from shared memory, with rows padded to 144 bytes. Prints cells per second of
// the whole device, and cycles per cell and multiprocessor at the greatest clock.

#include <cuda_runtime.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace {

enum class Fetch { lane_by_lane, together, shared };

constexpr int threads = 256, pieces = 8, padded = 9;  // pieces: of 16 bytes in a cell

void check(cudaError_t status, const char* what) {
  if (status == cudaSuccess) return;
  std::fprintf(stderr, "slipburst_gather: %s: %s\n", what, cudaGetErrorString(status));
  std::exit(1);
}

template <Fetch fetch>
__global__ void __launch_bounds__(threads, 4) gather(const float4* table, unsigned cells, int rounds, float* sums) {
  extern __shared__ float4 copy[];
  if (fetch == Fetch::shared) {
    for (unsigned i = threadIdx.x; i < cells * pieces; i += blockDim.x)
      copy[i / pieces * padded + i % pieces] = table[i];
    __syncthreads();
  }
  const unsigned lane = threadIdx.x % 32;
  unsigned state = 12345u + 977u * (blockIdx.x * blockDim.x + threadIdx.x);
  float sum = 0;
  for (int round = 0; round < rounds; ++round) {
    state = state * 1664525u + 1013904223u;
    const unsigned cell = (state >> 8) % cells;
#pragma unroll
    for (unsigned k = 0; k < pieces; ++k) {
      float4 piece;
      if (fetch == Fetch::lane_by_lane) piece = table[cell * pieces + k];
      if (fetch == Fetch::together) {
        const unsigned other = __shfl_sync(0xFFFFFFFFu, cell, k * 4 + lane / pieces);
        piece = table[other * pieces + lane % pieces];
      }
      if (fetch == Fetch::shared) piece = copy[cell * padded + k];
      sum += piece.x + piece.y * piece.z + piece.w;
    }
  }
  sums[blockIdx.x * blockDim.x + threadIdx.x] = sum;
}

template <Fetch fetch>
void run(const char* name, unsigned cells, int rounds) {
  constexpr int repeats = 4;
  int processors = 0, kilohertz = 0, blocks = 0;
  check(cudaDeviceGetAttribute(&processors, cudaDevAttrMultiProcessorCount, 0), "asking for the multiprocessors");
  check(cudaDeviceGetAttribute(&kilohertz, cudaDevAttrClockRate, 0), "asking for the clock");
  const int shared = fetch == Fetch::shared ? static_cast<int>(cells) * padded * 16 : 0;
  check(cudaFuncSetAttribute(gather<fetch>, cudaFuncAttributeMaxDynamicSharedMemorySize, shared), "asking for memory");
  check(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, gather<fetch>, threads, shared), "asking for blocks");
  blocks *= processors;
  float4* table = nullptr;
  float* sums = nullptr;
  check(cudaMalloc(&table, cells * pieces * sizeof(float4)), "allocating the table");
  check(cudaMemset(table, 0, cells * pieces * sizeof(float4)), "clearing the table");
  check(cudaMalloc(&sums, blocks * threads * sizeof(float)), "allocating sums");
  cudaEvent_t begin, end;
  check(cudaEventCreate(&begin), "making an event");
  check(cudaEventCreate(&end), "making an event");
  float min_ms = 1e9f;
  for (int i = 0; i < repeats; ++i) {
    check(cudaEventRecord(begin), "recording an event");
    gather<fetch><<<blocks, threads, shared>>>(table, cells, rounds, sums);
    check(cudaEventRecord(end), "recording an event");
    check(cudaEventSynchronize(end), "running the kernel");
    float ms = 0;
    check(cudaEventElapsedTime(&ms, begin, end), "asking for the time");
    if (i > 0) min_ms = std::min(min_ms, ms);  // the first one warms up
  }
  const double per_second = 1e3 * blocks * threads * rounds / min_ms;
  std::printf("%-24s %5u cells (%4u KiB): %.3e cells/s, %.2f cycles\n", name, cells, cells / 8, per_second,
              1e3 * kilohertz * processors / per_second);
  cudaEventDestroy(begin);
  cudaEventDestroy(end);
  cudaFree(table);
  cudaFree(sums);
}

}  // namespace

/// First argument: cells of each thread, 20000 unless given.
int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 20000;
  for (const unsigned cells : {256u, 1000u, 1200u, 3655u}) {  // 3655: the table of al-on-si; 1196 of its cells are read
    run<Fetch::lane_by_lane>("a lane by itself", cells, rounds);
    run<Fetch::together>("eight lanes together", cells, rounds);
  }
  run<Fetch::shared>("from shared memory", 300, rounds);
  return 0;
}
