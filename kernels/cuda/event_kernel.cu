#include "kernels/backend/sampler_of_table.hpp"
#include "kernels/cuda/block_tally.cuh"
#include "kernels/cuda/device_memory.cuh"
#include "kernels/cuda/device_table.cuh"
#include "kernels/cuda/event_kernel.cuh"
#include "kernels/cuda/lane_events.hpp"
#include "kernels/cuda/tally_launch.cuh"
#include "slipburst/exec/event_executor.hpp"

namespace slipburst::kernels {
namespace {

/// Events that a thread draws side by side: they share the loads of constants, most of all those of the logarithm. The
/// later steps run event by event: side by side they would save 5 % of the instructions, but take more than 64
/// registers.
constexpr int together = 2;

template <class Table>
__global__ void __launch_bounds__(256, 4)
    event_kernel(const __grid_constant__ exec::EventModel model, const __grid_constant__ Table table,
                 const __grid_constant__ random::PhiloxKeys keys, random::Stratum stratum, random::EventSequence events,
                 bool use_shared, unsigned long long* counts) {
  extern __shared__ unsigned shared_storage[];
  const exec::EventExecutor<Table> executor(model, table);
  const exec::TallyLayout layout(model);
  BlockTally tally(model, use_shared ? shared_storage : nullptr, counts);
  for (LaneEvents<together> lane(events, own_thread(), all_threads()); lane.any(); lane.next()) {
    exec::Dislocation d[together];
#pragma unroll
    for (int k = 0; k < together; ++k) {
      d[k] = executor.draw(draw_words(keys, random::Purpose::pin_height_and_stress, lane.event(k)), stratum);
    }
#pragma unroll 1
    for (int k = 0; k < together; ++k) {
      const Outcome outcome = outcome_of(executor, d[k], lane.exists(k), rejects(executor, d[k], keys, lane.event(k)));
      if (outcome.emits && model.plane.bins > 0) {
        const float* const energy = outcome.energies.log2_energy;
        atomicAdd(counts + layout.plane(model.plane.slot(energy[0]), model.plane.slot(energy[1])), 1ull);
      }
      tally.add(model, outcome);
    }
  }
  tally.flush(model);
}

template <class Table>
class CudaSampler : public EventSampler {
 public:
  CudaSampler(const exec::EventModel& model, const Table& table, CudaGeometry geometry)
      : model_(model), table_(table), launch_(model, event_kernel<Table>, geometry) {}

  void add(std::uint64_t seed, const random::Stratum& stratum, const random::EventSequence& events,
           std::span<std::uint64_t> counts) override {
    launch_.add(events, counts, [&](const random::EventSequence& part, unsigned long long* own) {
      event_kernel<Table><<<launch_.blocks(), launch_.threads(), launch_.shared_bytes()>>>(
          model_, *table_, random::PhiloxKeys(seed), stratum, part, launch_.shared_bytes() > 0, own);
    });
  }

 private:
  exec::EventModel model_;
  DeviceTable<Table> table_;
  TallyLaunch launch_;
};

}  // namespace

std::unique_ptr<EventSampler> make_cuda_sampler(const exec::EventModel& model, const table::Zones& table,
                                                CudaGeometry geometry) {
  require_device_memory(table_bytes(table) + counter_bytes(static_cast<std::size_t>(exec::TallyLayout(model).size())));
  return sampler_of_table<EventSampler, CudaSampler>(model, table, geometry);
}

}  // namespace slipburst::kernels
