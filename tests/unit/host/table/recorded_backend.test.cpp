#include "host/table/recorded_backend.hpp"

#include <doctest/doctest.h>

#include "host/results/table_file.hpp"
#include "host/table/builder.hpp"
#include "kernels/reference/reference_backend.hpp"
#include "support/cases.hpp"

namespace slipburst::host {
namespace {

TEST_CASE("A table goes on from any number of integrated segments, and is the same") {
  const PreparedCase c(slipburst::testing::make_case(
      {"film.pair_breaking_energy=1.5 meV", "numerics.relative_tolerance=1e-6", "table.tolerance=0.01"}));
  const auto reference = kernels::make_reference_backend();
  RecordedBackend whole(*reference);
  const std::string digest = table_sha256(build_table(c, whole));
  const std::size_t size = whole.results().size();
  REQUIRE(size > 1000);
  CHECK(whole.name() == "reference");
  for (const std::size_t known : {std::size_t{777}, size}) {
    const auto other = kernels::make_reference_backend();
    RecordedBackend resumed(*other);
    resumed.set_results({whole.results().begin(), whole.results().begin() + static_cast<std::ptrdiff_t>(known)});
    CHECK(table_sha256(build_table(c, resumed)) == digest);
    CHECK(resumed.results().size() == size);
  }
}

}  // namespace
}  // namespace slipburst::host
