// Stand-in for libcudart below the objects that nvcc made: launches run translated machine code, all other calls go to
// the emulator of the runtime. The emulator's functions have names of C++, those that the objects call have names of C.

#include <cuda_runtime.h>

#include <cstring>
#include <map>

#include "support/cuda_emulator/complaint.hpp"
#include "support/cuda_emulator/memory.hpp"
#include "support/machine_code/device_memory.hpp"
#include "support/machine_code/grid.hpp"
#include "support/machine_code/properties.hpp"

using machine_code::Function;

namespace machine_code {

int architecture() { return functions().empty() ? 0 : functions().front().architecture; }
int emulated_attribute(int* value, int attribute, int device) {
  return cudaDeviceGetAttribute(value, static_cast<cudaDeviceAttr>(attribute), device);
}
std::size_t device_bytes() { return emulator::Memory::device_bytes; }

}  // namespace machine_code

namespace {

struct Configuration {
  dim3 blocks, threads;
  std::size_t shared = 0;
  cudaStream_t stream = nullptr;
};
thread_local Configuration configuration;

/// Names of functions by the addresses of their stubs in the host's code.
std::map<const void*, std::string>& kernels() {
  static std::map<const void*, std::string> all;
  return all;
}

/// Stream by the handle that is given; 1 is that of the legacy stream.
cudaStream_t stream_of(cudaStream_t handle) { return handle == reinterpret_cast<cudaStream_t>(1) ? nullptr : handle; }

/// Constant bank 0 of a launch: its geometry, the stack of its threads and the arguments.
std::vector<unsigned char> launch_constants(const Function& function, dim3 blocks, dim3 threads, void** arguments) {
  std::vector<unsigned char> bank;
  const auto put = [&](std::size_t at, const void* from, std::size_t size) {
    bank.resize(std::max(bank.size(), at + size));
    std::memcpy(bank.data() + at, from, size);
  };
  const machine_code::LaunchLayout layout = machine_code::launch_layout(function.architecture);
  put(layout.threads, &threads, sizeof threads);
  put(layout.blocks, &blocks, sizeof blocks);
  put(layout.stack, &machine_code::stack_bytes, sizeof machine_code::stack_bytes);
  for (const Function::Parameter& p : function.parameters) put(p.offset, arguments[p.ordinal], p.size);
  bank.resize((bank.size() + 15) / 16 * 16);
  return bank;
}

cudaError_t launch(const Function& function, dim3 blocks, dim3 threads, void** arguments, std::size_t shared,
                   cudaStream_t stream) {
  const emulator::Grid grid{blocks, threads, shared, function.max_threads, function.name, &function};
  const machine_code::Launch whole{&function, blocks.x, threads.x, static_cast<machine_code::u32>(shared),
                                   launch_constants(function, blocks, threads, arguments)};
  return emulator::enqueue_whole(stream_of(stream), grid, [whole](int device) {
    machine_code::use_memory_of(device);
    machine_code::run_grid(whole);
  });
}

const Function& kernel_of(const void* host) {
  const Function* const found = machine_code::find_function(kernels()[host]);
  if (!found) emulator::complain("a kernel without machine code is launched: " + kernels()[host]);
  return *found;
}

}  // namespace

