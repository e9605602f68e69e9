#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "host/table/event_model.hpp"
#include "slipburst/exec/event_executor.hpp"
#include "slipburst/tally/motion.hpp"
#include "support/cases.hpp"
#include "support/clusters.hpp"
#include "support/tables.hpp"

using namespace slipburst;

namespace {

nlohmann::json recorded() {
  std::ifstream file(SLIPBURST_TEST_DIR "/../kernels/cuda/limits.json");
  return nlohmann::json::parse(file);
}

}  // namespace

// Inputs of scripts/dev/check-kernels for occupancy and budgets are recorded by hand and must follow the program.
TEST_CASE("recorded shared memory is that of the default case") {
  const nlohmann::json bytes = recorded().at("dynamic_shared_bytes");
  const exec::TallyLayout layout(host::event_model(host::PreparedCase(testing::make_case()), {}));
  // Below and above the sound speed each slot has counters of both channels and the bits of its thresholds.
  const std::int64_t tally = (2 * layout.slots * 3 + table::channels * exec::max_thresholds) * 4;
  // 8 warps each have room for 64 events and for 128 more, of 16 bytes.
  const std::int64_t event_queues = 8 * (64 + 128) * 16;
  // Room for 96 releases of 24 bytes and 64 numbers of events, and a counter for each of 1024 slices.
  const std::int64_t release_queues = 8 * (96 * 24 + 64 * 4) + 1024 * 4;
  CHECK(bytes.at("event_kernel") == event_queues + tally);
  CHECK(bytes.at("approximate_kernel") == event_queues + tally);
  CHECK(bytes.at("release_kernel") == release_queues + tally);
  const tally::MotionLayout motion{static_cast<std::int32_t>(host::ClusterCase{}.watch.windows)};
  CHECK(bytes.at("cluster_kernel") == motion.size() * static_cast<std::int32_t>(sizeof(unsigned)));
}

TEST_CASE("recorded size of the default case's table") {
  const table::View view = testing::default_table().view().upper;
  const std::int64_t row = table::threshold_terms * static_cast<std::int64_t>(sizeof(double)) +
                           table::supersonic_terms * static_cast<std::int64_t>(sizeof(float)) +
                           view.height_cells * static_cast<std::int64_t>(sizeof(table::Cell));
  CHECK(recorded().at("table_bytes") == view.stress.cells() * row);
}
