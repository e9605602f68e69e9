// A Lambert-per-stage CUDA kernel: one thread a segment, as a first version would be written.
#include <cuda_runtime.h>

#include "gpu.hpp"
#include "lambert_segment.hpp"
#include "peer.hpp"

namespace {

__global__ void integrate(peer::LambertSegment model, const peer::Segment* segments,
                          peer::LambertSegment::Result* results, std::size_t count) {
  const std::size_t i = blockIdx.x * static_cast<std::size_t>(blockDim.x) + threadIdx.x;
  if (i < count) results[i] = model(segments[i].start, segments[i].stress);
}

}  // namespace

int main(int count, char** arguments) {
  const peer::Options options = peer::read_options(count, arguments);
  if (!options.host) peer::require_gpu();
  const peer::SegmentWork work = peer::read_segments(options);
  const peer::LambertSegment model{work.image, work.gap_distance, work.tolerance};
  const std::size_t size = work.segments.size();
  std::vector<peer::LambertSegment::Result> results(size);
  peer::DeviceArray<peer::Segment> segments;
  peer::DeviceArray<peer::LambertSegment::Result> device_results;
  if (!options.host) {
    segments.copy_from(work.segments);
    device_results.resize(size);
  }
  const auto repeat = [&] {
    if (options.host) {
      for (std::size_t i = 0; i < size; ++i) results[i] = model(work.segments[i].start, work.segments[i].stress);
      return;
    }
    constexpr unsigned threads = 128;
    integrate<<<static_cast<unsigned>((size + threads - 1) / threads), threads>>>(model, segments.data(),
                                                                                  device_results.data(), size);
    peer::check(cudaGetLastError());
    device_results.copy_to(results);
  };
  repeat();
  std::vector<peer::Energies> found;
  for (const auto& result : results) {
    if (!result.rested) peer::fail("a segment did not come to rest");
    found.push_back({result.crystal, result.film});
  }
  if (!options.answer.empty()) peer::write(options.answer, peer::answer(options, found));
  peer::serve({{"ready", true},
               {"peer", "lambert"},
               {"unit", "segments"},
               {"versions", {{"cuda", CUDART_VERSION}}},
               {"device", options.host ? "cpu" : peer::device_name()},
               {"threads", 1}},
              size, repeat);
}
