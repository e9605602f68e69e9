#include "host/sampling/scan.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "support/spectra.hpp"

namespace slipburst::host {
namespace {

using Points = std::vector<std::vector<std::size_t>>;

std::vector<PreparedCase> cases(const std::vector<std::string>& settings) {
  std::vector<PreparedCase> list;
  for (const std::string& setting : settings) list.emplace_back(slipburst::testing::make_case({setting}));
  return list;
}

TEST_CASE("The last axis of a grid is the fastest") {
  const ScanGrid grid({2, 3, 4});
  CHECK(grid.points() == 24);
  std::uint64_t point = 0;
  for (std::uint64_t i = 0; i < 2; ++i) {
    for (std::uint64_t j = 0; j < 3; ++j) {
      for (std::uint64_t k = 0; k < 4; ++k) CHECK(grid.positions(point++) == std::vector<std::uint64_t>{i, j, k});
    }
  }
}

TEST_CASE("A grid too large to count saturates") {
  const std::uint64_t many = std::uint64_t{1} << 33;
  CHECK(ScanGrid({many, many}).points() == std::numeric_limits<std::uint64_t>::max());
}

TEST_CASE("Points share a table where identity, range and tolerance are equal") {
  // 100 nm at alpha = 0.8 and 120 MPa is what every table covers.
  CHECK(points_by_table(cases({"pinning.spacing=20 nm", "pinning.spacing=200 nm", "pinning.spacing=100 nm"})) ==
        Points{{0, 2}, {1}});
  CHECK(points_by_table(cases({"stress.sigma0=60 MPa", "stress.sigma0=121 MPa", "stress.sigma0=120 MPa"})) ==
        Points{{0, 2}, {1}});
  CHECK(points_by_table(cases({"model.reading=appendix", "model.reading=equation7", "depinning.gamma=700",
                               "detector.aluminium_area=2 cm2", "grain.median=80 nm", "model.reading=equation7"})) ==
        Points{{0, 2, 3, 4}, {1, 5}});
  CHECK(points_by_table(cases({"table.tolerance=1e-2", "table.tolerance=1e-3"})) == Points{{0}, {1}});
}

TEST_CASE("A point of a scan has the counts of a run of events") {
  const PreparedCase c(slipburst::testing::make_case({"pinning.spacing=80 nm"}));
  const std::vector<double> energies = {0, 1, 30};
  const ScanMethod method{"plain", {7, 20000, 0, 20000}, energies};
  const auto backend = kernels::make_reference_backend();
  int polled = 0;
  const ScanSpectrum point = scan_spectrum(c, slipburst::testing::default_table(), *backend, method, [&] { ++polled; });
  const slipburst::testing::Spectrum run =
      slipburst::testing::sample(c, slipburst::testing::default_table(), energies, 7, 20000);
  for (int channel = 0; channel < table::channels; ++channel) {
    for (int t = 0; t < 3; ++t) {
      CHECK(point.values.channel[channel].thresholds[static_cast<std::size_t>(t)].value == run.share(channel, t));
    }
  }
  CHECK(point.values.method == "plain");
  CHECK(std::isnan(point.quadrature_error));
  CHECK(polled > 0);
}

TEST_CASE("A point without sampling has the probabilities of the physics reference") {
  const PreparedCase c(slipburst::testing::make_case({"pinning.spacing=30 nm"}));
  const auto backend = kernels::make_reference_backend();
  const ScanSpectrum point =
      scan_spectrum(c, slipburst::testing::default_table(), *backend, {"quadrature", {}, {0, 1, 30}}, [] {});
  const double expected[] = {0.199386, 0.0753318, 4.69444e-4};
  for (std::size_t t = 0; t < 3; ++t) {
    CHECK(point.values.channel[0].thresholds[t].value == doctest::Approx(expected[t]).epsilon(1e-5));
  }
  CHECK(point.quadrature_error < 1e-6);
}

}  // namespace
}  // namespace slipburst::host
