// Sampled releases against quadrature: 16 films, 2 x 10^6 draws each way (or SLIPBURST_STATS_EVENTS), with one seed.
// Chi-squares are refused below 1e-5 and single values beyond 4.5 sigma unless told otherwise: some 70 such checks, so
// a correct change of the random streams would fail with probability 0.1 %.
#include "support/releases.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "host/quadrature/exact.hpp"
#include "host/quadrature/stressed_share.hpp"
#include "host/rates/rates.hpp"
#include "host/rates/time_edges.hpp"
#include "host/release/expected_releases.hpp"
#include "host/sampling/summary.hpp"
#include "host/table/event_model.hpp"
#include "kernels/registry/registry.hpp"
#include "support/statistics.hpp"
#include "support/tables.hpp"

using namespace slipburst;
using host::Exposure;
using testing::day_s;
using testing::film_with;
using testing::hour_s;
using testing::stage;
using testing::week_s;
using testing::wide_table;
using testing::year_s;

namespace {

constexpr double min_release_probability = 1e-5;
constexpr double big_gamma = 900;

std::uint64_t asked_events(double share = 1) {
  const char* asked = std::getenv("SLIPBURST_STATS_EVENTS");
  return static_cast<std::uint64_t>(share * (asked ? std::strtod(asked, nullptr) : 2e6));
}

host::ReleaseRun sample(const host::Case& c, std::uint64_t count, host::TimeSampling sampling,
                        const std::vector<double>& edges_s, const std::vector<double>& thresholds_eV = {},
                        std::uint64_t seed = 11) {
  const auto backend = kernels::make_backend("auto", 0);
  return host::sample_releases(host::PreparedCase(c), wide_table(), *backend, {seed, count, 0, count}, sampling,
                               edges_s, thresholds_eV);
}

std::vector<double> edges_of(host::Case c, std::int64_t bins_per_decade, std::initializer_list<Exposure> windows = {}) {
  c.histogram.time_bins_per_decade = bins_per_decade;
  return host::slice_edges_s(c, std::vector<Exposure>(windows), {});
}

/// Probability of a deviation from quadrature as large as that of a run, over slices that count at least 100.
double agreement(const host::ReleaseRun& run, int* freedom_found) {
  const host::ReleaseValues values(run, 1);
  double chi_square = 0;
  int freedom = 0;
  for (std::size_t slice = 0; slice < run.slices->size(); ++slice) {
    const std::span<const std::size_t> one(&slice, 1);
    const host::Estimate found = values.counts(one);
    if (!(found.value > 0 && found.sigma < 0.1 * found.value)) continue;
    const double pull = (found.value - values.expected(one)) / found.sigma;
    chi_square += pull * pull;
    ++freedom;
  }
  *freedom_found = freedom;
  return testing::chi_square_probability(chi_square, freedom);
}

/// Counts of one drawn slice in a channel, zeros and all bins.
std::vector<std::uint64_t> energies(const host::ReleaseRun& run, const host::ReleaseDraws& drawn, int channel) {
  const host::ChannelCounts counts = host::channel_counts(run.model, drawn.counts, channel);
  std::vector<std::uint64_t> list{counts.zero + counts.underflow};
  list.insert(list.end(), counts.bins.begin(), counts.bins.end());
  return list;
}

struct Contingency {
  double chi_square, freedom;
};
/// Whether rows of counts are drawn alike; columns with few counts are left out.
Contingency contingency(const std::vector<std::vector<std::uint64_t>>& rows) {
  std::vector<double> of_column(rows.front().size());
  std::vector<double> of_row(rows.size());
  for (std::size_t j = 0; j < of_column.size(); ++j) {
    for (const auto& row : rows) of_column[j] += static_cast<double>(row[j]);
  }
  double all = 0, columns = 0;
  for (std::size_t j = 0; j < of_column.size(); ++j) {
    if (of_column[j] < 30 * static_cast<double>(rows.size())) continue;
    ++columns;
    all += of_column[j];
    for (std::size_t i = 0; i < rows.size(); ++i) of_row[i] += static_cast<double>(rows[i][j]);
  }
  Contingency result{0, (columns - 1) * (static_cast<double>(rows.size()) - 1)};
  for (std::size_t j = 0; j < of_column.size(); ++j) {
    if (of_column[j] < 30 * static_cast<double>(rows.size())) continue;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const double expected = of_row[i] * of_column[j] / all, difference = static_cast<double>(rows[i][j]) - expected;
      result.chi_square += difference * difference / expected;
    }
  }
  return result;
}