// --- what nvcc writes into the host's code ---
extern "C" {

void** __cudaRegisterFatBinary(void*) {
  static void* handle = nullptr;
  return &handle;
}
void __cudaRegisterFatBinaryEnd(void**) {}
void __cudaUnregisterFatBinary(void**) {}
void __cudaRegisterVar(void**, char*, char*, const char*, int, std::size_t, int, int) {}
void __cudaRegisterFunction(void**, const char* host, char*, const char* name, int, uint3*, uint3*, dim3*, dim3*,
                            int*) {
  kernels()[host] = name;
}
cudaError_t __cudaGetKernel(const Function** kernel, const void* host) {
  *kernel = &kernel_of(host);
  return cudaSuccess;
}
unsigned __cudaPushCallConfiguration(dim3 blocks, dim3 threads, std::size_t shared, cudaStream_t stream) {
  configuration = {blocks, threads, shared, stream};
  return 0;
}
cudaError_t __cudaPopCallConfiguration(dim3* blocks, dim3* threads, std::size_t* shared, cudaStream_t* stream) {
  *blocks = configuration.blocks;
  *threads = configuration.threads;
  *shared = configuration.shared;
  *stream = configuration.stream;
  return cudaSuccess;
}
cudaError_t __cudaLaunchKernel(const Function* kernel, dim3 blocks, dim3 threads, void** arguments, std::size_t shared,
                               cudaStream_t stream) {
  return launch(*kernel, blocks, threads, arguments, shared, stream);
}
cudaError_t cudaLaunchKernel(const void* host, dim3 blocks, dim3 threads, void** arguments, std::size_t shared,
                             cudaStream_t stream) {
  return launch(kernel_of(host), blocks, threads, arguments, shared, stream);
}
cudaError_t cudaPeekAtLastError() { return cudaSuccess; }
cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int* blocks, const void* host, int threads,
                                                                   std::size_t shared, unsigned) {
  return emulator_occupancy(blocks, &kernel_of(host), threads, shared);
}
cudaError_t set_attribute(const void* host, cudaFuncAttribute attribute, int value) __asm__("cudaFuncSetAttribute");
cudaError_t set_attribute(const void* host, cudaFuncAttribute attribute, int value) {
  return emulator_set_attribute(&kernel_of(host), attribute, value);
}
}

// --- calls that the emulator has under names of C++ ---
#define FORWARD(result, name, parameters, arguments) \
  result forward_##name parameters __asm__(#name);   \
  result forward_##name parameters { return name arguments; }

FORWARD(const char*, cudaGetErrorString, (cudaError_t error), (error))
FORWARD(cudaError_t, cudaGetLastError, (), ())
FORWARD(cudaError_t, cudaGetDeviceCount, (int* count), (count))
FORWARD(cudaError_t, cudaGetDevice, (int* number), (number))
FORWARD(cudaError_t, cudaSetDevice, (int number), (number))
FORWARD(cudaError_t, cudaSetDeviceFlags, (unsigned flags), (flags))
FORWARD(cudaError_t, cudaDeviceGetPCIBusId, (char* text, int size, int number), (text, size, number))
FORWARD(cudaError_t, cudaDriverGetVersion, (int* version), (version))
FORWARD(cudaError_t, cudaRuntimeGetVersion, (int* version), (version))
FORWARD(cudaError_t, cudaDeviceSynchronize, (), ())
FORWARD(cudaError_t, cudaMemGetInfo, (std::size_t * free, std::size_t* all), (free, all))
FORWARD(cudaError_t, cudaMalloc, (void** memory, std::size_t size), (memory, size))
FORWARD(cudaError_t, cudaMallocHost, (void** memory, std::size_t size), (memory, size))
FORWARD(cudaError_t, cudaFree, (void* memory), (memory))
FORWARD(cudaError_t, cudaFreeHost, (void* memory), (memory))
FORWARD(cudaError_t, cudaMemcpy, (void* to, const void* from, std::size_t size, cudaMemcpyKind kind),
        (to, from, size, kind))
FORWARD(cudaError_t, cudaMemcpyAsync,
        (void* to, const void* from, std::size_t size, cudaMemcpyKind kind, cudaStream_t stream),
        (to, from, size, kind, stream_of(stream)))
FORWARD(cudaError_t, cudaMemset, (void* memory, int value, std::size_t size), (memory, value, size))
FORWARD(cudaError_t, cudaStreamCreate, (cudaStream_t * stream), (stream))
FORWARD(cudaError_t, cudaStreamDestroy, (cudaStream_t stream), (stream))
FORWARD(cudaError_t, cudaStreamSynchronize, (cudaStream_t stream), (stream_of(stream)))
FORWARD(cudaError_t, cudaEventCreate, (cudaEvent_t * event), (event))
FORWARD(cudaError_t, cudaEventDestroy, (cudaEvent_t event), (event))
FORWARD(cudaError_t, cudaEventRecord, (cudaEvent_t event, cudaStream_t stream), (event, stream_of(stream)))
FORWARD(cudaError_t, cudaEventSynchronize, (cudaEvent_t event), (event))
FORWARD(cudaError_t, cudaEventElapsedTime, (float* milliseconds, cudaEvent_t begin, cudaEvent_t end),
        (milliseconds, begin, end))

const char* forward_cudaGetErrorName(cudaError_t error) __asm__("cudaGetErrorName");
const char* forward_cudaGetErrorName(cudaError_t error) { return cudaGetErrorString(error); }
