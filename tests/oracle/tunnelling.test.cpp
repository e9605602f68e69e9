// Transmission of the sech^2 barrier and rates through it against high-precision values, and in their limits.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <numbers>

#include "host/detrapping/deep_tunnelling.hpp"
#include "slipburst/detrapping/sech2_barrier.hpp"
#include "slipburst/detrapping/thermal_escape.hpp"
#include "slipburst/units/constants.hpp"
#include "support/csv.hpp"

using namespace slipburst;
using detrapping::Sech2Barrier;
using doctest::Approx;
using host::DeepTunnelling;

namespace {

constexpr double tungsten_u = 183.84;
using std::numbers::pi;

Sech2Barrier light_barrier() { return {55, 0.1, tungsten_u / 200}; }

Sech2Barrier barrier_of(const testing::CsvRow& row) {
  return {row.number("height_meV"), row.number("width_nm"), row.number("mass_u")};
}

}  // namespace

TEST_CASE("the barrier of 55 meV for a two-hundredth of tungsten's mass") {
  const Sech2Barrier barrier = light_barrier();
  CHECK(barrier.energy() == Approx(22.366).epsilon(2e-6));
  CHECK(barrier.crossover_temperature() == Approx(41.308).epsilon(1e-5));
  CHECK(barrier(5) == Approx(4.95884e-10).epsilon(2e-6));
  CHECK(barrier(20) == Approx(5.51940e-6).epsilon(2e-6));
  CHECK(barrier(40) == Approx(0.0122663).epsilon(5e-6));
  CHECK(barrier(55) == Approx(0.539942).epsilon(2e-6));
  CHECK(barrier(80) == Approx(0.998539).epsilon(1e-6));
}

TEST_CASE("transmission to all its digits, from 1e-300 of the height to 1e4 times it") {
  int tiny = 0;
  for (const testing::CsvRow& row : testing::Csv("transmission_reference.csv")) {
    CAPTURE(row.text());
    const Sech2Barrier barrier = barrier_of(row);
    const double energy = row.number("energy_meV"), w = row.number("transmission");
    const double log_w = row.number("log_transmission");
    CHECK(std::abs(barrier.energy() / row.number("barrier_energy_meV") - 1) < 1e-14);
    // Error of ln W: relative, or absolute where ln W is below 1. W near 1 must also give the reflection.
    CHECK(std::abs(barrier.log_transmission(energy) - log_w) <= 2e-14 * std::max(std::abs(log_w), 1.0));
    if (w > 0.9 && row.number("reflection") > 1e-300) {
      CHECK(std::abs(-std::expm1(barrier.log_transmission(energy)) / row.number("reflection") - 1) < 1e-11);
    }
    CHECK(std::abs(barrier(energy) - w) <= 2e-14 * std::max(std::abs(log_w), 1.0) * w + 1e-323);
    tiny += w < 1e-290;
  }
  CHECK(tiny >= 8);  // W = 1e-300 is among them
  CHECK(light_barrier()(0) == 0);
  CHECK(light_barrier()(1e-300) > 0);
}

TEST_CASE("a narrow and high barrier is a delta function") {
  // V0 sech^2(x/a) with 2 a V0 = g: W = 1 / (1 + m g^2 / (2 hbar^2 E)).
  const double g = 0.5, mass = 0.9192, energy = 3;
  const double inertia = mass * units::mass_unit / (2 * units::hbar * units::hbar);
  const double exact = 1 / (1 + inertia * g * g / energy);
  CHECK(exact > 0.2);
  CHECK(exact < 0.8);
  double last = 1;
  for (const double width : {1e-3, 1e-4, 1e-5, 1e-6}) {
    const double difference = std::abs(Sech2Barrier(g / (2 * width), width, mass)(energy) / exact - 1);
    CHECK(difference < last);
    last = difference;
  }
  CHECK(last < 1e-4);
}

TEST_CASE("a wide barrier follows the uniform approximation of Kemble") {
  // W = 1 / (1 + e^2K), K = int sqrt(2 m (V - E)) dx / hbar = 2 pi r (1 - sqrt(E / V0)).
  double last = 1;
  for (const double width : {0.2, 1.0, 5.0}) {
    const Sech2Barrier barrier(55, width, tungsten_u);
    const double r = 55 / barrier.energy();
    double worst = 0;
    for (const double share : {0.9, 0.99, 0.999, 1.0, 1.001, 1.01}) {
      const double kemble = 1 / (1 + std::exp(4 * pi * r * (1 - std::sqrt(share))));
      worst = std::max(worst, std::abs(barrier(55 * share) / kemble - 1));
    }
    CAPTURE(width);
    CHECK(worst < 1 / r);
    CHECK(worst < 0.3 * last);
    last = worst;
  }
}

