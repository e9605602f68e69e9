// The barrier of a kink in the chain of Frenkel and Kontorova: quoted values, closed forms, and a second method.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <numbers>
#include <vector>

#include "host/detrapping/frenkel_kontorova.hpp"

using doctest::Approx;
using slipburst::host::FrenkelKontorovaChain;
using slipburst::host::KinkState;
using slipburst::host::RelaxedBarrier;

namespace {

using std::numbers::pi;

struct Chain {
  double width, harmonic;

  double stiffness() const { return 2 * pi * pi * width * width; }
  double second() const { return (harmonic * harmonic - 1) / 4; }

  double energy(const std::vector<double>& u) const {
    double sum = 0.5 * stiffness() * (std::pow(u.front(), 2) + std::pow(1 - u.back(), 2));
    for (std::size_t i = 0; i < u.size(); ++i) {
      sum += std::pow(std::sin(pi * u[i]), 2) + second() * std::pow(std::sin(2 * pi * u[i]), 2);
      if (i > 0) sum += 0.5 * stiffness() * std::pow(u[i] - u[i - 1], 2);
    }
    return sum;
  }
  double force(const std::vector<double>& u, std::size_t i) const {
    const double before = i > 0 ? u[i - 1] : 0, after = i + 1 < u.size() ? u[i + 1] : 1;
    return stiffness() * (before + after - 2 * u[i]) - pi * std::sin(2 * pi * u[i]) -
           2 * pi * second() * std::sin(4 * pi * u[i]);
  }
  /// Rolls downhill with friction, mirror images about the middle held as such: no Hessian.
  double energy_at_rest(bool atom_in_the_middle) const {
    const int half = 40;
    std::vector<double> u;
    for (int n = -half; n <= half - (atom_in_the_middle ? 0 : 1); ++n) {
      u.push_back(n + (atom_in_the_middle ? 0 : 0.5) > 0 ? 1 : n == 0 && atom_in_the_middle ? 0.5 : 0);
    }
    std::vector<double> speed(u.size(), 0.0);
    const double step = 0.5 / std::sqrt(4 * stiffness() + 40);
    for (int i = 0; i < 20000; ++i) {
      for (std::size_t n = 0; n < u.size(); ++n) speed[n] = 0.97 * speed[n] + step * force(u, n);
      for (std::size_t n = 0; n < u.size(); ++n) u[n] += step * speed[n];
      for (std::size_t n = 0; 2 * n < u.size(); ++n) {
        const double mean = 0.5 * (u[n] + 1 - u[u.size() - 1 - n]);
        u[n] = mean;
        u[u.size() - 1 - n] = 1 - mean;
      }
    }
    return energy(u);
  }
};

}  // namespace

TEST_CASE("a single sine") {
  struct Row {
    double width, relaxed, rigid;
  };
  for (const Row row : {Row{0.5, 0.3087, 0.568}, {0.75, 0.07496, 0.1084}, {1, 0.01268, 0.01634}}) {
    CAPTURE(row.width);
    const FrenkelKontorovaChain chain(row.width, 1);
    CHECK(chain.relaxed_barrier().barrier == Approx(row.relaxed).epsilon(3e-4));
    CHECK(chain.rigid_barrier() == Approx(row.rigid).epsilon(5e-4));
  }
}

TEST_CASE("the rigid kink of a single sine: all terms of the sum over lattice harmonics") {
  for (const double width : {0.2, 0.5, 0.75, 1.0, 2.0, 3.0}) {
    CAPTURE(width);
    double sum = 0;
    for (int j = 1; j < 60; j += 2) sum += 16 * pi * pi * width * width * j / std::sinh(j * pi * pi * width);
    CHECK(FrenkelKontorovaChain(width, 1).rigid_barrier() == Approx(sum).epsilon(1e-6));
  }
  // The usual closed form is the first term of the sum.
  CHECK(FrenkelKontorovaChain(1, 1).rigid_barrier() == Approx(16 * pi * pi / std::sinh(pi * pi)).epsilon(1e-7));
}

