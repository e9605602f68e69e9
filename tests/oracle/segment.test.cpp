// Every segment of the reference file, integrated with the default numerics.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "support/cases.hpp"
#include "support/csv.hpp"
#include "support/segments.hpp"

using namespace slipburst;

namespace {

/// Relative difference; values below 1e-4 eV/nm count as 1e-4.
double difference(double value, double reference) { return std::abs(value - reference) / std::max(reference, 1e-4); }

}  // namespace

TEST_CASE("segments agree with the independent integrators") {
  for (const testing::CsvRow& row : testing::Csv("segment_reference.csv")) {
    CAPTURE(row.text());
    const testing::SegmentOutcome s =
        testing::run_segment(testing::case_of(row), row.number("height_nm"), row.number("stress_MPa"));
    CHECK(s.reduced.status == base::Status::ok);
    CHECK(difference(s.crystal_above, row.number("crystal_above_gap")) < 1e-6);
    CHECK(difference(s.film_above, row.number("film_above_gap")) < 1e-6);
    CHECK(difference(s.crystal_total, row.number("crystal_total")) < 1e-6);
    CHECK(difference(s.film_total, row.number("film_total")) < 1e-6);
    CHECK(std::abs(s.turning_point_nm / row.number("turning_point_nm") - 1) < 1e-7);
    CHECK(std::abs(s.max_speed_over_c / row.number("max_speed_over_c") - 1) < 2e-6);
    // Segments that never exceed the gap give an exact zero.
    CHECK((s.crystal_above == 0) == (row.number("crystal_above_gap") == 0));
    CHECK((s.film_above == 0) == (row.number("film_above_gap") == 0));
  }
}
