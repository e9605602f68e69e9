// The fixed rules against the adaptive ones.
#include "host/quadrature/spectrum_family.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "host/quadrature/exact.hpp"
#include "host/table/event_model.hpp"
#include "support/tables.hpp"

using namespace slipburst;

namespace {

/// Largest relative difference of P(E > edge) above a probability, of the crystal channel.
double difference(const std::vector<std::string>& overrides, double least,
                  const host::Table& table = testing::default_table()) {
  const host::PreparedCase c(testing::make_case(overrides));
  const exec::EventModel model = host::event_model(c, {});
  const double unit = host::log2_unit_eV(c);
  std::vector<double> edges, log2_energies;
  for (double edge = 0.5; edge < 1000; edge *= 1.3) {
    edges.push_back(edge);
    log2_energies.push_back(std::log2(edge) - unit);
  }
  const host::SpectrumFamily family(table, 0, log2_energies.front(), log2_energies.back());
  const std::vector<double> ours = family.above(model, log2_energies);
  const host::ExactSpectrum exact =
      host::integrate_spectrum(model, unit, table, host::table_slices(model, table), edges, {});
  double worst = 0;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const double expected = exact.channel[0].above[i];
    if (expected > least) worst = std::max(worst, std::abs(ours[i] / expected - 1));
  }
  return worst;
}

}  // namespace

TEST_CASE("the family's spectra are the exact ones") {
  CHECK(difference({}, 1e-9) < 1e-5);
  CHECK(difference({"pinning.spacing=30 nm"}, 1e-9) < 1e-5);
  CHECK(difference({"pinning.spacing=100 nm", "pinning.alpha=1.3"}, 1e-9) < 1e-5);
  CHECK(difference({"stress.sigma0=87.3 MPa"}, 1e-9) < 1e-5);
}

TEST_CASE("where film or grains limit the lines they are nearly so") {
  CHECK(difference({"film.thickness=200 nm"}, 1e-4) < 3e-4);
  CHECK(difference({"grain.median=200 nm"}, 1e-6) < 3e-4);
}

TEST_CASE("a sensor that sees a share of what is below the gap") {
  const std::vector<std::string> mixed = {"detector.subgap_efficiency=0.1", "table.tolerance=1e-2"};
  CHECK(difference(mixed, 1e-9, testing::build_table(testing::make_case(mixed))) < 1e-4);
}
