#include "slipburst/table/axis.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <random>

using namespace slipburst::table;

TEST_CASE("keys: an octave is cut into equal cells") {
  for (const int bits : {0, 3, 5}) {
    const Key at_one = key_of(1.0, bits);
    CHECK(at_one.fraction == 0);
    CHECK(key_of(2.0, bits).cell - at_one.cell == 1 << bits);
    CHECK(key_of(1 + 0.5 / (1 << bits), bits).fraction == 0.5);
    for (const double v : {1e-6, 0.37, 1.0, 5.9, 3e4}) {
      const Key key = key_of(v, bits);
      CHECK(value_of(key.cell, key.fraction, bits) == doctest::Approx(v).epsilon(1e-15));
    }
  }
}

namespace {

/// Below, across and above tau* (u = 1); coarse and fine.
const StressAxis axes[] = {StressAxis(0.1, 0.9166, -7, 3), StressAxis(0.07, 1.4, -7, 3), StressAxis(0.6, 3.7, -5, 4),
                           StressAxis(1.2, 1.9, -7, 2), StressAxis(0.2, 0.4, -7, 3)};

}  // namespace

TEST_CASE("a stress axis covers what it was asked for, in rising cells without gaps") {
  for (const StressAxis& axis : axes) {
    REQUIRE(axis.cells() > 0);
    CHECK(axis.first() == axis.value(0, 0));
    CHECK(axis.last() == axis.value(axis.cells() - 1, 1));
    for (std::int64_t cell = 0; cell < axis.cells(); ++cell) {
      CAPTURE(cell);
      CHECK(axis.value(cell, 0) < axis.value(cell, 0.5));
      CHECK(axis.value(cell, 0.5) < axis.value(cell, 1));
      CHECK(axis.value(cell, 1) == doctest::Approx(axis.value(cell + 1, 0)).epsilon(1e-15));
    }
  }
  CHECK(axes[1].first() <= 0.07);
  CHECK(axes[1].last() >= 1.4);
}

TEST_CASE("a stress axis finds the cell and fraction it gives a value for") {
  for (const StressAxis& axis : axes) {
    for (std::int64_t cell = 0; cell < axis.cells(); ++cell) {
      for (const double fraction : {0.01, 0.25, 0.5, 0.99}) {
        CAPTURE(cell);
        const StressAxis::Place place = axis.locate(axis.value(cell, fraction));
        CHECK(place.cell == cell);
        CHECK(place.fraction == doctest::Approx(fraction).epsilon(1e-10));
      }
    }
  }
}

TEST_CASE("a float lies in the cell of the same double") {
  const StressAxis axis(0.1, 1.4, -7, 3);
  for (std::int64_t cell = 0; cell < axis.cells(); ++cell) {
    for (const double fraction : {0.01, 0.5, 0.99}) {
      const auto u = static_cast<float>(axis.value(cell, fraction));
      const StressAxis::FloatPlace place = axis.locate(u);
      const StressAxis::Place exact = axis.locate(static_cast<double>(u));
      CHECK(place.cell == exact.cell);
      CHECK(std::abs(static_cast<double>(place.fraction) - exact.fraction) < 1e-3);
      CHECK(static_cast<double>(place.spread) == doctest::Approx(exact.spread).epsilon(1e-4));
    }
  }
}

TEST_CASE("places move continuously: cell + fraction never falls nor jumps") {
  std::mt19937_64 random(1);
  for (const StressAxis& axis : axes) {
    std::uniform_real_distribution<double> inside(axis.first(), axis.last());
    for (int i = 0; i < 2000; ++i) {
      const double u = inside(random), next = std::nextafter(u, 10.0);
      const auto a = axis.locate(u), b = axis.locate(next);
      const double move = static_cast<double>(b.cell) + b.fraction - static_cast<double>(a.cell) - a.fraction;
      CHECK(move > -1e-12);
      CHECK(move < 1e-10);
      CHECK(a.fraction >= 0);
      CHECK(a.fraction <= 1);
    }
  }
}

TEST_CASE("tau* and half of it are cell boundaries") {
  for (const StressAxis& axis : {axes[1], axes[2]}) {
    const auto at = axis.locate(1.0);
    CHECK(at.fraction == 0);
    CHECK(axis.locate(std::nextafter(1.0, 0.0)).cell == at.cell - 1);
    CHECK(axis.value(at.cell, 0) == 1.0);
  }
  // Counted as the end of the cell below it.
  const auto half = axes[1].locate(0.5);
  CHECK(half.fraction == 1);
  CHECK(axes[1].value(half.cell, 1) == 0.5);
  CHECK(axes[1].locate(std::nextafter(0.5, 0.0)).cell == half.cell);
  CHECK(axes[1].locate(std::nextafter(0.5, 1.0)).cell == half.cell + 1);
}

TEST_CASE("the spread is the distance from tau* plus the offset, and constant below half of it") {
  const StressAxis& axis = axes[1];
  CHECK(axis.offset() == 1.0 / 128);
  CHECK(axis.locate(1.0).spread == axis.offset());
  CHECK(axis.locate(1.25).spread == 0.25 + axis.offset());
  CHECK(axis.locate(0.5).spread == doctest::Approx(0.5));
  CHECK(axis.locate(0.3).spread == 0.5);
}

TEST_CASE("a height axis: equal cells in log2, found again from their values") {
  const HeightAxis axis(-7, 5);
  CHECK(axis.value(0, 0) == std::exp2(-7.0));
  CHECK(axis.value(35, 0) == 1.0);
  for (std::int64_t cell = 0; cell < 100; ++cell) {
    for (const double fraction : {0.02, 0.5, 0.98}) {
      CAPTURE(cell);
      const double q = axis.value(cell, fraction);
      const HeightAxis::Place place = axis.locate(static_cast<float>(q));
      CHECK(place.cell == cell);
      CHECK(std::abs(static_cast<double>(place.fraction) - fraction) < 2e-5);
      CHECK(axis.cell_of(q) == cell);
    }
    CHECK(axis.value(cell, 1) == doctest::Approx(axis.value(cell + 1, 0)).epsilon(1e-15));
  }
  CHECK(axis.locate(1.0f / 128).cell == 0);
}
