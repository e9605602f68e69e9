#include "kernels/cpu/burst_blocks.hpp"

#include <type_traits>

namespace slipburst::kernels {
namespace {

/// Executor of a table of two zones, or the quicker one of a table of one. \tparam Table  table::Zones or table::View
template <class Table>
exec::EventExecutor<Table> executor_of(const exec::EventModel& events, const table::Zones& table) {
  if constexpr (std::is_same_v<Table, table::View>) {
    return {events, table.upper};
  } else {
    return {events, table};
  }
}

template <class Table>
SLIPBURST_FOR_AVX512 exec::BlockBursts draw_bursts_avx512(const exec::BurstModel& model, const exec::EventModel& events,
                                                          const table::Zones& table,
                                                          const exec::SilentWords::Bounds& silent, std::uint64_t seed,
                                                          std::uint64_t first, int all, exec::BurstScratch& scratch) {
  return exec::draw_bursts(model, executor_of<Table>(events, table), silent, seed, first, all, scratch);
}

template <class Table>
SLIPBURST_FLATTENED exec::BlockBursts draw_bursts_baseline(const exec::BurstModel& model,
                                                           const exec::EventModel& events, const table::Zones& table,
                                                           const exec::SilentWords::Bounds& silent, std::uint64_t seed,
                                                           std::uint64_t first, int all, exec::BurstScratch& scratch) {
  return exec::draw_bursts(model, executor_of<Table>(events, table), silent, seed, first, all, scratch);
}

template <class Table>
exec::DrawBursts* draw_bursts_of(InstructionSet set) {
  return set == InstructionSet::avx512 ? draw_bursts_avx512<Table> : draw_bursts_baseline<Table>;
}

}  // namespace

exec::DrawBursts* draw_bursts(InstructionSet set, bool two_zones) {
  return two_zones ? draw_bursts_of<table::Zones>(set) : draw_bursts_of<table::View>(set);
}

}  // namespace slipburst::kernels
