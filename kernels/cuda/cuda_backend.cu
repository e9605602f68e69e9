#include "kernels/cuda/check.cuh"
#include "kernels/cuda/cuda_backend.hpp"
#include "kernels/cuda/event_kernel.cuh"
#include "kernels/cuda/segment_kernel.cuh"

namespace slipburst::kernels {
namespace {

class CudaBackend : public host::Backend {
 public:
  CudaBackend(int device, CudaGeometry geometry) : geometry_(geometry) {
    check(cudaSetDevice(device), "selecting the device");
    cudaDeviceProp properties;
    check(cudaGetDeviceProperties(&properties, device), "asking for its properties");
    description_ = properties.name;
  }

  std::string name() const override { return "cuda"; }
  std::string description() const override { return description_; }

  void integrate(const exec::SegmentModel& model, const exec::SegmentControls& controls, host::Precision precision,
                 std::span<const exec::Segment> segments, std::span<exec::SegmentResult> results) override {
    integrate_segments(model, controls, precision, segments, results, geometry_);
  }

  std::unique_ptr<host::EventSampler> sampler(const exec::EventModel& model, const table::View& table,
                                              std::int64_t stress_cells) override {
    return make_cuda_sampler(model, table, stress_cells, geometry_);
  }

 private:
  CudaGeometry geometry_;
  std::string description_;
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
    cudaDeviceProp properties;
    check(cudaGetDeviceProperties(&properties, i), "asking for a device's properties");
    devices.push_back({properties.name, properties.totalGlobalMem});
  }
  return devices;
}

std::unique_ptr<host::Backend> make_cuda_backend(int device, CudaGeometry geometry) {
  std::string problem;
  const std::vector<CudaDevice> devices = cuda_devices(problem);
  if (device < 0 || device >= static_cast<int>(devices.size())) {
    throw host::BackendError("the cuda backend cannot run here: " +
                             (problem.empty() ? "there is no device " + std::to_string(device) : problem) +
                             "; use --backend kokkos or reference");
  }
  return std::make_unique<CudaBackend>(device, geometry);
}

}  // namespace slipburst::kernels
