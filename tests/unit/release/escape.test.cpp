#include "slipburst/release/escape.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>

using slipburst::release::EscapeLaw;

namespace {

constexpr long double long_log2_e = 1.442695040888963407359924681L;
constexpr double infinite = std::numeric_limits<double>::infinity();

EscapeLaw law(double gamma, double exponent = 1.5) {
  return {std::log2(8.9e12), gamma * static_cast<double>(long_log2_e), exponent};
}

/// W0 / (k_B T_eff) log2(e) of a barrier in eV and a temperature in K.
double barrier(double barrier_eV, double effective_K) {
  return barrier_eV / (8.617333262e-5 * effective_K) * static_cast<double>(long_log2_e);
}

/// ln of the formula as printed, by the larger term.
long double log_rate(double gamma, double power, double eta, double barrier_eV, double effective_K) {
  const long double mott = -static_cast<long double>(gamma) * eta;
  const long double thermal = -static_cast<long double>(barrier_eV) * std::pow(static_cast<long double>(eta), power) /
                              (8.617333262e-5L * effective_K);
  const long double most = std::max(mott, thermal);
  return std::log(8.9e12L) + most + std::log1p(std::exp(std::min(mott, thermal) - most));
}

}  // namespace

TEST_CASE("tunnelling alone is Mott's law, beyond eta = 0 too") {
  const EscapeLaw mott = law(900);
  for (const double eta : {-0.05, -0.01, 0.0, 1e-9, 0.01, 0.0479, 0.1, 0.3, 0.6}) {
    CAPTURE(eta);
    const long double expected = (std::log(8.9e12L) - 900.0L * static_cast<long double>(eta)) * long_log2_e;
    CHECK(mott.log2_rate(eta, infinite) == doctest::Approx(static_cast<double>(expected)).epsilon(1e-14));
  }
}

TEST_CASE("with thermal escape it is the sum of both terms") {
  for (const double power : {0.5, 1.0, 1.5, 4.0}) {
    const EscapeLaw both = law(900, power);
    for (const double kelvin : {0.5, 4.0, 30.0, 101.0, 300.0}) {
      for (const double eta : {1e-12, 1e-6, 1e-3, 0.01, 0.0479, 0.1, 0.2, 0.35, 0.6}) {
        CAPTURE(power);
        CAPTURE(kelvin);
        CAPTURE(eta);
        const auto expected = static_cast<double>(log_rate(900, power, eta, 1, kelvin) * long_log2_e);
        CHECK(std::abs(both.log2_rate(eta, barrier(1, kelvin)) - expected) < 1e-12 * (1 + std::abs(expected)));
      }
    }
  }
}

TEST_CASE("as T_eff falls to zero, tunnelling is what is left") {
  const EscapeLaw both = law(900);
  for (const double eta : {0.01, 0.0479, 0.2}) {
    const double mott = both.log2_rate(eta, infinite);
    double last = infinite;
    for (const double kelvin : {100.0, 10.0, 1.0, 0.1, 1e-3, 1e-9}) {
      const double excess = both.log2_rate(eta, barrier(1, kelvin)) - mott;
      CHECK(excess >= 0);
      CHECK(excess <= last);
      last = excess;
    }
    CHECK(last == 0);
  }
}

TEST_CASE("rates fall as eta rises, through eta = 0 and over hundreds of decades") {
  for (const double gamma : {100.0, 900.0, 2504.0}) {
    for (const double kelvin : {0.0, 0.01, 4.0, 101.0, 1000.0}) {
      CAPTURE(gamma);
      CAPTURE(kelvin);
      const EscapeLaw some = law(gamma);
      const double at = kelvin > 0 ? barrier(1, kelvin) : infinite;
      double last = infinite;
      int rising = 0;
      for (int i = 0; i <= 20'000; ++i) {
        const double rate = some.log2_rate(-0.1 + 1.1 * i / 20'000, at);
        rising += !(rate <= last + 1e-12 * std::abs(last)) || !std::isfinite(rate);
        last = rate;
      }
      CHECK(rising == 0);
      if (gamma >= 900 && kelvin < 5) CHECK(some.log2_rate(-0.1, at) - last > 300 * std::log2(10.0));
    }
  }
}

TEST_CASE("Gamma(300 K)/Gamma(17 K) of the renormalised escape, Arakawa et al.") {
  // T_c exp(-W / (k_B T_c)) without its prefactor T_c, which the law's attempts do not have.
  const auto ratio = [](double barrier_eV, double critical_K) {
    const EscapeLaw thermal{0, 1e9, 1};
    const auto bits = [&](double kelvin) {
      return thermal.log2_rate(1, barrier(barrier_eV, std::hypot(critical_K, kelvin)));
    };
    return std::hypot(critical_K, 300.0) / std::hypot(critical_K, 17.0) * std::exp2(bits(300) - bits(17));
  };
  CHECK(ratio(0.038, 103.33) == doctest::Approx(50.89).epsilon(1e-3));
  CHECK(ratio(0.030, 101) == doctest::Approx(30.80).epsilon(1e-3));
  CHECK(ratio(0.044, 101) == doctest::Approx(90.08).epsilon(1e-3));
}