TEST_CASE("far above the barrier all passes") {
  CHECK(light_barrier()(5500) == 1);
  CHECK(Sech2Barrier(1e-3, 1e-3, 0.1)(1e10) == Approx(1).epsilon(1e-12));
}

TEST_CASE("rates from 10 mK to a million K") {
  for (const testing::CsvRow& row : testing::Csv("tunnelling_reference.csv")) {
    CAPTURE(row.text());
    const DeepTunnelling rate(barrier_of(row), row.number("well_energy_meV"));
    const double exact = row.number("log_rate");
    CHECK(std::abs(rate.log_rate(row.number("temperature_K")) - exact) <= 1e-12 * std::max(std::abs(exact), 1.0));
  }
}

TEST_CASE("high temperatures: Arrhenius, with the correction of Wigner") {
  const Sech2Barrier barrier(2000, 0.1, tungsten_u);  // k_B T far above hbar omega_b, far below V0
  const detrapping::ThermalEscape arrhenius(2000);
  const DeepTunnelling rate(barrier);
  for (const double temperature : {600.0, 1200.0, 2400.0}) {
    CAPTURE(temperature);
    const double quanta = barrier.energy() / (units::boltzmann * temperature);
    CHECK(quanta < 0.2);
    const double wigner = quanta * quanta / 24;
    const double correction = std::expm1(rate.log_correction(temperature));
    // The next term of the top's curvature is smaller by k_B T / V0.
    CHECK(correction == Approx(wigner).epsilon(0.02 + 2 * units::boltzmann * temperature / 2000));
    CHECK(std::exp(rate.log_rate(temperature)) ==
          Approx(arrhenius.boltzmann_factor(temperature) * (1 + correction)).epsilon(1e-11));
  }
  CHECK(std::abs(rate.log_correction(2400)) < 1e-3);
}

TEST_CASE("a parabolic top: u/2 / sin(u/2) between the crossover and high temperatures") {
  const Sech2Barrier barrier(55000, 1, tungsten_u);
  const double crossover = barrier.crossover_temperature();
  for (const double times : {1.5, 2.0, 4.0}) {
    const double half = pi / times;  // hbar omega_b / 2 k_B T
    CHECK(std::exp(DeepTunnelling(barrier).log_correction(times * crossover)) ==
          Approx(half / std::sin(half)).epsilon(1e-3));
  }
}

TEST_CASE("the quantum well: like the classical one at high temperature, rarer at low") {
  const Sech2Barrier barrier = light_barrier();
  const DeepTunnelling classical(barrier), quantum(barrier, 5);
  double last = 1;
  for (const double temperature : {30.0, 300.0, 3000.0, 30000.0}) {
    const double difference = std::abs(std::expm1(quantum.log_rate(temperature) - classical.log_rate(temperature)));
    CHECK(difference < last);
    last = difference;
  }
  CHECK(last < 1e-4);
  CHECK(DeepTunnelling(barrier, 1e-9).log_rate(100) == Approx(classical.log_rate(100)).epsilon(1e-9));
}

TEST_CASE("zero temperature") {
  for (const double well : {0.0, 5.0}) {
    const DeepTunnelling rate(light_barrier(), well);
    CHECK(rate.log_rate(0) == -std::numeric_limits<double>::infinity());
    CHECK(std::isfinite(rate.log_rate(1e-9)));
    CHECK(std::isfinite(rate.log_correction(1e-9)));
  }
  // Limit of low temperature, from the levels at the bottom of the continuum: k_B T W(E0) / hbar omega_0.
  const double thermal = units::boltzmann * 1e-6;
  CHECK(DeepTunnelling(light_barrier(), 5).log_rate(1e-6) ==
        Approx(std::log(thermal / 5 * light_barrier()(2.5))).epsilon(1e-6));
}

TEST_CASE("barriers so wide that hardly anything tunnels: Wigner's correction") {
  const double height = 2000, temperature = 900, thermal = units::boltzmann * temperature;
  for (const double energy : {0.01, 0.1, 1.0, 10.0}) {
    const double width = units::hbar * std::sqrt(2 * height / units::mass_unit) / energy;
    const double quanta = energy / thermal;
    // The next terms are smaller by quanta^2 and by thermal / height.
    CHECK(host::DeepTunnelling({height, width, 1}).log_correction(temperature) ==
          doctest::Approx(quanta * quanta / 24).scale(1).epsilon(1e-9 + 0.1 * quanta * quanta / 24));
  }
}
