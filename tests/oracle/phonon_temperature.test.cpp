// T_c of phonons at heat and zero point together: Debye's density, tables, and the rates that follow.
#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <numbers>
#include <stdexcept>
#include <vector>

#include "host/detrapping/effective_temperature.hpp"
#include "slipburst/detrapping/thermal_escape.hpp"
#include "slipburst/units/constants.hpp"

using doctest::Approx;
using namespace slipburst;
using host::debye_effective_temperature;
using host::PhononDensity;

namespace {

using std::numbers::pi;

/// A table of `points` of a density on [0, top] meV.
template <class Density>
PhononDensity table_of(const Density& density, double top, int points) {
  std::vector<double> energies, densities;
  for (int i = 0; i < points; ++i) {
    energies.push_back(top * i / (points - 1));
    densities.push_back(density(energies.back()));
  }
  return {energies, densities};
}

/// Gamma(300 K) / Gamma(17 K) of Arakawa et al., Eq. (2).
double rate_ratio(double barrier, double critical) {
  const detrapping::ThermalEscape escape(barrier);
  return escape(detrapping::effective_temperature(critical, 300)) /
         escape(detrapping::effective_temperature(critical, 17));
}

}  // namespace

TEST_CASE("tungsten's Debye temperature of 310 K") {
  CHECK(debye_effective_temperature(310, 0) == 116.25);
  CHECK(debye_effective_temperature(310, 17) == Approx(116.305).epsilon(5e-6));
  CHECK(debye_effective_temperature(310, 50) == Approx(119.830).epsilon(5e-6));
  CHECK(debye_effective_temperature(310, 100) == Approx(143.371).epsilon(5e-6));
  CHECK(debye_effective_temperature(310, 300) == Approx(315.817).epsilon(5e-6));
}

TEST_CASE("Debye's limits: zero-point motion, its first thermal term, and the classical lattice") {
  // int x^3 / (e^x - 1) from 0 to infinity is pi^4 / 15.
  for (const double ratio : {1e-300, 1e-6, 1e-3, 0.01, 0.02}) {
    CAPTURE(ratio);
    const double thermal = 3 * std::pow(pi, 4) / 15 * std::pow(ratio, 4);
    CHECK(debye_effective_temperature(1, ratio) == Approx(0.375 + thermal).epsilon(1e-14));
  }
  // x coth x = 1 + x^2/3 - x^4/45: T_c = T (1 + t^2/20 - t^4/1680), t = T_D/T.
  for (const double times : {10.0, 30.0, 1e3, 1e6}) {
    CAPTURE(times);
    const double t = 1 / times;
    CHECK(debye_effective_temperature(1, times) ==
          Approx(times * (1 + t * t / 20 - std::pow(t, 4) / 1680)).epsilon(std::pow(t, 6) / 1e4 + 1e-14));
  }
}

TEST_CASE("a table of Debye's density") {
  const double top = 310 * units::boltzmann;
  const PhononDensity debye = table_of([](double energy) { return 7 * energy * energy; }, top, 4001);
  for (const double temperature : {0.0, 17.0, 50.0, 100.0, 300.0, 3000.0}) {
    CAPTURE(temperature);
    CHECK(debye.effective_temperature(temperature) ==
          Approx(debye_effective_temperature(310, temperature)).epsilon(1e-7));
  }
}

TEST_CASE("tables with known means") {
  // A narrow line at 20 meV is Einstein's crystal.
  const PhononDensity line({20 - 1e-4, 20, 20 + 1e-4}, {0, 3, 0});
  for (const double temperature : {0.0, 10.0, 100.0, 1000.0}) {
    CAPTURE(temperature);
    const double half = 10 / units::boltzmann;
    const double exact = temperature > 0 ? half / std::tanh(half / temperature) : half;
    CHECK(line.effective_temperature(temperature) == Approx(exact).epsilon(1e-10));
    CHECK(host::mode_temperature(20, temperature) == Approx(exact).epsilon(1e-14));
  }
  // Straight lines are exact: <E>/2k of a flat and of a triangular density.
  CHECK(PhononDensity({0, 30}, {2, 2}).effective_temperature(0) == Approx(7.5 / units::boltzmann).epsilon(1e-14));
  CHECK(PhononDensity({0, 30}, {0, 5}).effective_temperature(0) == Approx(10 / units::boltzmann).epsilon(1e-14));
  CHECK(PhononDensity({0, 1, 30, 40}, {0, 0, 0, 1}).effective_temperature(0) ==
        Approx((30 + 20.0 / 3) / 2 / units::boltzmann).epsilon(1e-13));
  CHECK(host::mode_temperature(0, 40) == 40);
  CHECK(PhononDensity({0, 30}, {2, 2}).effective_temperature(1e6) == Approx(1e6).epsilon(1e-6));
}

TEST_CASE("tables that are none") {
  using Numbers = std::vector<double>;
  const auto make = [](const Numbers& energies, const Numbers& densities) { PhononDensity(energies, densities); };
  CHECK_THROWS_AS(make({1}, {1}), std::invalid_argument);
  CHECK_THROWS_AS(make({1, 2}, {1}), std::invalid_argument);
  CHECK_THROWS_AS(make({2, 1}, {1, 1}), std::invalid_argument);
  CHECK_THROWS_AS(make({1, 1}, {1, 1}), std::invalid_argument);
  CHECK_THROWS_AS(make({-1, 1}, {1, 1}), std::invalid_argument);
  CHECK_THROWS_AS(make({1, 2}, {1, -1}), std::invalid_argument);
  CHECK_THROWS_AS(make({1, 2}, {0, 0}), std::invalid_argument);
  CHECK_THROWS_AS(make({1, 2}, {1e308, 1e308}), std::invalid_argument);
  CHECK_THROWS_AS(make({1, 2}, {1, std::nan("")}), std::invalid_argument);
}

TEST_CASE("pairs of barrier and tau_c that data at 17 K and 300 K cannot tell apart") {
  const double data = rate_ratio(38, 310.0 / 3);
  CHECK(data == Approx(50.89).epsilon(1e-4));
  CHECK(rate_ratio(30, 101) == Approx(30.80).epsilon(2e-4));
  CHECK(rate_ratio(44, 101) == Approx(90.08).epsilon(1e-4));
  CHECK(rate_ratio(38, 0) == Approx(7.476e11).epsilon(1e-4));
  struct Pair {
    double barrier, critical;
  };
  for (const Pair pair : {Pair{10, 44.1}, {20, 69.9}, {30, 89.8}, {38, 103.3}, {44, 112.5}, {60, 133.9}, {90, 166.1}}) {
    CAPTURE(pair.barrier);
    // The ratio falls with tau_c and passes the measured ratio within the rounding of the pair.
    CHECK(rate_ratio(pair.barrier, pair.critical - 0.051) > data);
    CHECK(rate_ratio(pair.barrier, pair.critical + 0.051) < data);
  }
}
