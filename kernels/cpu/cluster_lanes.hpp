#pragma once
/// \file Clusters side by side on one thread, by exec/cluster_lanes.hpp.

#include "kernels/cpu/instruction_set.hpp"
#include "slipburst/exec/cluster_lanes.hpp"

namespace slipburst::kernels {

/// Function type of exec::add_area for clusters side by side.
using AddArea = void (*)(const detrapping::Experiment&, std::uint64_t seed, std::uint64_t event, exec::ClusterScratch&,
                         std::uint64_t* moves, std::uint64_t* counts);

AddArea add_area(InstructionSet set);

}  // namespace slipburst::kernels