/// Energies against time: one row for each drawn slice that counts enough.
Contingency time_and_energy(const host::Case& c) {
  const host::ReleaseRun run = sample(c, asked_events(2), host::TimeSampling::sliced, edges_of(c, 1));
  std::vector<std::vector<std::uint64_t>> rows;
  for (const host::ReleaseDraws& drawn : run.draws) rows.push_back(energies(run, drawn, 0));
  REQUIRE(rows.size() >= 9);
  return contingency(rows);
}

/// Deviation of a sampled rate in a window from a value, in sigmas.
double pull(const host::ReleaseValues& values, const Exposure& window, double expected_Hz) {
  const host::Estimate found = values.counts(values.timed(window.start_s, window.end_s));
  REQUIRE(found.sigma > 0);
  return (found.value / (window.end_s - window.start_s) - expected_Hz) * (window.end_s - window.start_s) / found.sigma;
}

Exposure near(double time) { return {0.999 * time, 1.001 * time}; }

}  // namespace

TEST_CASE("slices agree with quadrature, drawn in and plain, for every kind of film") {
  const std::vector<double> edges = {0,      1e-3,           1,  10, 100, 1e3, 1e4, 1e5, 3e5, week_s, 2 * week_s,
                                     year_s, year_s + day_s, 1e9};
  for (const testing::NamedCase& named : testing::release_cases()) {
    if (named.name == "64 stages") continue;  // the quadrature of 64 stages takes a while: see the unit tests
    CAPTURE(named.name);
    int freedom = 0;
    const host::ReleaseRun sliced = sample(named.c, asked_events(), host::TimeSampling::sliced, edges);
    CHECK(agreement(sliced, &freedom) > min_release_probability);
    CHECK(freedom >= 9);
    CHECK(static_cast<double>(sliced.releases()) > 0.79 * static_cast<double>(asked_events()));
    const host::ReleaseRun plain = sample(named.c, asked_events(), host::TimeSampling::plain, edges);
    CHECK(agreement(plain, &freedom) > min_release_probability);
    // Most lines of a rising density leave after all of these slices.
    CHECK(freedom >= (named.c.depinning.density == host::DensityShape::exponential ? 2 : 5));
  }
}

TEST_CASE("errors of few draws are right also where nearly all of a slice are kept") {
  const host::Case c = film_with("");
  const std::vector<double> edges = {0, 1, 10, 100, 1e3, 1e4, 1e5};
  double chi_square = 0;
  int freedom = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const host::ReleaseRun run = sample(c, 300, host::TimeSampling::sliced, edges, {}, seed);
    const host::ReleaseValues values(run, 1);
    for (std::size_t slice = 0; slice < run.slices->size(); ++slice) {
      const host::Estimate found = values.counts(std::span(&slice, 1));
      if (found.value == 0) continue;
      const double pull = (found.value - values.expected(std::span(&slice, 1))) / found.sigma;
      chi_square += pull * pull;
      ++freedom;
    }
  }
  CHECK(freedom > 1000);
  CHECK(std::abs(chi_square / freedom - 1) < 5 * std::sqrt(2.0 / freedom));
}

namespace {

struct TestedHistory {
  std::string stages;
  std::vector<double> moments_s;
};

std::vector<TestedHistory> tested_histories() {
  const std::string day = stage("hold", "1 day");
  const double hour = day_s + hour_s;
  return {{"", {1.0, week_s}},
          {day + stage("hold", "1 day", "stress_factor = 1.06"), {day_s, day_s + 10, week_s}},
          {day + stage("ramp", "1 hour", "stress_factor = 1.002"), {day_s, day_s + 1800, hour, week_s}},
          {day + stage("pulse", "1 hour", "eta_shift = 0.01"), {day_s, day_s + 60, hour, week_s}},
          {day + stage("hold", "1 hour", "stress_factor = 1.02") + stage("warm-up", "0 s", "refill = 0.5") +
               stage("hold", "1 day", "stress_factor = 1.05"),
           {day_s, hour, hour + 1, week_s}}};
}

}  // namespace

