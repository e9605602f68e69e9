// Onsets of emission and of supersonic motion against independent root searches.
#include <doctest/doctest.h>

#include <cmath>

#include "host/table/segment_curves.hpp"
#include "slipburst/units/constants.hpp"
#include "support/cases.hpp"
#include "support/csv.hpp"

using namespace slipburst;

TEST_CASE("thresholds and the distances behind them") {
  for (const testing::CsvRow& row : testing::Csv("threshold_reference.csv")) {
    CAPTURE(row.text());
    const host::Case c = testing::case_of(row);
    const host::ReducedModel model = host::reduce(c);
    const double stress = row.number("stress_MPa") * units::megapascal / model.stress_unit;
    const double threshold = host::SegmentCurves(model, c.numerics).threshold_height(stress) * model.length_nm;
    CHECK(threshold == doctest::Approx(row.number("threshold_nm")).epsilon(1e-8));
    CHECK(model.segment.image / stress * model.length_nm == doctest::Approx(row.number("x_eq_nm")).epsilon(1e-11));
    // The file takes hbar with ten digits.
    CHECK(model.segment.gap_distance * model.length_nm == doctest::Approx(row.number("x_gap_nm")).epsilon(1e-9));
    CHECK(model.min_distance_nm == doctest::Approx(row.number("x_min_nm")).epsilon(1e-11));
    CHECK(model.gap_stress * model.stress_unit / units::megapascal ==
          doctest::Approx(row.number("kink_stress_MPa")).epsilon(1e-9));
  }
}

TEST_CASE("heights where the sound speed is first passed") {
  for (const testing::CsvRow& row : testing::Csv("supersonic_reference.csv")) {
    CAPTURE(row.text());
    const host::Case c = testing::make_case({"model.reading=" + row.word("reading")});
    const host::ReducedModel model = host::reduce(c);
    const double stress = row.number("stress_MPa") * units::megapascal / model.stress_unit;
    const host::SegmentCurves curves(model, c.numerics);
    const double height = row.number("height_nm");
    CHECK(curves.supersonic_height(stress, 1e5) * model.length_nm == doctest::Approx(height).epsilon(1e-7));
    CHECK(std::isinf(curves.supersonic_height(stress, 0.4 * height / model.length_nm)));
  }
}
