#include "kernels/backend/sampler_of_table.hpp"
#include "kernels/backend/table_copy.hpp"
#include "kernels/cuda/block_tally.cuh"
#include "kernels/cuda/device_array.cuh"
#include "kernels/cuda/device_memory.cuh"
#include "kernels/cuda/event_kernel.cuh"
#include "kernels/cuda/sift_events.cuh"
#include "kernels/cuda/tally_launch.cuh"

namespace slipburst::kernels {
namespace {

/// Silent events are sifted out by their random words; the others are looked up and counted.
template <class Table, bool in_grains>
__global__ void __launch_bounds__(256, 4)
    event_kernel(const __grid_constant__ exec::EventModel model, const __grid_constant__ Table table,
                 const __grid_constant__ random::PhiloxKeys keys, const __grid_constant__ SiftBounds bounds,
                 random::Stratum stratum, random::EventSequence events, TallyMemory memory,
                 unsigned long long* counts) {
  extern __shared__ uint4 shared_storage[];
  const exec::EventExecutor<Table> executor(model, table);
  BlockTally tally(model, memory.fits, reinterpret_cast<unsigned*>(shared_storage) + memory.begin, counts);
  const auto work = [&](const KeptWords<in_grains>(&kept)[taken_together], auto present) {
    exec::Dislocation d[taken_together];
#pragma unroll
    for (int k = 0; k < taken_together; ++k) {
      d[k] = executor.draw({{kept[k].line[0], kept[k].line[1], kept[k].line[2], 0}}, stratum);
    }
#pragma unroll
    for (int k = 0; k < taken_together; ++k) {
      bool rejected = executor.too_high(d[k]);
      if constexpr (in_grains) {
        rejected |= executor.exceeds_grain(d[k], kept[k].grain[0], kept[k].grain[1], kept[k].grain[2]);
      }
      if (!present(k)) continue;
      if (rejected) {
        tally.reject();
        continue;
      }
      const table::LinePlace line = executor.place(d[k]);
      if (line.z > 0.0f) tally.emit(executor.energies(line), executor.supersonic(line));
    }
  };
  sift_events<in_grains>(keys, bounds, events, shared_storage, tally, work);
  tally.flush();
}

template <class Table>
class CudaSampler : public EventSampler {
 public:
  CudaSampler(const exec::EventModel& model, const Table& table, CudaGeometry geometry)
      : model_(model),
        silent_(exec::SilentWords::without_grains(model, table)),
        table_(table),
        launch_(model, kernel(), geometry, model.grains.limit ? KeptQueue<true>::bytes : KeptQueue<false>::bytes) {
    if (model.grains.limit) grains_ = exec::GrainWords(model, silent_);
  }

  void add(std::uint64_t seed, const random::Stratum& stratum, const random::EventSequence& events,
           std::span<std::uint64_t> counts) override {
    const SiftBounds bounds{silent_.bounds(stratum), grains_.bounds()};
    launch_.add(events, counts, [&](const random::EventSequence& part, unsigned long long* own) {
      const auto kernel = this->kernel();
      kernel<<<launch_.blocks(), launch_.threads(), launch_.shared_bytes()>>>(
          model_, *table_, random::PhiloxKeys(seed), bounds, stratum, part, launch_.memory(), own);
    });
  }

 private:
  auto kernel() const { return model_.grains.limit ? event_kernel<Table, true> : event_kernel<Table, false>; }

  exec::EventModel model_;
  exec::SilentWords silent_;
  exec::GrainWords grains_;
  TableCopy<GpuMemory, Table> table_;
  TallyLaunch launch_;
};

}  // namespace

std::unique_ptr<EventSampler> make_cuda_sampler(const exec::EventModel& model, const table::Zones& table,
                                                CudaGeometry geometry) {
  require_device_memory(table_bytes(table) + counter_bytes(static_cast<std::size_t>(exec::TallyLayout(model).size())));
  return sampler_of_table<EventSampler, CudaSampler>(model, table, geometry);
}

}  // namespace slipburst::kernels