TEST_CASE("the exact rate of a moment is the mean that is drawn around it, for every density, escape and history") {
  const std::vector<std::vector<std::string>> densities = {
      {},
      {"depinning.density=exponential", "depinning.density_slope=0.41"},
      {"depinning.density=exponential", "depinning.density_slope=-2"},
      testing::tabulated_density()};
  const std::vector<std::vector<std::string>> escapes = {
      {},
      {"depinning.escape=classical", "depinning.temperature=4 K"},
      {"depinning.escape=quantum", "depinning.temperature=17 K", "depinning.critical_temperature=101 K"}};
  int rows = 0;
  for (const std::vector<std::string>& density : densities) {
    for (const std::vector<std::string>& escape : escapes) {
      std::vector<std::string> overrides = density;
      overrides.insert(overrides.end(), escape.begin(), escape.end());
      for (const TestedHistory& tested : tested_histories()) {
        const host::Case c = film_with(tested.stages, overrides);
        const host::FilmHistory history(c);
        for (const bool plain : {false, true}) {
          std::vector<double> edges = {0};
          std::vector<Exposure> windows;
          for (const double moment : tested.moments_s) {
            windows.push_back(host::around(history, moment, plain));
            edges.insert(edges.end(), {windows.back().start_s, windows.back().end_s});
          }
          const host::ReleaseRun run = sample(c, plain ? 1000 : asked_events(0.02), host::TimeSampling::sliced, edges);
          const host::ReleaseValues values(run, 1);
          for (std::size_t i = 0; i < windows.size(); ++i) {
            const double span = windows[i].end_s - windows[i].start_s,
                         exact = host::observed_rate(history, tested.moments_s[i]).rate_Hz * span;
            const std::vector<std::size_t> slices = values.timed(windows[i].start_s, windows[i].end_s);
            CAPTURE(density.empty());
            CAPTURE(overrides);
            CAPTURE(tested.stages);
            CAPTURE(tested.moments_s[i]);
            REQUIRE(!slices.empty());
            // Over a twentieth of the time the mean differs from the middle in second order.
            CHECK(std::abs(values.expected(slices) - exact) <= (plain ? 1e-2 : 1e-5) * exact + 1e-200);
            if (plain) continue;
            const host::Estimate found = values.counts(slices);
            CHECK(std::abs(found.value - exact) <= 4.5 * found.sigma + 1e-200);
            ++rows;
          }
        }
      }
    }
  }
  CHECK(rows == 4 * 3 * 17);
}

