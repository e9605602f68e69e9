#include "slipburst/exec/event_executor.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <limits>

#include "support/synthetic_table.hpp"

using namespace slipburst;

namespace {

exec::EventModel thick_film_model() {
  exec::EventModel model{};
  model.max_stress = 1.2;
  model.height_per_bit = 0.25;
  model.thickness_bits = std::numeric_limits<double>::infinity();
  model.bins = {1.0f, 10.0f, 60};
  return model;
}

}  // namespace

TEST_CASE("draws at the ends of the random words") {
  const testing::SyntheticTable synthetic;
  const exec::EventExecutor executor(thick_film_model(), synthetic.view());
  constexpr std::uint32_t ones = 0xffffffff;
  const auto lowest = executor.draw({{0, 0, 0, 0}}), highest = executor.draw({{ones, ones, ones, ones}});
  CHECK(lowest.bits == 65);
  CHECK(lowest.stress == 1.2);  // w -> 0: the greatest stress
  CHECK(highest.bits == 0);
  CHECK(highest.stress > 0);
  CHECK(highest.stress < 1e-9);
  for (const auto& d : {lowest, highest}) {
    const table::LinePlace line = executor.place(d);
    CHECK(line.stress_cell >= 0);
    CHECK(line.stress_cell < synthetic.stress_cells());
    CHECK(std::isfinite(line.z));
  }
}

TEST_CASE("emission begins where the pin height reaches the threshold") {
  const testing::SyntheticTable synthetic;
  const exec::EventExecutor executor(thick_film_model(), synthetic.view());
  const double bits = 1 / (0.25 * testing::SyntheticTable::threshold_ratio);
  CHECK(executor.place({bits, 0.7}).z == 0);  // exactly at the threshold: no energy
  CHECK(executor.place({bits * (1 - 1e-6), 0.7}).z < 0);
  CHECK(executor.place({bits * (1 + 1e-6), 0.7}).z > 0);
  CHECK(executor.place({3 * bits, 0.7}).z == doctest::Approx(2));
}

TEST_CASE("below the table's stresses nothing emits") {
  const testing::SyntheticTable synthetic;
  const exec::EventExecutor executor(thick_film_model(), synthetic.view());
  const double first = synthetic.view().stress.first();
  CHECK(executor.place({65, first}).z > 0);
  CHECK(executor.place({65, std::nextafter(first, 0.0)}).z == -1);
  CHECK(executor.place({65, 1e-12}).z == -1);
}

TEST_CASE("pin heights beyond the film are refused") {
  const testing::SyntheticTable synthetic;
  exec::EventModel model = thick_film_model();
  CHECK_FALSE(exec::EventExecutor(model, synthetic.view()).too_high({65, 1.2}));
  model.thickness_bits = 3;
  const exec::EventExecutor executor(model, synthetic.view());
  CHECK_FALSE(executor.too_high({6, 0.5}));
  CHECK(executor.too_high({6.001, 0.5}));
}

TEST_CASE("a tally has a slot for everything and no two share one") {
  exec::EventModel model = thick_film_model();
  model.thresholds = 3;
  const exec::TallyLayout layout(model);
  CHECK(layout.slot(0, false, 0) == 0);
  CHECK(layout.slot(0, true, 0) == model.bins.slots());
  CHECK(layout.slot(1, false, 0) == 2 * model.bins.slots());
  CHECK(layout.slot(1, true, model.bins.overflow()) == 4 * model.bins.slots() - 1);
  CHECK(layout.threshold(0, 0) == 4 * model.bins.slots());
  CHECK(layout.threshold(1, 2) == 4 * model.bins.slots() + 5);
  CHECK(layout.rejected() == 4 * model.bins.slots() + 6);
  CHECK(layout.size() == layout.rejected() + 1);
}
