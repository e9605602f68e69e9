#include "host/results/table_file.hpp"

#include <doctest/doctest.h>

#include <cstring>

#include "host/table/builder.hpp"
#include "support/tables.hpp"
#include "unit/host/files/scratch_folder.hpp"

using namespace slipburst;
using testing::contains;
using testing::input_error;

namespace {

/// Case with a small range at low accuracy, quick to tabulate.
host::Case quick_case(std::vector<std::string> overrides) {
  overrides.insert(overrides.begin(), {"model.reading=equation7", "film.pair_breaking_energy=1.5 meV",
                                       "numerics.relative_tolerance=1e-7", "table.tolerance=1e-3"});
  return testing::make_case(overrides);
}

void check_same(const host::Table& read, const host::Table& written) {
  CHECK(read.identity == written.identity);
  CHECK(read.stress_cells == written.stress_cells);
  CHECK(read.height_cells == written.height_cells);
  CHECK(read.threshold == written.threshold);
  CHECK(read.supersonic == written.supersonic);
  REQUIRE(read.cells.size() == written.cells.size());
  CHECK(std::memcmp(read.cells.data(), written.cells.data(), written.cells.size() * sizeof(table::Cell)) == 0);
  CHECK(read.stress_axis.first() == written.stress_axis.first());
  CHECK(read.accuracy.max_relative_error == written.accuracy.max_relative_error);
  CHECK(host::table_sha256(read) == host::table_sha256(written));
}

}  // namespace

TEST_CASE("a table is read as it was written") {
  const testing::ScratchFolder folder;
  const host::PreparedCase c(quick_case({}));
  const host::Table table = testing::build_table(c);
  host::write_table_file(folder / "t.h5", c, host::hashed(table), "reference", {host::run_identity("table", c), {}});
  const host::Table read = host::read_table_file(folder / "t.h5").content;
  check_same(read, table);
  CHECK(read.lower == nullptr);
  host::require_table_for(c, read, "t.h5");
}

TEST_CASE("both zones of a table are in its file and its digest") {
  const testing::ScratchFolder folder;
  const host::PreparedCase c(quick_case({"detector.subgap_efficiency=0.2"}));
  const host::Table table = testing::build_table(c);
  REQUIRE(table.lower != nullptr);
  CHECK(table.lower->identity == host::table_identity(host::all_frequencies(c)));
  host::write_table_file(folder / "t.h5", c, host::hashed(table), "reference", {host::run_identity("table", c), {}});
  const host::Table read = host::read_table_file(folder / "t.h5").content;
  check_same(read, table);
  REQUIRE(read.lower != nullptr);
  check_same(*read.lower, *table.lower);
  CHECK(read.view().lower_bits == table.view().lower_bits);
  host::require_table_for(c, read, "t.h5");

  host::Table changed = table;
  auto lower = std::make_shared<host::Table>(*table.lower);
  lower->cells.front().coefficient[0][0][0] += 1;
  changed.lower = lower;
  CHECK(host::table_sha256(changed) != host::table_sha256(table));
  changed.lower = nullptr;
  host::write_table_file(folder / "one.h5", c, host::hashed(changed), "reference",
                         {host::run_identity("table", c), {}});
  CHECK(contains(input_error([&] { (void)host::read_table_file(folder / "one.h5"); }), "one.h5"));
}
