// Properties of a builder besides the numbers of its tables, which tests/oracle checks.
#include "host/table/builder.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

#include "host/table/event_model.hpp"
#include "host/table/table_error.hpp"
#include "support/tables.hpp"

using namespace slipburst;

namespace {

/// Case with a small range at low accuracy, quick to tabulate.
host::Case quick_case(std::vector<std::string> overrides = {}) {
  overrides.insert(overrides.begin(), {"model.reading=equation7", "film.pair_breaking_energy=1.5 meV",
                                       "numerics.relative_tolerance=1e-7", "table.tolerance=1e-3"});
  return testing::make_case(overrides);
}

}  // namespace

TEST_CASE("a table records what it belongs to, covers and cost") {
  const host::PreparedCase c(quick_case());
  const host::Table table = testing::build_reference_table(c);
  CHECK(table.identity == host::table_identity(c));
  CHECK_FALSE(table.silent);
  CHECK(table.failed == 0);
  CHECK(table.segments > 1000);
  CHECK(table.integration_s > 0);
  CHECK(table.tolerance == 1e-3);
  CHECK(table.cells.size() == static_cast<std::size_t>(table.stress_cells * table.height_cells));
  CHECK(table.threshold.size() == static_cast<std::size_t>(table.stress_cells * table::threshold_terms));
  CHECK(table.supersonic.size() == static_cast<std::size_t>(table.stress_cells * table::supersonic_terms));
  const host::TableNodes& nodes = table.nodes;
  const auto size = nodes.stress.size() * static_cast<std::size_t>(nodes.columns);
  CHECK(nodes.height.size() == size);
  CHECK(nodes.mean_energy[0].size() == size);
  CHECK(nodes.segment_energy[1].size() == size);
  CHECK(nodes.mean_energy_all[0].empty());
  for (std::size_t r = 1; r < nodes.stress.size(); ++r) {
    CHECK(nodes.stress[r] > nodes.stress[r - 1]);
    CHECK(nodes.threshold_height[r] < nodes.threshold_height[r - 1]);
  }
  for (std::size_t i = 0; i < size; ++i) {
    if (std::isnan(nodes.height[i])) continue;
    CHECK(nodes.mean_energy[0][i] > 0);
  }
  host::require_table_for(c, table, "itself");
}

TEST_CASE("all-frequency means exceed the above-gap ones") {
  const host::Table table = testing::build_reference_table(quick_case({"table.phonons=all"}));
  const host::TableNodes& nodes = table.nodes;
  REQUIRE(nodes.mean_energy_all[0].size() == nodes.height.size());
  for (std::size_t i = 0; i < nodes.height.size(); ++i) {
    CHECK(std::isnan(nodes.mean_energy_all[0][i]) == std::isnan(nodes.height[i]));
    if (std::isnan(nodes.height[i])) continue;
    // Higher lines, far beyond the sound speed, have negative below-gap energy in the film.
    const double stress = nodes.stress[i / static_cast<std::size_t>(nodes.columns)];
    if (nodes.height[i] > 65 * math::ln2 * table.range.height_scale * stress) continue;
    CHECK(nodes.mean_energy_all[0][i] > nodes.mean_energy[0][i]);
    CHECK(nodes.mean_energy_all[1][i] > nodes.mean_energy[1][i]);
  }
}

TEST_CASE("where nothing is above the gap every event is a zero") {
  for (const char* override : {"film.pair_breaking_energy=2.5 meV", "stress.sigma0=1 MPa"}) {
    CAPTURE(override);
    const host::PreparedCase c(quick_case({override}));
    const host::Table table = testing::build_reference_table(c);
    if (std::string(override).starts_with("stress")) {
      CHECK_FALSE(table.silent);  // made for the usual stresses too
    } else {
      CHECK(table.silent);
    }
    host::require_table_for(c, table, "itself");
    const double thresholds[] = {0.0};
    const exec::EventModel model = host::event_model(c, thresholds);
    const exec::TallyLayout layout(model);
    std::vector<std::uint64_t> counts(static_cast<std::size_t>(layout.size()));
    kernels::make_reference_backend()->sampler(model, table.view())->add(1, 0, 10000, counts);
    for (int channel = 0; channel < table::channels; ++channel) {
      CHECK(counts[static_cast<std::size_t>(layout.slot(channel, false, tally::LogBins::zero))] == 10000);
      CHECK(counts[static_cast<std::size_t>(layout.threshold(channel, 0))] == 0);
    }
  }
}

TEST_CASE("a segment that fails is named with the remedy") {
  try {
    testing::build_reference_table(quick_case({"numerics.step_budget=5"}));
    FAIL("no error");
  } catch (const host::TableError& error) {
    const std::string message = error.what();
    CAPTURE(message);
    CHECK(message.find("step_budget") != std::string::npos);
    CHECK(message.find("nm") != std::string::npos);
    CHECK(message.find("MPa") != std::string::npos);
  }
}

TEST_CASE("hooks hear of the progress and may stop it") {
  const auto backend = kernels::make_reference_backend();
  std::vector<std::string> lines;
  host::build_table(host::PreparedCase(quick_case()), *backend,
                    {[&](const std::string& line) { lines.push_back(line); }, {}});
  REQUIRE_FALSE(lines.empty());
  CHECK(lines.back().find("largest relative error") != std::string::npos);
  CHECK_THROWS_WITH(
      host::build_table(host::PreparedCase(quick_case()), *backend, {{}, [] { throw std::runtime_error("stop"); }}),
      "stop");
}
