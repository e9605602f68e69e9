#include "kernels/cuda/approximate_event.hpp"
#include "kernels/cuda/approximate_kernel.hpp"
#include "kernels/cuda/block_tally.cuh"
#include "kernels/cuda/device_array.cuh"
#include "kernels/cuda/device_table.cuh"
#include "kernels/cuda/lane_events.hpp"
#include "kernels/cuda/tally_launch.cuh"

namespace slipburst::kernels {
namespace {

__global__ void __launch_bounds__(256, 4)
    approximate_kernel(const __grid_constant__ exec::EventModel model, const __grid_constant__ ApproximateEvent event,
                       const __grid_constant__ random::PhiloxKeys keys, random::EventSequence events, bool use_shared,
                       unsigned long long* counts) {
  extern __shared__ unsigned shared_storage[];
  BlockTally tally(model, use_shared ? shared_storage : nullptr, counts);
  for (LaneEvents<1> lane(events, own_thread(), all_threads()); lane.any(); lane.next()) {
    const random::Words words = draw_words(keys, random::Purpose::pin_height_and_stress, lane.event(0));
    tally.add(model, event(words, lane.exists(0)));
  }
  tally.flush(model);
}

class ApproximateSampler : public EventSampler {
 public:
  ApproximateSampler(const exec::EventModel& model, const table::View& table, CudaGeometry geometry)
      : model_(model),
        table_(table),
        threshold_(approximate_threshold(table)),
        launch_(model, approximate_kernel, geometry) {}

  void add(std::uint64_t seed, const random::Stratum& stratum, const random::EventSequence& events,
           std::span<std::uint64_t> counts) override {
    const ApproximateEvent event(model_, {*table_, threshold_.data()}, stratum);
    launch_.add(events, counts, [&](const random::EventSequence& part, unsigned long long* own) {
      approximate_kernel<<<launch_.blocks(), launch_.threads(), launch_.shared_bytes()>>>(
          model_, event, random::PhiloxKeys(seed), part, launch_.shared_bytes() > 0, own);
    });
  }

 private:
  exec::EventModel model_;
  DeviceTable<table::View> table_;
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
