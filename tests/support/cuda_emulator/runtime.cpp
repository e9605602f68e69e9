#include <cuda_runtime.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "support/cuda_emulator/calls.hpp"
#include "support/cuda_emulator/control.hpp"
#include "support/cuda_emulator/device.hpp"
#include "support/cuda_emulator/limits.hpp"
#include "support/cuda_emulator/memory.hpp"

// Calls of the runtime as CUDA defines them; the header says which there are.

using namespace emulator;

namespace {

std::size_t live_events = 0;

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

Stream& stream_of(Stream* stream) { return stream ? *stream : current_device().legacy(); }

cudaError_t error_of(const Device& device) { return noted(static_cast<cudaError_t>(device.error)); }

cudaError_t allocate(void** memory_, std::size_t size, int device) {
  *memory_ = size > 0 ? memory().allocate(size, device) : nullptr;
  return noted(size > 0 && !*memory_ ? cudaErrorMemoryAllocation : cudaSuccess);
}

/// Frees what is pinned, or what is a device's; waits for all that the device has to do.
cudaError_t release(void* block, bool pinned) {
  if (!block) return cudaSuccess;
  const int* const owner = memory().device_of(block, 1);
  if (!owner || (*owner == Memory::pinned) != pinned) return noted(cudaErrorInvalidValue);
  (pinned ? current_device() : device(*owner)).wait_for_all();
  memory().release(block);
  return cudaSuccess;
}

cudaError_t copy(void* to, const void* from, std::size_t size, cudaMemcpyKind kind, Stream& stream, bool waits) {
  if (stream.device != &current_device()) return noted(cudaErrorInvalidResourceHandle);
  const int *const target = memory().device_of(to, size), *const source = memory().device_of(from, size);
  const auto on_device = [](const int* owner) { return owner && *owner != Memory::pinned; };
  const bool to_device = kind == cudaMemcpyHostToDevice, from_device = kind == cudaMemcpyDeviceToHost;
  if (to_device != on_device(target) || from_device != on_device(source)) return noted(cudaErrorInvalidValue);
  stream.device->put(stream, [=] { std::memcpy(to, from, size); });
  // Copies from and to memory of the host that is not pinned wait, too.
  if (waits || !target || !source) stream.device->wait_for(stream);
  return error_of(*stream.device);
}

}  // namespace

namespace emulator {

InUse in_use() {
  const std::lock_guard<std::recursive_mutex> guard(machine_lock());
  std::size_t streams = 0;
  for (int i = 0; i < device_count; ++i) streams += device(i).stream_count();
  return {memory().count(), streams, live_events};
}

}  // namespace emulator

#define BEGIN(...)                                      \
  const Call call(__func__ __VA_OPT__(, ) __VA_ARGS__); \
  if (call.error()) return call.error()

const char* cudaGetErrorString(cudaError_t error) {
  switch (error) {
    case cudaSuccess:
      return "no error";
    case cudaErrorInvalidValue:
      return "invalid argument";
    case cudaErrorMemoryAllocation:
      return "out of memory";
    case cudaErrorInvalidConfiguration:
      return "invalid configuration argument";
    case cudaErrorNoDevice:
      return "no CUDA-capable device is detected";
    case cudaErrorInvalidDevice:
      return "invalid device ordinal";
    case cudaErrorInvalidResourceHandle:
      return "invalid resource handle";
    case cudaErrorNotReady:
      return "device not ready";
    case cudaErrorIllegalAddress:
      return "an illegal memory access was encountered";
  }
  return "unknown error";
}
cudaError_t cudaGetLastError() { return take_last_error(); }

cudaError_t cudaGetDeviceCount(int* count) {
  BEGIN();
  const char* const visible = std::getenv("CUDA_VISIBLE_DEVICES");
  const bool hidden = visible && (!*visible || *visible == '-');
  *count = hidden ? 0 : device_count;
  return hidden ? noted(cudaErrorNoDevice) : cudaSuccess;
}
cudaError_t cudaGetDevice(int* number) {
  BEGIN();
  *number = current_device().number();
  return cudaSuccess;
}
cudaError_t cudaSetDevice(int number) {
  if (number < 0 || number >= device_count) return noted(cudaErrorInvalidDevice);
  select_device(number);
  BEGIN(Call::Kind::selects_or_gives_back);
  return cudaSuccess;
}
cudaError_t cudaSetDeviceFlags(unsigned) {
  BEGIN();
  return cudaSuccess;
}
cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int number) {
  BEGIN();
  if (number < 0 || number >= device_count) return noted(cudaErrorInvalidDevice);
  *properties = {"emulated device", {}, Memory::device_bytes, 9, 0};
  properties->uuid.bytes[15] = static_cast<char>(number);
  return cudaSuccess;
}
cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr attribute, int) {
  BEGIN();
  *value = static_cast<int>(attribute == cudaDevAttrMultiProcessorCount ? control().processors : max_shared_bytes);
  return cudaSuccess;
}
cudaError_t cudaDeviceGetPCIBusId(char* text, int size, int number) {
  BEGIN();
  std::snprintf(text, static_cast<std::size_t>(size), "0000:%02x:00.0", static_cast<unsigned>(number) & 0xFF);
  return cudaSuccess;
}
cudaError_t cudaDriverGetVersion(int* version) {
  BEGIN();
  *version = 13000;
  return cudaSuccess;
}
cudaError_t cudaRuntimeGetVersion(int* version) { return cudaDriverGetVersion(version); }
cudaError_t emulator_occupancy(int* blocks, const void* kernel, int threads, std::size_t shared) {
  BEGIN();
  const bool fits =
      shared <= current_device().shared_bytes_of(kernel) && threads <= static_cast<int>(max_threads_per_block);
  *blocks = fits ? 1024 / threads : 0;
  return cudaSuccess;
}
cudaError_t emulator_set_attribute(const void* kernel, cudaFuncAttribute, int value) {
  BEGIN();
  if (value < 0 || static_cast<std::size_t>(value) > max_shared_bytes) return noted(cudaErrorInvalidValue);
  current_device().allow_shared_bytes(kernel, static_cast<std::size_t>(value));
  return cudaSuccess;
}
cudaError_t emulator_attributes(cudaFuncAttributes* attributes) {
  BEGIN();
  attributes->maxThreadsPerBlock = static_cast<int>(max_threads_per_block);
  return cudaSuccess;
}
cudaError_t cudaDeviceSynchronize() {
  BEGIN();
  current_device().wait_for_all();
  return error_of(current_device());
}

