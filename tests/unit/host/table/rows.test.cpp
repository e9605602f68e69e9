#include "host/table/rows.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <utility>
#include <vector>

#include "host/table/table_error.hpp"
#include "support/cases.hpp"

using namespace slipburst;

namespace {

/// A backend whose segments radiate h^2 into the crystal and h^3 into the film, and fail above `limit`.
class PowerBackend : public kernels::Backend {
 public:
  double limit = 1e300;
  std::int64_t calls = 0;

  std::string name() const override { return "power"; }
  std::string description() const override { return "made up"; }
  void integrate(const exec::SegmentModel&, const exec::SegmentControls&, exec::Precision,
                 std::span<const exec::Segment> segments, std::span<exec::SegmentResult> results) override {
    ++calls;
    for (std::size_t i = 0; i < segments.size(); ++i) {
      const double h = segments[i].start;
      results[i].crystal_above = h * h;
      results[i].film_above = h * h * h;
      results[i].crystal_below = 1;
      if (h > limit) results[i].status = base::Status::step_budget;
    }
  }
  std::unique_ptr<kernels::EventSampler> sampler(const exec::EventModel&, const table::Zones&) override {
    return nullptr;
  }
  std::unique_ptr<kernels::ReleaseSampler> release_sampler(const exec::EventModel&, const table::Zones&,
                                                           const release::Slices&) override {
    return nullptr;
  }
};

const host::Case& usual_case() {
  static const host::Case c = testing::make_case();
  return c;
}
host::ReducedModel usual_model() { return host::reduce(usual_case()); }

host::Row row_of(double stress, double threshold, std::vector<double> heights) {
  host::Row row;
  row.stress = stress;
  row.threshold = row.base = threshold;
  row.heights = std::move(heights);
  return row;
}

}  // namespace

TEST_CASE("means from the threshold up to each height") {
  PowerBackend backend;
  std::vector<host::Row> rows{row_of(0.01, 60, {70, 100, 300}), row_of(0.02, 30, {31, 90})};
  host::RowCost cost;
  host::integrate_rows(backend, usual_case(), usual_model(), host::RowEnergy::sensed, rows, {}, cost);
  for (const host::Row& row : rows) {
    for (std::size_t k = 0; k < row.heights.size(); ++k) {
      const double h = row.heights[k], t = row.threshold;
      CHECK(row.mean[0][k] == doctest::Approx((h * h * h - t * t * t) / (3 * h)).epsilon(1e-13));
      CHECK(row.mean[1][k] == doctest::Approx((std::pow(h, 4) - std::pow(t, 4)) / (4 * h)).epsilon(1e-13));
      CHECK(row.middle[0][k] == doctest::Approx(std::pow(row.middle_height(k), 2)).epsilon(1e-13));
    }
  }
  CHECK(rows[0].middle_height(0) == 65);
  CHECK(rows[0].middle_height(1) == 85);
  CHECK(cost.segments == 3 * 5);
  CHECK(cost.failed == 0);
}

TEST_CASE("all-frequency means begin at the equilibrium distance") {
  PowerBackend backend;
  std::vector<host::Row> rows{row_of(0.01, 60, {70, 100})};
  host::RowCost cost;
  host::integrate_rows(backend, usual_case(), usual_model(), host::RowEnergy::all, rows, {}, cost);
  const double h = 100, equilibrium = usual_model().segment.image / 0.01;
  const double cube = (h * h * h - std::pow(equilibrium, 3)) / 3 + (h - equilibrium);
  CHECK(rows[0].mean[0][1] == doctest::Approx(cube / h).epsilon(1e-12));
}

TEST_CASE("means of a share of the energy begin at the equilibrium distance too") {
  PowerBackend backend;
  host::ReducedModel model = usual_model();
  model.subgap_efficiency = 0.25;
  host::Row row = row_of(0.01, 60, {56, 58, 62, 100});
  row.base = 55;
  host::RowCost cost;
  host::integrate_rows(backend, usual_case(), model, host::RowEnergy::sensed, {&row, 1}, {}, cost);
  const double equilibrium = model.segment.image / 0.01;
  REQUIRE(equilibrium < row.base);
  for (std::size_t k = 0; k < row.heights.size(); ++k) {
    const double h = row.heights[k];
    const double cube = (h * h * h - std::pow(equilibrium, 3)) / 3 + 0.25 * (h - equilibrium);
    CHECK(row.mean[0][k] == doctest::Approx(cube / h).epsilon(1e-12));
  }
  CHECK(row.middle_height(0) == 55.5);
}

TEST_CASE("a row that ends early keeps the nodes of the cell it ends in") {
  host::Row row = row_of(0.01, 60, {61, 62, 63, 64, 65, 66, 67, 68, 69});
  row.end_at(80);
  CHECK(row.heights.size() == 9);
  row.end_at(63.5);
  CHECK(row.heights == std::vector<double>{61, 62, 63, 64, 65, 66, 67});
}

TEST_CASE("the first segment that fails is named") {
  PowerBackend backend;
  backend.limit = 80;
  std::vector<host::Row> rows{row_of(0.01, 60, {70, 100})};
  host::RowCost cost;
  try {
    host::integrate_rows(backend, usual_case(), usual_model(), host::RowEnergy::sensed, rows, {}, cost);
    FAIL("no error");
  } catch (const host::SegmentFailure& failure) {
    CHECK(failure.segment().start > 80);
    CHECK(failure.segment().start < 100);
    CHECK(failure.segment().stress == 0.01);
    CHECK(failure.status() == base::Status::step_budget);
  }
}

TEST_CASE("a poll that throws stops the work") {
  PowerBackend backend;
  std::vector<host::Row> rows{row_of(0.01, 60, {70, 100})};
  host::RowCost cost;
  const auto stop = [] { throw std::runtime_error("stop"); };
  CHECK_THROWS_WITH(
      host::integrate_rows(backend, usual_case(), usual_model(), host::RowEnergy::sensed, rows, stop, cost), "stop");
  CHECK(backend.calls == 0);
}
