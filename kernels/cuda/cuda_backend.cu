#include <string>

#include "kernels/cuda/architectures.hpp"
#include "kernels/cuda/check.cuh"
#include "kernels/cuda/cluster_kernel.cuh"
#include "kernels/cuda/cuda_backend.hpp"
#include "kernels/cuda/device_identity.cuh"
#include "kernels/cuda/event_kernel.cuh"
#include "kernels/cuda/kernel_time.cuh"
#include "kernels/cuda/release_kernel.cuh"
#include "kernels/cuda/segment_kernel.cuh"

namespace slipburst::kernels {
namespace {

__global__ void probe() {}

/// A device that this build has code for, asked without a context on it, which would take memory there and, in
/// exclusive mode, the whole device. \throws BackendError for a device that does not answer or that this build has no
/// code for
CudaDevice usable_device(int index) {
  cudaDeviceProp properties;
  check(cudaGetDeviceProperties(&properties, index), "asking for a device's properties");
  if (!has_code_for(SLIPBURST_CUDA_ARCHITECTURES, properties.major, properties.minor)) {
    throw BackendError(std::string(properties.name) + " has compute capability " + std::to_string(properties.major) +
                       "." + std::to_string(properties.minor) + ", which this build has no code for: configure with " +
                       "CMAKE_CUDA_ARCHITECTURES=" + std::to_string(properties.major) +
                       std::to_string(properties.minor));
  }
  return identify_device(index);
}

/// Selects the device. Each thread has a current device of its own: call this before all operations on a device.
void select(int device) { check(cudaSetDevice(device), "selecting the device"); }

/// Object with buffers and launches on one device, whichever thread calls.
template <class Object>
class OnDevice {
 public:
  OnDevice(int device, std::unique_ptr<Object> object) : device_(device), object_(std::move(object)) {}
  ~OnDevice() { cudaSetDevice(device_); }  // the buffers are freed next

  Object* operator->() {
    select(device_);
    return object_.get();
  }

 private:
  int device_;
  std::unique_ptr<Object> object_;
};

class DeviceEventSampler : public EventSampler {
 public:
  DeviceEventSampler(int device, std::unique_ptr<EventSampler> sampler) : sampler_(device, std::move(sampler)) {}

  void add(std::uint64_t seed, const random::Stratum& stratum, const random::EventSequence& events,
           std::span<std::uint64_t> counts) override {
    sampler_->add(seed, stratum, events, counts);
  }

 private:
  OnDevice<EventSampler> sampler_;
};

class DeviceReleaseSampler : public ReleaseSampler {
 public:
  DeviceReleaseSampler(int device, std::unique_ptr<ReleaseSampler> sampler) : sampler_(device, std::move(sampler)) {}

  void add(std::uint64_t seed, const exec::ReleaseSource& from, const random::EventSequence& events,
           std::span<std::uint64_t> counts) override {
    sampler_->add(seed, from, events, counts);
  }

 private:
  OnDevice<ReleaseSampler> sampler_;
};

class DeviceCounter : public EventCounter {
 public:
  DeviceCounter(int device, std::unique_ptr<EventCounter> counter) : counter_(device, std::move(counter)) {}

  void add(std::uint64_t first, std::uint64_t count) override { counter_->add(first, count); }
  void collect(std::span<std::uint64_t> counts) override { counter_->collect(counts); }

 private:
  OnDevice<EventCounter> counter_;
};

class CudaBackend : public Backend {
 public:
  CudaBackend(int device, CudaGeometry geometry)
      : geometry_(geometry), segments_(device, std::make_unique<SegmentIntegrator>(geometry)) {
    select(device);
    // Threads that wait sleep, and leave the processor to others.
    check(cudaSetDeviceFlags(cudaDeviceScheduleBlockingSync), "starting on the device");
    device_ = identify_device(device);
    cudaFuncAttributes attributes;
    check(cudaFuncGetAttributes(&attributes, probe), "starting on the device");
    std::size_t free = 0, total = 0;
    check(cudaMemGetInfo(&free, &total), "asking for its free memory");
    device_.free_bytes = free;
  }

  std::string name() const override { return "cuda"; }
  std::string description() const override { return device_.name + " (" + device_.uuid + ")"; }
  std::vector<Device> devices() const override { return {device_}; }
  MinBatch min_batch() const override { return {std::uint64_t{1} << 25, 1 << 13, 1 << 13}; }

  void integrate(const exec::SegmentModel& model, const exec::SegmentControls& controls, exec::Precision precision,
                 std::span<const exec::Segment> segments, std::span<exec::SegmentResult> results) override {
    segments_->integrate(model, controls, precision, segments, results);
  }

  std::unique_ptr<EventSampler> sampler(const exec::EventModel& model, const table::Zones& table) override {
    select(device_.index);
    return std::make_unique<DeviceEventSampler>(device_.index, make_cuda_sampler(model, table, geometry_));
  }

  std::unique_ptr<ReleaseSampler> release_sampler(const exec::EventModel& model, const table::Zones& table,
                                                  const release::Slices& slices) override {
    select(device_.index);
    return std::make_unique<DeviceReleaseSampler>(device_.index,
                                                  make_cuda_release_sampler(model, table, slices, geometry_));
  }

  using Backend::counter;
  std::unique_ptr<EventCounter> counter(const ClusterTask& task) override {
    select(device_.index);
    return std::make_unique<DeviceCounter>(device_.index, make_cuda_cluster_counter(task, geometry_));
  }

 private:
  CudaGeometry geometry_;
  OnDevice<SegmentIntegrator> segments_;
  Device device_;
};

}  // namespace

std::vector<CudaDevice> cuda_devices(std::string& problem) {
  std::vector<CudaDevice> devices;
  int count = 0;
  const cudaError_t status = cudaGetDeviceCount(&count);
  if (status != cudaSuccess) {
    problem = cudaGetErrorString(status);
    return devices;
  }
  if (count == 0) problem = "no CUDA device";
  for (int i = 0; i < count; ++i) {
    try {
      devices.push_back(usable_device(i));
    } catch (const BackendError& error) {
      problem += (problem.empty() ? "" : "; ") + ("device " + std::to_string(i) + ": ") + error.what();
      forget_error();
    }
  }
  return devices;
}

double cuda_kernel_seconds() { return kernel_seconds(); }

std::unique_ptr<Backend> make_cuda_backend(int device, CudaGeometry geometry) {
  const auto refusal = [](const std::string& problem) {
    return BackendError("the cuda backend cannot run here: " + problem + "; use --backend kokkos or reference");
  };
  int count = 0;
  if (const cudaError_t status = cudaGetDeviceCount(&count); status != cudaSuccess) {
    throw refusal(cudaGetErrorString(status));
  }
  if (device < 0 || device >= count) throw refusal("there is no device " + std::to_string(device));
  try {
    usable_device(device);
    return std::make_unique<CudaBackend>(device, geometry);
  } catch (const BackendError& error) {
    forget_error();
    throw refusal("device " + std::to_string(device) + ": " + error.what());
  }
}

}  // namespace slipburst::kernels