TEST_CASE("a line keeps its length when the stress changes, and lines pinned anew have that of their stress") {
  // Lines of the same pins under f times the stress, with the length l of before: heights as with 1/f of the density
  // of dislocations under f sigma0, energies f times those of the length of that stress.
  const double factor = 1.02, thresholds[] = {30}, scaled[] = {30 / factor};
  const std::vector<std::string> precise = {"table.tolerance=1e-4"};
  const host::PreparedCase risen(
      film_with(stage("hold", "1 day") + stage("hold", "1 day", "stress_factor = 1.02"), precise));
  const host::Table table = testing::build_table(risen);
  const auto probability = [&](const std::vector<std::string>& overrides, std::span<const double> above) {
    const host::PreparedCase c(film_with("", overrides));
    const exec::EventModel model = host::event_model(c, above);
    return host::integrate_spectrum(model, host::log2_unit_eV(c), table, host::table_slices(model, table), {}, above)
        .channel[0]
        .thresholds[0];
  };
  const std::string spacing = std::to_string(50 / std::sqrt(factor));
  const double before = probability({}, thresholds), anew = probability({"stress.sigma0=122.4 MPa"}, thresholds);
  const double kept = probability({"stress.sigma0=122.4 MPa", "pinning.spacing=" + spacing + " nm"}, scaled);
  CHECK(before == doctest::Approx(0.0364437).epsilon(1e-4));
  CHECK(kept == doctest::Approx(0.03999).epsilon(2e-4));
  MESSAGE("P(E > 30 eV): ", before, " before, ", kept, " after a rise of 2 %, ", anew, " pinned after it");

  const host::PreparedCase refilled(film_with(stage("hold", "1 day") + stage("hold", "1 hour", "stress_factor = 1.02") +
                                                  stage("warm-up", "1 hour", "refill = 1") +
                                                  stage("hold", "1 week", "stress_factor = 1"),
                                              precise));
  const double down[] = {30 * factor};
  const std::string wide = std::to_string(50 * std::sqrt(factor));
  const double unloaded = probability({"pinning.spacing=" + wide + " nm"}, down);
  for (const auto& [c, time, expected] :
       std::initializer_list<std::tuple<host::PreparedCase, double, double>>{{risen, day_s / 2, before},
                                                                             {risen, week_s, kept},
                                                                             {refilled, day_s + hour_s + 10, kept},
                                                                             {refilled, week_s, unloaded}}) {
    host::RatesRequest request{{}, {time}, {}};
    const Exposure near = host::around(host::FilmHistory(c), time, false);
    const auto backend = kernels::make_backend("auto", 0);
    const std::vector<double> own = {0, near.start_s, near.end_s};
    const std::uint64_t events = asked_events(0.5);
    const host::ReleaseRun run =
        host::sample_releases(c, table, *backend, {12, events, 0, events}, host::TimeSampling::sliced, own, thresholds);
    const host::ReleaseValues values(run, 1);
    const host::Rates rates = host::rates_of(c, table, values, request, {});
    const host::MomentRate& moment = rates.moments.front();
    CAPTURE(time);
    CHECK(moment.exact_above_Hz[0] / moment.exact_Hz == doctest::Approx(expected).epsilon(2e-5));
    // Drawn ratio against the exact ratio: releases have errors of their own.
    const double found = moment.rate_above_Hz[0].value / moment.rate_Hz.value,
                 sigma = moment.rate_above_Hz[0].sigma / moment.rate_Hz.value;
    CHECK(std::abs(found - expected) < 4.5 * sigma);
    CHECK(sigma < 0.02 * expected);
  }
}

TEST_CASE("a film's thickness and grains reject lines when they are pinned, whatever the stress does later") {
  const std::vector<std::string> small = {"grain.median=150 nm", "film.thickness=400 nm"};
  const double later[] = {0.95, 1.0, 1.05};
  for (const double factor : later) {
    const std::string level = "stress_factor = " + std::to_string(factor);
    const host::Case kept = film_with(stage("hold", "1 day") + stage("hold", "1 day", level), small);
    const host::Case anew = film_with(
        stage("hold", "1 day", level) + stage("warm-up", "1 hour", "refill = 1") + stage("hold", "1 day"), small);
    const auto rejected = [&](const host::Case& c, double from, double to) {
      const host::ReleaseRun run = sample(c, asked_events(0.1), host::TimeSampling::sliced, {0, from, to});
      double all = 0, out = 0;
      for (const host::ReleaseDraws& drawn : run.draws) {
        if (run.slices->info(static_cast<std::size_t>(drawn.source.slice)).start_s != from) continue;
        all += static_cast<double>(host::releases_of(run.model, drawn.counts));
        out += static_cast<double>(drawn.counts[static_cast<std::size_t>(exec::TallyLayout(run.model).rejected())]);
      }
      return std::pair(out / all, std::sqrt(out) / all);
    };
    const auto exact = [&](double sigma0_MPa) {
      std::vector<std::string> overrides = small;
      overrides.push_back("stress.sigma0=" + std::to_string(sigma0_MPa) + " MPa");
      const host::PreparedCase c(film_with("", overrides));
      const exec::EventModel model = host::event_model(c, {});
      return host::integrate_spectrum(model, host::log2_unit_eV(c), wide_table(),
                                      host::table_slices(model, wide_table()), {}, {})
          .rejected;
    };
    CAPTURE(factor);
    const auto [found, sigma] = rejected(kept, 2 * day_s, week_s);
    CHECK(std::abs(found - exact(120)) < 4.5 * sigma);
    const auto [new_found, new_sigma] = rejected(anew, week_s, 2 * week_s);
    CHECK(std::abs(new_found - exact(120 * factor)) < 4.5 * new_sigma);
    CHECK(new_sigma < 0.02 * new_found);
  }
}

