#include "kernels/backend/table_copy.hpp"
#include "kernels/cuda/approximate_event.hpp"
#include "kernels/cuda/approximate_kernel.hpp"
#include "kernels/cuda/block_tally.cuh"
#include "kernels/cuda/device_array.cuh"
#include "kernels/cuda/sift_events.cuh"
#include "kernels/cuda/tally_launch.cuh"

namespace slipburst::kernels {
namespace {

__global__ void __launch_bounds__(256, 4)
    approximate_kernel(const __grid_constant__ exec::EventModel model, const __grid_constant__ ApproximateEvent event,
                       const __grid_constant__ random::PhiloxKeys keys, const __grid_constant__ SiftBounds bounds,
                       random::EventSequence events, TallyMemory memory, unsigned long long* counts) {
  extern __shared__ uint4 shared_storage[];
  BlockTally tally(model, memory.fits, reinterpret_cast<unsigned*>(shared_storage) + memory.begin, counts);
  SiftedEvents<false, false> sifted(keys, bounds, events, shared_storage);
  tally.expect(sifted.count());
  while (sifted.draw()) {
    LineWords kept[taken_together];
    const int count = sifted.take_upper(kept);
    Outcome outcomes[taken_together];
#pragma unroll
    for (int k = 0; k < taken_together; ++k) outcomes[k] = event(kept[k].words(), sifted.present(k, count));
#pragma unroll
    for (int k = 0; k < taken_together; ++k) {
      if (outcomes[k].rejects) tally.reject();
      if (outcomes[k].emits) tally.emit(outcomes[k].energies, outcomes[k].supersonic);
    }
  }
  tally.flush();
}

class ApproximateSampler : public EventSampler {
 public:
  ApproximateSampler(const exec::EventModel& model, const table::View& table, CudaGeometry geometry)
      : model_(model),
        silent_(model, table),
        table_(table),
        threshold_(approximate_threshold(table)),
        launch_(model, approximate_kernel, geometry, SiftedEvents<false, false>::bytes) {}

  void add(std::uint64_t seed, const random::Stratum& stratum, const random::EventSequence& events,
           std::span<std::uint64_t> counts) override {
    const ApproximateEvent event(model_, {*table_, threshold_.data()}, stratum);
    const SiftBounds bounds{silent_.bounds(stratum), {}, {}};
    launch_.add(events, counts, [&](const random::EventSequence& part, unsigned long long* own) {
      approximate_kernel<<<launch_.blocks(), launch_.threads(), launch_.shared_bytes()>>>(
          model_, event, random::PhiloxKeys(seed), bounds, part, launch_.memory(), own);
    });
  }

 private:
  exec::EventModel model_;
  exec::SilentWords silent_;
  TableCopy<GpuMemory, table::View> table_;
  DeviceArray<float> threshold_;
  TallyLaunch launch_;
};

}  // namespace

std::unique_ptr<EventSampler> make_approximate_sampler(const exec::EventModel& model, const table::Zones& table,
                                                       CudaGeometry geometry) {
  if (model.grains.limit || model.plane.bins > 0 || table.divided()) {
    throw BackendError(
        "the approximate sampler takes neither grains nor a plane nor a table in two zones: it is for benchmarks");
  }
  return std::make_unique<ApproximateSampler>(model, table.upper, geometry);
}

}  // namespace slipburst::kernels
