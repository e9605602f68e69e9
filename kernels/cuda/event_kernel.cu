#include <type_traits>

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

/// Lower zone of a table by itself.
struct LowerZone {
  const table::Zones& table;

  __device__ table::LinePlace place(double height_over_stress, double u) const {
    return table.lower.place(height_over_stress, u);
  }
  __device__ table::Energies energies(const table::LinePlace& line) const { return table.energies_below(line); }
  __device__ bool is_supersonic(const table::LinePlace& line) const { return table.lower.is_supersonic(line); }
};

__host__ __device__ const table::View& upper_zone(const table::View& table) { return table; }
__host__ __device__ const table::View& upper_zone(const table::Zones& table) { return table.upper; }

template <class Table>
constexpr bool divided = std::is_same_v<Table, table::Zones>;

/// Silent events are sifted out by their random words; the others are looked up and counted.
template <class Table, bool in_grains>
__global__ void __launch_bounds__(256, 4)
    event_kernel(const __grid_constant__ exec::EventModel model, const __grid_constant__ Table table,
                 const __grid_constant__ random::PhiloxKeys keys, const __grid_constant__ SiftBounds bounds,
                 random::Stratum stratum, random::EventSequence events, TallyMemory memory,
                 unsigned long long* counts) {
  extern __shared__ uint4 shared_storage[];
  using Events = SiftedEvents<divided<Table>, in_grains>;
  const exec::EventExecutor<Table> executor(model, table);
  BlockTally tally(model, memory.fits, reinterpret_cast<unsigned*>(shared_storage) + memory.begin, counts);
  Events sifted(keys, bounds, events, shared_storage);
  tally.expect(sifted.count());

  // Rejects lines or counts them in a zone. `below` gets the lines that emit nothing there.
  const auto count_lines = [&](const auto& zone, const typename Events::Taken& kept, int count, auto below) {
    exec::Dislocation d[taken_together];
#pragma unroll
    for (int k = 0; k < taken_together; ++k) d[k] = executor.draw(kept[k].words(), stratum);
#pragma unroll
    for (int k = 0; k < taken_together; ++k) {
      bool is_below = false;
      if (sifted.present(k, count)) {
        if (executor.too_high(d[k])) {
          tally.reject();
        } else {
          const table::LinePlace line = zone.place(executor.height_over_stress(d[k]), d[k].stress);
          is_below = !(line.z > 0.0f);
          if (!is_below) tally.emit(zone.energies(line), zone.is_supersonic(line));
        }
      }
      below(is_below, kept[k]);
    }
  };

  while (sifted.draw()) {
    typename Events::Taken kept;
    if (sifted.is_upper_next()) {
      const int count = sifted.take_upper(kept);
      count_lines(upper_zone(table), kept, count,
                  [&](bool is_below, const LineWords& line) { sifted.keep_below(is_below, line); });
      continue;
    }
    if constexpr (divided<Table>) {
      if (sifted.is_lower_next()) {
        const int count = sifted.take_lower(kept);
        count_lines(LowerZone{table}, kept, count, [](bool, const LineWords&) {});
        continue;
      }
    }
    if constexpr (in_grains) {
      GrainedWords grained[1];
      const bool exists = sifted.present(0, sifted.take_grained(grained));
      const auto& [line, grain] = grained[0];
      const exec::Dislocation d = executor.draw(line.words(), stratum);
      const bool exceeds = executor.exceeds_grain(d, grain.word0, grain.word1, grain.word2);
      const bool rejected = executor.too_high(d) | exceeds;  // without a branch
      if (exists && rejected) tally.reject();
      sifted.keep(exists && !rejected, line);
    }
  }
  tally.flush();
}

template <class Table>
class CudaSampler : public EventSampler {
 public:
  CudaSampler(const exec::EventModel& model, const Table& table, CudaGeometry geometry)
      : model_(model),
        silent_(exec::SilentWords::without_grains(model, table)),
        upper_(exec::SilentWords::without_grains(model, upper_zone(table))),
        table_(table),
        launch_(model, kernel(), geometry,
                model.grains.limit ? SiftedEvents<divided<Table>, true>::bytes
                                   : SiftedEvents<divided<Table>, false>::bytes) {
    if (model.grains.limit) grains_ = exec::GrainWords(model);
  }

  void add(std::uint64_t seed, const random::Stratum& stratum, const random::EventSequence& events,
           std::span<std::uint64_t> counts) override {
    const SiftBounds bounds{silent_.bounds(stratum), upper_.bounds(stratum), grains_.bounds(stratum)};
    launch_.add(events, counts, [&](const random::EventSequence& part, unsigned long long* own) {
      const auto kernel = this->kernel();
      kernel<<<launch_.blocks(), launch_.threads(), launch_.shared_bytes()>>>(
          model_, *table_, random::PhiloxKeys(seed), bounds, stratum, part, launch_.memory(), own);
    });
  }

 private:
  auto kernel() const { return model_.grains.limit ? event_kernel<Table, true> : event_kernel<Table, false>; }

  exec::EventModel model_;
  exec::SilentWords silent_, upper_;  ///< in all zones, in the upper one
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
