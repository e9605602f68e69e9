#pragma once
/// \file Work to give to a backend, and comparison of what comes back.

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include "kernels/reference/reference_backend.hpp"
#include "support/segments.hpp"
#include "support/spectra.hpp"

namespace slipburst::testing {

/// Random segments, heights 1 to 1000 nm, stresses 1 to 100 MPa, and some that are at rest or cannot be integrated.
inline std::vector<exec::Segment> random_segments(const host::ReducedModel& model, int count) {
  std::mt19937_64 random(6);
  std::uniform_real_distribution<double> unit(0, 1);
  std::vector<exec::Segment> segments;
  for (int i = 0; i < count; ++i) {
    segments.push_back(
        model.segment_at(std::pow(10, 3 * unit(random)), std::pow(10, 2 * unit(random)) * units::megapascal));
  }
  segments.push_back({1e6, 10});
  segments.push_back({-1, 1});
  segments.push_back({std::numeric_limits<double>::infinity(), 1});
  return segments;
}

inline std::vector<exec::SegmentResult> integrate(kernels::Backend& backend, const host::Case& c, exec::Extent extent,
                                                  const std::vector<exec::Segment>& segments) {
  const host::ReducedModel model = host::reduce(c);
  std::vector<exec::SegmentResult> results(segments.size());
  exec::SegmentControls controls = host::segment_controls(c.numerics, extent);
  controls.step_budget = 3000;
  backend.integrate(model.segment, controls, c.numerics.precision, segments, results);
  return results;
}

/// Equal in every bit of every field.
inline bool same_bits(const exec::SegmentResult& a, const exec::SegmentResult& b) {
  const auto same = [](double x, double y) {
    return base::bit_cast<std::uint64_t>(x) == base::bit_cast<std::uint64_t>(y);
  };
  return same(a.crystal_above, b.crystal_above) && same(a.film_above, b.film_above) &&
         same(a.crystal_below, b.crystal_below) && same(a.film_below, b.film_below) &&
         same(a.turning_point, b.turning_point) && same(a.max_speed, b.max_speed) && same(a.duration, b.duration) &&
         a.steps_accepted == b.steps_accepted && a.steps_rejected == b.steps_rejected && a.status == b.status;
}

inline int count_different(const std::vector<exec::SegmentResult>& a, const std::vector<exec::SegmentResult>& b) {
  int different = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) different += !same_bits(a[i], b[i]);
  return different;
}

/// Counts of the events [first, first + count) of seed 42.
inline std::vector<std::uint64_t> count_events(kernels::Backend& backend, const exec::EventModel& model,
                                               const host::Table& table, std::uint64_t first, std::uint64_t count) {
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(exec::TallyLayout(model).size()));
  backend.sampler(model, table.view())->add(42, first, count, counts);
  return counts;
}

}  // namespace slipburst::testing
