#pragma once
/// \file Checks that a backend gives the bits of the reference, for any cut of its work.

#include <doctest/doctest.h>

#include <cstring>
#include <initializer_list>
#include <string>
#include <vector>

#include "host/rates/release_run.hpp"
#include "support/backends.hpp"
#include "support/clusters.hpp"
#include "support/releases.hpp"
#include "support/sanitized.hpp"

namespace slipburst::testing {

/// Amount of work of the checks, which a test of a slow backend lowers.
struct Effort {
  unsigned long long events = sanitized ? 100'003 : 1'000'003;  ///< of the longest runs
  bool coarse_table = false;                                    ///< one that is built quickly
};
inline Effort effort;

/// Table of al-on-si, for any spacing.
inline const host::Table& table_of_events() { return effort.coarse_table ? wide_table() : default_table(); }

inline void check_segments(kernels::Backend& backend, const char* dynamics) {
  for (const char* precision : {"fp64", "fp32"}) {
    for (const exec::Extent extent : {exec::Extent::above_gap, exec::Extent::full}) {
      const host::Case c = make_case({std::string("numerics.precision=") + precision, dynamics});
      const host::ReducedModel model = host::reduce(c);
      const auto segments = random_segments(model, sanitized ? 500 : 2000);
      const auto expected = integrate(*kernels::make_reference_backend(), c, extent, segments);
      const auto found = integrate(backend, c, extent, segments);
      int failed = 0;
      for (const exec::SegmentResult& result : expected) failed += base::failed(result.status);
      CAPTURE(precision);
      CHECK(count_different(found, expected) == 0);
      CHECK(failed > 0);  // failures must agree too
    }
  }
}

inline void check_same_table(const host::Table& found, const host::Table& expected) {
  CHECK(found.stress_cells == expected.stress_cells);
  CHECK(found.height_cells == expected.height_cells);
  CHECK(found.threshold == expected.threshold);
  CHECK(found.supersonic == expected.supersonic);
  REQUIRE(found.cells.size() == expected.cells.size());
  CHECK(std::memcmp(found.cells.data(), expected.cells.data(), expected.cells.size() * sizeof(table::Cell)) == 0);
  CHECK(found.accuracy.max_relative_error == expected.accuracy.max_relative_error);
}

/// Case whose below-gap energies count a little, so that its table has two zones. A thin film makes it quick to build.
inline const host::Case& mixed_case() {
  static const host::Case c = make_case(
      {"detector.subgap_efficiency=0.1", "pinning.spacing=150 nm", "film.thickness=200 nm", "grain.median=250 nm",
       "histogram.plane_bins_per_decade=5", "table.tolerance=1e-3", "numerics.relative_tolerance=1e-6"});
  return c;
}
inline const host::Table& mixed_table() {
  static const host::Table table = build_reference_table(mixed_case());
  return table;
}

inline void check_tables(kernels::Backend& backend) {
  static const host::Case quick =
      make_case({"film.pair_breaking_energy=1.5 meV", "numerics.relative_tolerance=1e-6", "table.tolerance=1e-3"});
  static const host::Table reference = build_reference_table(quick);
  check_same_table(host::build_table(host::PreparedCase(quick), backend), reference);
  const host::Table mixed = host::build_table(host::PreparedCase(mixed_case()), backend);
  check_same_table(mixed, mixed_table());
  REQUIRE(mixed.lower);
  check_same_table(*mixed.lower, *mixed_table().lower);
}

/// A case with everything in use: thresholds, a film thickness, grains, the plane of both energies.
inline exec::EventModel busy_model() {
  const double thresholds[] = {0, 0.5, 1, 30, 100};
  return host::event_model(host::PreparedCase(make_case({"pinning.spacing=100 nm", "film.thickness=600 nm",
                                                         "grain.median=150 nm", "histogram.plane_bins_per_decade=5"})),
                           thresholds);
}

/// Cases without grains, in which a backend may skip events that are surely silent: many, or most of them rejected.
inline std::vector<exec::EventModel> quiet_models() {
  const double thresholds[] = {0, 1};
  std::vector<exec::EventModel> models;
  for (const char* thickness : {"1 mm", "30 nm"}) {
    models.push_back(host::event_model(
        host::PreparedCase(make_case({"pinning.spacing=30 nm", std::string("film.thickness=") + thickness})),
        thresholds));
  }
  return models;
}

inline void check_counts(kernels::Backend& backend) {
  const host::Table& table = table_of_events();
  const auto reference = kernels::make_reference_backend();
  std::vector<exec::EventModel> models = quiet_models();
  models.push_back(busy_model());
  for (const exec::EventModel& model : models) {
    for (const std::uint64_t count : {0ull, 1ull, 31ull, 513ull, effort.events}) {
      CAPTURE(count);
      CHECK(count_events(backend, model, table, 17, count) == count_events(*reference, model, table, 17, count));
    }
  }
}

inline void check_mixed_counts(kernels::Backend& backend) {
  const double thresholds[] = {0, 0.1, 1, 30};
  const exec::EventModel model = host::event_model(host::PreparedCase(mixed_case()), thresholds);
  const host::Table& table = mixed_table();
  const auto reference = kernels::make_reference_backend();
  for (const std::uint64_t count : {1ull, 513ull, effort.events}) {
    CAPTURE(count);
    const auto counts = count_events(*reference, model, table, 17, count);
    CHECK(count_events(backend, model, table, 17, count) == counts);
    host::Table upper = table;
    upper.lower = nullptr;
    const auto emitting = static_cast<std::size_t>(exec::TallyLayout(model).threshold(0, 0));
    if (count > 1000) CHECK(counts[emitting] > 1.1 * count_events(*reference, model, upper, 17, count)[emitting]);
  }
}

/// Counts of pieces sum to the counts of the whole, and add to existing counts.
inline void check_pieces(kernels::Backend& backend) {
  const exec::EventModel model = busy_model();
  const host::Table& table = table_of_events();
  const auto whole = count_events(backend, model, table, 5, 300'000);
  std::vector<std::uint64_t> pieces(whole.size());
  const auto sampler = backend.sampler(model, table.view());
  std::uint64_t first = 5;
  for (const std::uint64_t count : {1ull, 0ull, 99'998ull, 7ull, 511ull, 199'483ull}) {
    sampler->add(42, first, count, pieces);
    first += count;
  }
  CHECK(first == 300'005);
  CHECK(pieces == whole);
}

inline void check_wide_indices(kernels::Backend& backend) {
  const exec::EventModel model = busy_model();
  const host::Table& table = table_of_events();
  const auto reference = kernels::make_reference_backend();
  const auto low = count_events(backend, model, table, 0, 20'000);
  for (const std::uint64_t first :
       {(1ull << 32) - 7000, (1ull << 63) - 10'000, (1ull << 63) + 12'345, ~0ull - 20'000}) {
    CAPTURE(first);
    const auto found = count_events(backend, model, table, first, 20'000);
    CHECK(found == count_events(*reference, model, table, first, 20'000));
    CHECK(found != low);
  }
}

inline void check_strata(kernels::Backend& backend) {
  const host::Table& table = table_of_events();
  const auto reference = kernels::make_reference_backend();
  for (const exec::EventModel& model : {busy_model(), quiet_models().front()}) {
    for (const int k : {0, 7, 63, 64}) {
      CAPTURE(k);
      const auto count = [&](kernels::Backend& with) {
        std::vector<std::uint64_t> counts(static_cast<std::size_t>(exec::TallyLayout(model).size()));
        with.sampler(model, table.view())
            ->add(42, random::stratum(k), random::stratum_events(1000, 3 * effort.events, k), counts);
        return counts;
      };
      CHECK(count(backend) == count(*reference));
    }
  }
}

/// Counts of releases of a piece of a run, [draw][as laid out], one draw after the other.
inline std::vector<std::uint64_t> count_releases(kernels::Backend& backend, const host::Case& c,
                                                 const host::Table& table, host::TimeSampling sampling,
                                                 std::uint64_t first, std::uint64_t count) {
  const double edges[] = {0, 1, day_s, week_s, 1.001 * week_s, year_s, 1e9}, thresholds[] = {0, 1, 30};
  const host::ReleaseRun run = host::sample_releases(host::PreparedCase(c), table, backend,
                                                     {42, 3'000'000, first, count}, sampling, edges, thresholds);
  std::vector<std::uint64_t> counts;
  for (const host::ReleaseDraws& drawn : run.draws) {
    counts.push_back(drawn.events);
    counts.insert(counts.end(), drawn.counts.begin(), drawn.counts.end());
  }
  return counts;
}

/// Films with all kinds of pieces, escape and densities; the last has a table in two zones.
struct ReleasingFilm {
  host::Case c;
  const host::Table& (*table)();  ///< builds it when it is first asked for
};
inline const std::vector<ReleasingFilm>& releasing_films() {
  static const std::vector<ReleasingFilm> films = [] {
    const std::string stages = stage("hold", "1 day") + stage("ramp", "1 hour", "stress_factor = 1.02") +
                               stage("warm-up", "1 hour", "refill = 0.4") +
                               stage("pulse", "1 hour", "stress_factor = 1.04");
    const std::string warm = stage("ramp", "1 day", "eta_shift = 0.002\ntemperature = \"2 K\"");
    std::vector<std::string> zones = {"detector.subgap_efficiency=0.1", "pinning.spacing=150 nm",
                                      "film.thickness=200 nm",          "grain.median=250 nm",
                                      "table.tolerance=1e-2",           "numerics.relative_tolerance=1e-6"};
    static const host::Case mixed = film_with(stages, zones);
    const auto mixed_table = []() -> const host::Table& {
      static const host::Table table = build_table(mixed);
      return table;
    };
    return std::vector<ReleasingFilm>{
        {film_with(stages), wide_table},
        {film_with(stages, tabulated_density()), wide_table},
        {film_with(warm, {"depinning.escape=quantum", "depinning.critical_temperature=5 K",
                          "depinning.density=exponential", "depinning.density_slope=0.41"}),
         wide_table},
        {mixed, mixed_table}};
  }();
  return films;
}

inline void check_releases(kernels::Backend& backend) {
  const auto reference = kernels::make_reference_backend();
  for (std::size_t film = 0; film < releasing_films().size(); ++film) {
    const host::Case& c = releasing_films()[film].c;
    const host::Table& table = releasing_films()[film].table();
    for (const host::TimeSampling sampling : {host::TimeSampling::sliced, host::TimeSampling::plain}) {
      CAPTURE(film);
      const bool plain = sampling == host::TimeSampling::plain;
      CAPTURE(plain);
      const auto whole = count_releases(backend, c, table, sampling, 5, 60'003);
      CHECK(whole == count_releases(*reference, c, table, sampling, 5, 60'003));
      // Pieces add up, wherever they are cut.
      std::vector<std::uint64_t> pieces(whole.size());
      std::uint64_t first = 5;
      for (const std::uint64_t count : {1ull, 50'513ull, 9'489ull}) {
        const auto piece = count_releases(backend, c, table, sampling, first, count);
        for (std::size_t i = 0; i < whole.size(); ++i) pieces[i] += piece[i];
        first += count;
      }
      CHECK(first == 60'008);
      CHECK(pieces == whole);
      // Plain draws from a density that rises fast are hardly ever kept.
      if (plain && c.depinning.density == host::DensityShape::exponential) continue;
      CHECK(count_releases(backend, c, table, sampling, 1'000'000, 60'003) != whole);
    }
  }
}

inline void check_releases_of_wide_indices(kernels::Backend& backend) {
  const host::Case& c = releasing_films()[0].c;
  const host::Table& table = releasing_films()[0].table();
  const auto reference = kernels::make_reference_backend();
  for (const std::uint64_t first : {(1ull << 32) - 7000, (1ull << 63) - 10'000, ~0ull - 20'000}) {
    CAPTURE(first);
    for (const host::TimeSampling sampling : {host::TimeSampling::sliced, host::TimeSampling::plain}) {
      CHECK(count_releases(backend, c, table, sampling, first, 20'000) ==
            count_releases(*reference, c, table, sampling, first, 20'000));
    }
  }
}

inline void check_clusters(kernels::Backend& backend) {
  const host::WatchedClusters clusters(busy_clusters());
  const auto reference = kernels::make_reference_backend();
  constexpr std::uint64_t past_32_bits = (1ull << 32) - 50, last = ~0ull - 500;
  for (const std::uint64_t first : {std::uint64_t{3}, past_32_bits, last}) {
    CAPTURE(first);
    const auto whole = count_areas(*reference, clusters, first, 500);
    CHECK(count_areas(backend, clusters, first, 500) == whole);
    CHECK(count_areas(backend, clusters, first, 500, 43) != whole);
    // Pieces add up, wherever they are cut and collected.
    std::vector<std::uint64_t> pieces(whole.size());
    const auto counter = backend.counter(kernels::ClusterTask{42, clusters.experiment()});
    std::uint64_t next = first;
    for (const std::uint64_t count : {1ull, 0ull, 301ull, 198ull}) {
      counter->add(next, count);
      next += count;
      if (count == 301) counter->collect(pieces);
    }
    counter->collect(pieces);
    CHECK(pieces == whole);
  }
}

/// All checks, as subcases of the test case that calls them.
inline void check_same_bits(kernels::Backend& backend) {
  SUBCASE("segments") { check_segments(backend, "model.dynamics=newtonian"); }
  SUBCASE("elastorelativistic segments") { check_segments(backend, "model.dynamics=elastorelativistic"); }
  SUBCASE("tables") { check_tables(backend); }
  SUBCASE("counts") { check_counts(backend); }
  SUBCASE("counts in two zones") { check_mixed_counts(backend); }
  SUBCASE("pieces") { check_pieces(backend); }
  SUBCASE("strata") { check_strata(backend); }
  SUBCASE("wide indices") { check_wide_indices(backend); }
  SUBCASE("releases") { check_releases(backend); }
  SUBCASE("releases of wide indices") { check_releases_of_wide_indices(backend); }
  SUBCASE("clusters") { check_clusters(backend); }
}

}  // namespace slipburst::testing