TEST_CASE("energies of slices under a stress of their own follow its exact spectrum") {
  const host::PreparedCase c(film_with(stage("hold", "1 day") + stage("hold", "1 day", "stress_factor = 1.04")));
  const host::ReleaseRun run = sample(c, asked_events(), host::TimeSampling::sliced, {0, day_s, week_s, year_s});
  REQUIRE(run.draws.size() >= 3);
  const auto spectrum = [&](double factor) {
    const release::Stress stress{1, factor};
    const exec::EventModel model = host::at_stress(run.model, stress);
    return host::integrate_spectrum(model, host::at_stress(host::log2_unit_eV(c), stress), wide_table(),
                                    host::table_slices(model, wide_table()), run.edges_eV, {});
  };
  const host::ExactSpectrum before = spectrum(1), after = spectrum(1.04);
  for (const host::ReleaseDraws& drawn : run.draws) {
    const host::SliceInfo& info = run.slices->info(static_cast<std::size_t>(drawn.source.slice));
    const bool early = info.start_s < day_s;
    const auto probability = [&](const host::ExactSpectrum& exact) {
      const std::vector<std::uint64_t> found = energies(run, drawn, 0);
      double kept = 0, chi_square = 0;
      int freedom = 0;
      for (const std::uint64_t count : found) kept += static_cast<double>(count);
      for (std::size_t bin = 0; bin < found.size(); ++bin) {
        const double above = bin == 0 ? 1 : exact.channel[0].above[bin - 1];
        const double share = above - exact.channel[0].above[bin], expected = kept * share;
        if (expected < 50) continue;
        const double difference = static_cast<double>(found[bin]) - expected;
        chi_square += difference * difference / (expected * (1 - share));
        ++freedom;
      }
      REQUIRE(freedom > 20);
      return testing::chi_square_probability(chi_square, freedom);
    };
    CAPTURE(info.start_s);
    CAPTURE(info.at_once);
    CHECK(probability(early ? before : after) > min_release_probability);
    CHECK(probability(early ? after : before) < 1e-30);
  }
}

TEST_CASE("energy and time are independent of each other without a history, and not with one") {
  const Contingency held = time_and_energy(film_with(""));
  CHECK(testing::chi_square_probability(held.chi_square, held.freedom) > min_release_probability);
  const Contingency stepped =
      time_and_energy(film_with(stage("hold", "1 week") + stage("hold", "1 day", "stress_factor = 1.09")));
  CHECK(testing::chi_square_probability(stepped.chi_square, stepped.freedom) < 1e-40);
  const Contingency ramp =
      time_and_energy(film_with(stage("hold", "1 week") + stage("ramp", "1 year", "stress_factor = 0.9")));
  CHECK(testing::chi_square_probability(ramp.chi_square, ramp.freedom) < 1e-40);
  MESSAGE("chi-square over degrees of freedom: ", held.chi_square / held.freedom, " held, ",
          stepped.chi_square / stepped.freedom, " with a step, ", ramp.chi_square / ramp.freedom, " on a ramp");
}

TEST_CASE("what leaves at once: the refilled pins below eta = g / (1 + g)") {
  const host::Case c = film_with(stage("hold", "1 week") + stage("warm-up", "1 hour", "refill = 0.7") +
                                 stage("pulse", "1 hour", "stress_factor = 1.03"));
  const double start = week_s + hour_s, expected = 0.7 * 0.03 / 1.03;
  for (const host::TimeSampling sampling : {host::TimeSampling::sliced, host::TimeSampling::plain}) {
    const host::ReleaseRun run = sample(c, asked_events(0.5), sampling, {0, week_s, start, 2 * start});
    const host::ReleaseValues values(run, 1000);
    const std::vector<std::size_t> lost = values.at_once(start, start + 1);
    REQUIRE(lost.size() == 1);
    const host::Estimate found = values.counts(lost);
    CHECK(testing::relative_difference(values.expected(lost), 1000 * expected) < 1e-8);
    CHECK(std::abs(found.value - 1000 * expected) < 4.5 * found.sigma + 1e-6);
    CHECK(found.sigma < 0.01 * found.value);
    CHECK(values.at_once(0, start).empty());
  }
}

