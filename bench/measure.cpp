#include "bench/measure.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#if SLIPBURST_HAVE_CUDA
#include "kernels/cuda/cuda_backend.hpp"
#endif

namespace slipburst::bench {

namespace {

/// Seconds that the kernels of a GPU have taken so far.
std::optional<double> device_seconds([[maybe_unused]] const kernels::Backend& backend) {
#if SLIPBURST_HAVE_CUDA
  if (backend.name() == "cuda") return kernels::cuda_kernel_seconds();
#endif
  return {};
}

}  // namespace

void Stopwatch::warm_up(double seconds) {
  constexpr double margin = 1.1, max_growth = 100;
  for (;;) {
    const double took = run().seconds;
    if (took >= seconds) return;
    const double growth = took > 0 ? std::min(margin * seconds / took, max_growth) : max_growth;
    times_ = static_cast<std::uint64_t>(std::ceil(growth * static_cast<double>(times_)));
  }
}

TimedRun Stopwatch::run() {
  const std::optional<double> kernel_before = device_seconds(backend_);
  const auto begin = std::chrono::steady_clock::now();
  const double amount = work_.run(times_);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  std::optional<double> kernel;
  if (kernel_before) {
    kernel = *device_seconds(backend_) - *kernel_before;
  } else if (work_.kernel_alone()) {
    kernel = seconds;
  }
  return {seconds, kernel, amount};
}

Json summary(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  const double median = values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
  return {{"median", median},
          {"minimum", values.front()},
          {"maximum", values.back()},
          {"spread", (values.back() - values.front()) / median}};
}

Json summary(const std::vector<TimedRun>& runs) {
  std::vector<double> rates, seconds, kernel_seconds;
  for (const TimedRun& run : runs) {
    rates.push_back(run.amount / run.seconds);
    seconds.push_back(run.seconds);
    if (run.kernel_seconds) kernel_seconds.push_back(*run.kernel_seconds);
  }
  return {{"amount", runs.front().amount},
          {"repeats", runs.size()},
          {"per_second", summary(rates)},
          {"wall_seconds", summary(seconds)},
          {"kernel_seconds", kernel_seconds.empty() ? Json() : summary(kernel_seconds)}};
}

}  // namespace slipburst::bench
