#include "slipburst/table/view.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <random>

#include "support/synthetic_table.hpp"

using namespace slipburst;

TEST_CASE("energies are the bicubic polynomial of the line's cell") {
  testing::SyntheticTable synthetic;
  std::mt19937_64 random(2);
  std::uniform_real_distribution<float> unit(0, 1);
  for (table::Cell& cell : synthetic.cells()) {
    for (auto& power : cell.coefficient) {
      for (auto& terms : power) {
        for (float& term : terms) term = 4 * unit(random) - 2;
      }
    }
  }
  const table::View view = synthetic.view();
  for (int i = 0; i < 1000; ++i) {
    const auto cell = static_cast<std::int32_t>(unit(random) * static_cast<float>(synthetic.stress_cells() - 1));
    const float fraction = unit(random), spread = 0.01f + unit(random), z = 1e-4f + 50 * unit(random);
    const table::Energies energies = view.energies({cell, fraction, spread, z});

    const float q = (z + static_cast<float>(view.stress.offset())) / spread;
    const table::HeightAxis::Place place = view.height.locate(q);
    const table::Cell& c = synthetic.cells()[static_cast<std::size_t>(cell * view.height_cells + place.cell)];
    for (int channel = 0; channel < table::channels; ++channel) {
      double sum = 0;
      for (int j = 0; j < 4; ++j) {
        for (int k = 0; k < 4; ++k) {
          sum += static_cast<double>(c.coefficient[j][k][channel]) * std::pow(static_cast<double>(fraction), j) *
                 std::pow(static_cast<double>(place.fraction), k);
        }
      }
      CHECK(std::abs(static_cast<double>(energies.log2_energy[channel]) - sum) < 1e-5);
    }
  }
}

TEST_CASE("the threshold ratio is the polynomial of the stress cell") {
  testing::SyntheticTable synthetic;
  const double terms[] = {3, -1, 0.5, 2, -0.25, 0.125};
  for (int i = 0; i < table::threshold_terms; ++i) synthetic.threshold()[table::threshold_terms + i] = terms[i];
  const table::View view = synthetic.view();
  for (const double f : {0.0, 0.3, 1.0}) {
    double sum = 0;
    for (int i = 0; i < table::threshold_terms; ++i) sum += terms[i] * std::pow(f, i);
    CHECK(view.threshold_ratio(1, f) == doctest::Approx(sum).epsilon(1e-15));
    CHECK(view.threshold_ratio(2, f) == testing::SyntheticTable::threshold_ratio);
  }
}

TEST_CASE("a line is supersonic from the height where its fastest part is") {
  const testing::SyntheticTable synthetic;  // at z = 3
  CHECK_FALSE(synthetic.view().is_supersonic({0, 0.5f, 0.5f, 2.999f}));
  CHECK(synthetic.view().is_supersonic({0, 0.5f, 0.5f, 3.001f}));
}