TEST_CASE("counts of a window are N/Gamma ln(t2/t1)") {
  const std::vector<double> edges = edges_of(film_with(""), 2, {{week_s, 2 * week_s}, {year_s, year_s + day_s}});
  const host::ReleaseRun run = sample(film_with(""), asked_events(), host::TimeSampling::sliced, edges);
  const host::ReleaseValues values(run, 1e9);
  for (const Exposure& window : {Exposure{week_s, 2 * week_s}, Exposure{year_s, year_s + day_s}}) {
    const host::Estimate found = values.counts(values.timed(window.start_s, window.end_s));
    const double expected = 1e9 / big_gamma * std::log(window.end_s / window.start_s);
    CHECK(std::abs(found.value - expected) < 4 * found.sigma);
    CHECK(found.sigma < 3e-3 * found.value);
  }
}

TEST_CASE("the two pulses: 1.234e-4 and 1.957e-4 an hour after their end, a half after 8103 hours") {
  for (const auto& [level, early] : std::initializer_list<std::pair<const char*, double>>{
           {"eta_shift = 0.01", 1.234e-4}, {"stress_factor = 1.01", 1.957e-4}}) {
    const host::Case c = film_with(stage("pulse", "1 hour", level));
    const double after = 2 * hour_s, late = 8104 * hour_s;
    const host::ReleaseRun run =
        sample(c, asked_events(), host::TimeSampling::sliced, edges_of(c, 2, {near(after), near(late)}));
    const host::ReleaseValues values(run, 1);
    CAPTURE(level);
    CHECK(std::abs(pull(values, near(after), early / (big_gamma * hour_s))) < 4);
    if (std::string(level) == "eta_shift = 0.01") {
      CHECK(std::abs(pull(values, near(late), 0.5 / (big_gamma * 8103 * hour_s))) < 4);
    }
  }
}

TEST_CASE("the share that a warm-up refilled is recovered from the rates after it") {
  const double reset = week_s + day_s;
  const host::Case c = film_with(stage("hold", "1 week") + stage("warm-up", "1 day", "refill = 0.37"));
  for (const double since : {60.0, hour_s, day_s}) {
    const Exposure window{reset + 0.999 * since, reset + 1.001 * since};
    const host::ReleaseRun run = sample(c, asked_events(0.5), host::TimeSampling::sliced, edges_of(c, 2, {window}));
    const host::ReleaseValues values(run, 1);
    const host::Estimate counts = values.counts(values.timed(window.start_s, window.end_s));
    const double time = reset + since, scale = big_gamma * time / (window.end_s - window.start_s);
    // R Gamma t / N = (1 - f) + f t / (t - t_r)
    const double refill = (counts.value * scale - 1) / (time / since - 1);
    const double sigma = counts.sigma * scale / (time / since - 1);
    CAPTURE(since);
    CHECK(std::abs(refill - 0.37) < 4 * sigma);
    CHECK(sigma < 0.01);
  }
}

TEST_CASE("k = 0.41: the fit finds the exponent -0.59 and the origin 0 within their errors") {
  const host::Case c = film_with("", {"depinning.density=exponential", "depinning.density_slope=0.41"});
  const host::ReleaseRun run = sample(c, asked_events(2), host::TimeSampling::sliced, edges_of(c, 5));
  const host::ReleaseValues values(run, 1e6);
  const auto fit = host::fit_decay(values, {1, 1e7});  // later the end of the density is felt, 1.8 % at 1e9 s
  REQUIRE(fit);
  CHECK(std::abs(fit->exponent + 0.59) < 3 * fit->exponent_sigma);
  CHECK(fit->exponent_sigma < 2e-3);
  CHECK(std::abs(fit->time_origin_s) < 3 * fit->time_origin_sigma_s);
  CHECK(fit->p_value > 1e-4);
}

TEST_CASE("decays within a window look like an exponential whose constant is the time itself") {
  const host::Case c = film_with("");
  const Exposure window{week_s, 1.2 * week_s};
  const host::ReleaseRun run = sample(c, asked_events(4), host::TimeSampling::sliced, edges_of(c, 1, {window}));
  const auto exponential = host::effective_exponential(host::ReleaseValues(run, 1e9), window);
  REQUIRE(exponential);
  CHECK(std::abs(exponential->tau_s - 1.1 * week_s) < 4 * exponential->tau_sigma_s + 0.005 * week_s);
  CHECK(exponential->tau_sigma_s < 0.1 * week_s);
}
