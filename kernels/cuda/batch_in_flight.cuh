#pragma once
/// \file Batches of segments in flight on the current device.

#include <cstddef>
#include <span>

#include "kernels/cuda/check.cuh"
#include "kernels/cuda/kernel_time.cuh"
#include "kernels/cuda/parallel_copy.hpp"
#include "slipburst/exec/segment_executor.hpp"

namespace slipburst::kernels {

enum class Where { device, pinned };

/// Uninitialised memory of the device, or pinned memory of the host, whose copies run beside kernels.
template <class T, Where where>
class Buffer {
 public:
  explicit Buffer(std::size_t count) {
    void* memory = nullptr;
    check(where == Where::device ? cudaMalloc(&memory, count * sizeof(T)) : cudaMallocHost(&memory, count * sizeof(T)),
          where == Where::device ? "allocating memory for segments" : "pinning memory for segments");
    data_ = static_cast<T*>(memory);
  }
  ~Buffer() { where == Where::device ? cudaFree(data_) : cudaFreeHost(data_); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  T* data() const { return data_; }

 private:
  T* data_;
};

/// A batch that is copied to the device, integrated and copied back in a stream of its own.
class BatchInFlight {
 public:
  explicit BatchInFlight(std::size_t most) : most_(most), given_(most), found_(most), in_(most), out_(most) {
    check(cudaStreamCreate(&stream_), "making a stream");
  }
  ~BatchInFlight() {
    cudaStreamSynchronize(stream_);
    cudaStreamDestroy(stream_);
  }
  BatchInFlight(const BatchInFlight&) = delete;
  BatchInFlight& operator=(const BatchInFlight&) = delete;

  /// Capacity in segments.
  std::size_t most() const { return most_; }

  /// Calls launch(segments, results, count, stream) and returns before it is done. Preconditions: segments.size() <=
  /// most(), and the previous batch is finished.
  template <class Launch>
  void start(std::span<const exec::Segment> segments, Launch launch) {
    parallel_copy(segments, given_.data());
    check(cudaMemcpyAsync(in_.data(), given_.data(), segments.size_bytes(), cudaMemcpyHostToDevice, stream_),
          "copying segments to the device");
    span_.begin.mark(stream_);
    launch(in_.data(), out_.data(), segments.size(), stream_);
    span_.end.mark(stream_);
    const std::size_t bytes = segments.size() * sizeof(exec::SegmentResult);
    check(cudaMemcpyAsync(found_.data(), out_.data(), bytes, cudaMemcpyDeviceToHost, stream_),
          "copying results from the device");
  }

  /// \param results  as many as segments were started  \param time  total to which the kernel's time is added
  void finish(std::span<exec::SegmentResult> results, KernelTime& time) {
    check(cudaStreamSynchronize(stream_), "running the segment kernel");
    time.add(span_);
    parallel_copy(std::span<const exec::SegmentResult>(found_.data(), results.size()), results.data());
  }

 private:
  std::size_t most_;
  Buffer<exec::Segment, Where::pinned> given_;
  Buffer<exec::SegmentResult, Where::pinned> found_;
  Buffer<exec::Segment, Where::device> in_;
  Buffer<exec::SegmentResult, Where::device> out_;
  KernelSpan span_;
  cudaStream_t stream_{};
};

}  // namespace slipburst::kernels