TEST_CASE("the relaxed barrier is that of chains that roll to rest") {
  for (const Chain chain : {Chain{0.3, 1}, {0.5, 1}, {0.75, 1}, {1, 1}, {0.5, 0.5}, {0.75, 1.2}, {0.75, 1.4}}) {
    CAPTURE(chain.width);
    CAPTURE(chain.harmonic);
    const double difference = std::abs(chain.energy_at_rest(true) - chain.energy_at_rest(false));
    CHECK(FrenkelKontorovaChain(chain.width, chain.harmonic).relaxed_barrier().barrier ==
          Approx(difference).epsilon(1e-8));
  }
}

TEST_CASE("states are at rest, rise from 0 to 1, and have the energies that are said") {
  for (const Chain c : {Chain{0.2, 1}, {0.75, 1}, {2, 1}, {0.5, 0.3}, {0.25, 1.5}, {1, 2}, {1.5, 3}, {0.5, 10}}) {
    CAPTURE(c.width);
    CAPTURE(c.harmonic);
    const FrenkelKontorovaChain chain(c.width, c.harmonic);
    const RelaxedBarrier relaxed = chain.relaxed_barrier();
    CHECK(relaxed.barrier > 0);
    CHECK(relaxed.saddle.energy - relaxed.minimum.energy == Approx(relaxed.barrier).epsilon(1e-8));
    for (const KinkState& state : {relaxed.minimum, relaxed.saddle}) {
      CHECK(state.positions.size() == static_cast<std::size_t>(2 * chain.half_length() + 1));
      CHECK(std::is_sorted(state.positions.begin(), state.positions.end()));
      CHECK(c.energy(state.positions) == Approx(state.energy).epsilon(1e-13));
      for (std::size_t i = 0; i < state.positions.size(); ++i) {
        CHECK(std::abs(c.force(state.positions, i)) < 1e-12 * (1 + c.stiffness() + 40 * std::abs(c.second())));
      }
      CHECK(state.positions.front() < 1e-14);
    }
  }
}

TEST_CASE("stiff and soft chains") {
  // Without coupling one atom climbs the hill by itself: V0 for a single sine; with a dip, its rim A^4 / 4 (A^2 - 1).
  CHECK(FrenkelKontorovaChain(0.2, 1).relaxed_barrier().barrier > 0.8);
  CHECK(FrenkelKontorovaChain(0.2, 1).relaxed_barrier().barrier < 1);
  const double rim = 625.0 / 96;  // A = 5: sin^2 (1 + 24 cos^2)
  CHECK(FrenkelKontorovaChain(0.2, 5).relaxed_barrier().barrier == Approx(rim).epsilon(0.06));
  // Wide kinks meet exponentially lower barriers.
  CHECK(FrenkelKontorovaChain(3, 1).relaxed_barrier().barrier < 1e-8);
  CHECK(FrenkelKontorovaChain(3, 1).relaxed_barrier().barrier ==
        Approx(FrenkelKontorovaChain(3, 1).rigid_barrier()).epsilon(0.03));
}

TEST_CASE("barriers are continuous where the second harmonic begins") {
  for (const double width : {0.5, 0.75, 1.0}) {
    CAPTURE(width);
    const FrenkelKontorovaChain single(width, 1), less(width, 1 - 1e-7), more(width, 1 + 1e-7);
    for (const FrenkelKontorovaChain* other : {&less, &more}) {
      CHECK(other->relaxed_barrier().barrier == Approx(single.relaxed_barrier().barrier).epsilon(1e-5));
      CHECK(other->rigid_barrier() == Approx(single.rigid_barrier()).epsilon(1e-5));
    }
    CHECK(less.relaxed_barrier().barrier > more.relaxed_barrier().barrier);
  }
}
