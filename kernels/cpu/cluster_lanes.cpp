#include "kernels/cpu/cluster_lanes.hpp"

namespace slipburst::kernels {
namespace {

SLIPBURST_FOR_AVX512 void add_area_avx512(const detrapping::Experiment& experiment, std::uint64_t seed,
                                          std::uint64_t event, exec::ClusterScratch& scratch, std::uint64_t* moves,
                                          std::uint64_t* counts) {
  exec::add_area(experiment, seed, event, scratch, moves, counts);
}

SLIPBURST_FLATTENED void add_area_baseline(const detrapping::Experiment& experiment, std::uint64_t seed,
                                           std::uint64_t event, exec::ClusterScratch& scratch, std::uint64_t* moves,
                                           std::uint64_t* counts) {
  exec::add_area(experiment, seed, event, scratch, moves, counts);
}

}  // namespace

AddArea add_area(InstructionSet set) { return set == InstructionSet::avx512 ? add_area_avx512 : add_area_baseline; }

}  // namespace slipburst::kernels
