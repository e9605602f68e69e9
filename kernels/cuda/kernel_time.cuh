#pragma once
/// \file Run time of kernels, by the device's own clock.

#include <cuda_runtime.h>

#include <algorithm>
#include <atomic>

#include "kernels/cuda/check.cuh"

namespace slipburst::kernels {

/// A point of a stream.
class StreamPoint {
 public:
  StreamPoint() { check(cudaEventCreate(&event_), "making an event"); }
  ~StreamPoint() { cudaEventDestroy(event_); }
  StreamPoint(const StreamPoint&) = delete;
  StreamPoint& operator=(const StreamPoint&) = delete;

  void mark(cudaStream_t stream) { check(cudaEventRecord(event_, stream), "recording an event"); }

  /// Seconds from here to a later point. Precondition: both are passed.
  double seconds_to(const StreamPoint& later) const {
    float milliseconds = 0;
    check(cudaEventElapsedTime(&milliseconds, event_, later.event_), "asking for the time of a kernel");
    return 1e-3 * static_cast<double>(milliseconds);
  }

 private:
  cudaEvent_t event_{};
};

/// Points of a stream before and after a kernel.
struct KernelSpan {
  StreamPoint begin, end;
};

/// Run time of all kernels of this process on all devices, in seconds.
inline std::atomic<double>& kernel_seconds() {
  static std::atomic<double> total{0};
  return total;
}

/// Adds up the time in which at least one of several kernels ran, or waited for another kernel.
class KernelTime {
 public:
  KernelTime() { origin_.mark(nullptr); }

  /// Adds a kernel that is done. Precondition: spans are added in the order in which they end.
  void add(const KernelSpan& span) {
    const double begin = std::max(origin_.seconds_to(span.begin), until_), end = origin_.seconds_to(span.end);
    if (end > begin) kernel_seconds() += end - begin;
    until_ = std::max(until_, end);
  }

 private:
  StreamPoint origin_;
  double until_ = 0;
};

/// Runs kernels in the default stream, one at a time, and adds their times.
class TimedRuns {
 public:
  /// Calls launch() and waits for the kernel that it starts.
  /// \param what  action named in the message of an error
  template <class Launch>
  void run(const char* what, Launch launch) {
    span_.begin.mark(nullptr);
    forget_error();
    launch();
    check(cudaGetLastError(), what);
    span_.end.mark(nullptr);
    check(cudaDeviceSynchronize(), what);
    kernel_seconds() += span_.begin.seconds_to(span_.end);
  }

 private:
  KernelSpan span_;
};

}  // namespace slipburst::kernels