cudaError_t cudaMemGetInfo(std::size_t* free, std::size_t* all) {
  BEGIN();
  *all = Memory::device_bytes;
  *free = memory().free_bytes(current_device().number());
  return cudaSuccess;
}
cudaError_t cudaMalloc(void** block, std::size_t size) {
  BEGIN();
  return allocate(block, size, current_device().number());
}
cudaError_t cudaMallocHost(void** block, std::size_t size) {
  BEGIN();
  return allocate(block, size, Memory::pinned);
}
// Memory of a device that has failed is released all the same: it is the host's.
cudaError_t cudaFree(void* block) {
  const Call call(__func__, Call::Kind::selects_or_gives_back);
  const cudaError_t status = release(block, false);
  return call.error() ? call.error() : status;
}
cudaError_t cudaFreeHost(void* block) {
  const Call call(__func__, Call::Kind::selects_or_gives_back);
  const cudaError_t status = release(block, true);
  return call.error() ? call.error() : status;
}
cudaError_t cudaMemcpy(void* to, const void* from, std::size_t size, cudaMemcpyKind kind) {
  BEGIN();
  return copy(to, from, size, kind, stream_of(nullptr), true);
}
cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t size, cudaMemcpyKind kind, cudaStream_t stream) {
  BEGIN();
  return copy(to, from, size, kind, stream_of(stream), false);
}

cudaError_t cudaMemset(void* block, int value, std::size_t size) {
  BEGIN();
  const int* const owner = memory().device_of(block, size);
  if (!owner || *owner == Memory::pinned) return noted(cudaErrorInvalidValue);
  Stream& stream = stream_of(nullptr);
  stream.device->put(stream, [=] { std::memset(block, value, size); });
  return error_of(*stream.device);
}

cudaError_t cudaStreamCreate(cudaStream_t* stream) {
  BEGIN();
  *stream = current_device().make_stream();
  return cudaSuccess;
}
cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  BEGIN(Call::Kind::selects_or_gives_back);
  if (!stream) return noted(cudaErrorInvalidResourceHandle);
  stream->device->destroy(stream);
  return cudaSuccess;
}
cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
  BEGIN();
  Stream& waited_for = stream_of(stream);
  waited_for.device->wait_for(waited_for);
  return error_of(*waited_for.device);
}

cudaError_t cudaEventCreate(cudaEvent_t* event) {
  BEGIN();
  *event = new Event{&current_device()};
  ++live_events;
  return cudaSuccess;
}
cudaError_t cudaEventDestroy(cudaEvent_t event) {
  const Call call(__func__, Call::Kind::selects_or_gives_back);
  if (!event) return noted(cudaErrorInvalidResourceHandle);
  event->device->wait_for_all();
  delete event;
  --live_events;
  return call.error();
}
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
  BEGIN();
  Stream& marked = stream_of(stream);
  if (event->device != marked.device) return noted(cudaErrorInvalidResourceHandle);
  event->recorded = true;
  event->passed = false;
  marked.device->put(marked, [event] {
    event->passed = true;
    event->seconds = now();
  });
  return cudaSuccess;
}
cudaError_t cudaEventSynchronize(cudaEvent_t event) {
  BEGIN();
  if (event->recorded && !event->passed) event->device->wait_for_all();
  return error_of(*event->device);
}
cudaError_t cudaEventElapsedTime(float* milliseconds, cudaEvent_t begin, cudaEvent_t end) {
  BEGIN();
  if (!begin->recorded || !end->recorded) return noted(cudaErrorInvalidResourceHandle);
  if (!begin->passed || !end->passed) return noted(cudaErrorNotReady);
  *milliseconds = static_cast<float>(1e3 * (end->seconds - begin->seconds));
  return cudaSuccess;
}
