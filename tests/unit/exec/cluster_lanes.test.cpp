// Clusters side by side are counted as clusters one after the other, whatever frees them.
#include "slipburst/exec/cluster_lanes.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <vector>

#include "kernels/cpu/cluster_lanes.hpp"

using namespace slipburst;

namespace {

constexpr detrapping::Condition conditions[] = {{0.01, 0.002}, {0, 0.01}, {0.3, 0}, {0, 0}, {1e-3, 1}};
constexpr double indirect_Hz[] = {0.1, 2, 0.01, 0, 5, 0.3, 0, 0, 0.02, 1};  // two depths of each condition
constexpr std::uint32_t depth_at[] = {1u << 31, 0xFFFFFFFF};
constexpr std::uint64_t areas = 40;

detrapping::Experiment experiment_of(std::int32_t clusters, detrapping::NextTrap next_trap) {
  return {conditions, indirect_Hz, depth_at, 5, 2, 7, clusters, 3, 5, 38, next_trap};
}

}  // namespace

TEST_CASE("clusters side by side") {
  constexpr int capacity = exec::ClusterScratch::capacity;
  for (const std::int32_t clusters : {1, 3, 17, capacity, capacity + 1, 2 * capacity + 77}) {
    for (const auto next_trap : {detrapping::NextTrap::alike, detrapping::NextTrap::drawn}) {
      const detrapping::Experiment experiment = experiment_of(clusters, next_trap);
      const auto counters = static_cast<std::size_t>(5 * tally::MotionLayout{experiment.windows}.size());
      std::vector<std::uint64_t> moves(7), expected(counters);
      for (std::uint64_t event = 0; event < areas; ++event) {
        exec::watch_area(experiment, 11, event, moves.data(),
                         exec::counters_of_area(experiment, event, expected.data()));
      }
      const auto scratch = std::make_unique<exec::ClusterScratch>();
      for (const kernels::InstructionSet set : kernels::instruction_sets()) {
        CAPTURE(clusters);
        CAPTURE(kernels::name(set));
        std::vector<std::uint64_t> counts(counters);
        for (std::uint64_t event = 0; event < areas; ++event) {
          kernels::add_area(set)(experiment, 11, event, *scratch, moves.data(), counts.data());
        }
        CHECK(counts == expected);
      }
    }
  }
}
