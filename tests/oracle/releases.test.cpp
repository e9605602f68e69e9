// Rates over time against closed forms, and where there are none against direct sums over eta and time written here.
#include "support/releases.hpp"

#include <doctest/doctest.h>

#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <initializer_list>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "host/model/pinned_lines.hpp"
#include "host/rates/rates.hpp"
#include "host/release/expected_releases.hpp"

using namespace slipburst;
using testing::day_s;
using testing::film_with;
using testing::hour_s;
using testing::over_eta;
using testing::stage;
using testing::week_s;
using testing::year_s;

namespace {

constexpr double nu = 8.9e12, big_gamma = 900;

/// R Gamma t / N, 1 for a film without a history.
double relative_rate(const host::FilmHistory& history, double time) {
  return host::momentary_rate(history, time).rate_Hz * big_gamma * time;
}
double relative_rate(const host::Case& c, double time) { return relative_rate(host::FilmHistory(c), time); }

/// Releases per line between two times, without lines that leave at once.
double counts(const host::Case& c, double start, double end) {
  const host::FilmHistory history(c);
  const double edges[] = {start, end};
  const host::ReleaseSlices slices(history, edges, 3);
  double sum = 0;
  for (std::size_t slice = 0; slice < slices.size(); ++slice) {
    if (!slices.info(slice).at_once) sum += host::expected_share(slices, slice);
  }
  return sum;
}

/// Releases per line at once, at a moment.
double at_once(const host::Case& c, double time) {
  const host::FilmHistory history(c);
  const double edges[] = {time * (1 - 1e-9), time * (1 + 1e-9)};
  const host::ReleaseSlices slices(history, edges, 3);
  double sum = 0;
  for (std::size_t slice = 0; slice < slices.size(); ++slice) {
    if (slices.info(slice).at_once) sum += host::expected_share(slices, slice);
  }
  return sum;
}

/// The integral of exp(Gamma delta) over stretches of time within which delta goes linearly.
class ShiftedTime {
 public:
  struct Stretch {
    double start, end, first, last;
  };
  explicit ShiftedTime(std::vector<Stretch> stretches) : stretches_(std::move(stretches)) {}

  double until(double time) const {
    double sum = 0;
    for (const Stretch& s : stretches_) {
      if (time <= s.start) break;
      const double end = std::min(time, s.end),
                   last = s.first + (end - s.start) / (s.end - s.start) * (s.last - s.first);
      const double rise = big_gamma * (last - s.first);
      sum += (end - s.start) * std::exp(big_gamma * s.first) * (rise == 0 ? 1 : std::expm1(rise) / rise);
    }
    return sum;
  }
  double shift(double time) const {
    for (const Stretch& s : stretches_) {
      if (s.start <= time && time < s.end) return s.first + (time - s.start) / (s.end - s.start) * (s.last - s.first);
    }
    return 0;
  }
  /// R Gamma t / N = t / t_eff.
  double relative_rate(double time) const { return time * std::exp(big_gamma * shift(time)) / until(time); }

 private:
  std::vector<Stretch> stretches_;
};

void check(const host::Case& c, const ShiftedTime& exact, std::initializer_list<double> times) {
  const host::FilmHistory history(c);
  double last = 0;
  for (const double time : times) {
    CAPTURE(time);
    CHECK(testing::relative_difference(relative_rate(history, time), exact.relative_rate(time)) < 1e-8);
    if (last > 0) {
      const double expected = std::log(exact.until(time) / exact.until(last)) / big_gamma;
      CHECK(testing::relative_difference(counts(c, last, time), expected) < 1e-8);
    }
    last = time;
  }
}

}  // namespace

TEST_CASE("Romani (2024), Eq. (5): check values of 1 cm^2 after a week") {
  for (const auto& [spacing, hz] : std::initializer_list<std::pair<const char*, double>>{
           {"30 nm", 204.128}, {"50 nm", 73.486}, {"100 nm", 18.3715}}) {
    const host::Case c = film_with("", {std::string("pinning.spacing=") + spacing, "detector.aluminium_area=1 cm2"});
    const double rate = host::momentary_rate(host::FilmHistory(c), week_s).rate_Hz * host::count_pinned_lines(c);
    CHECK(testing::relative_difference(rate, hz) < 5e-6);
  }
}

TEST_CASE("Eq. (5) from before the first attempt to long after the end of the axis") {
  const host::FilmHistory history(film_with(""));
  for (const double time : {1e-15, 1e-13, 1e-12, 1e-9, 1.0, week_s, 1e9, 1e15}) {
    CAPTURE(time);
    const double exact = std::exp(-nu * time * std::exp(-big_gamma)) - std::exp(-nu * time);
    CHECK(testing::relative_difference(relative_rate(history, time), exact) < 1e-8);
  }
}

TEST_CASE("counts of windows are N/Gamma ln(t2/t1)") {
  for (const auto& [start, end] : std::initializer_list<std::pair<double, double>>{
           {week_s, 2 * week_s}, {year_s, year_s + day_s}, {1, 1e9}, {week_s, 1.001 * week_s}}) {
    CHECK(testing::relative_difference(counts(film_with(""), start, end) * big_gamma, std::log(end / start)) < 1e-8);
  }
}

TEST_CASE("shifts of eta: R = N / (Gamma t_eff)") {
  check(film_with(stage("pulse", "1 hour", "eta_shift = 0.01")),
        ShiftedTime({{0, hour_s, 0.01, 0.01}, {hour_s, 1e99, 0, 0}}),
        {600, hour_s, 1.001 * hour_s, 2 * hour_s, day_s, year_s, 1e9});
  check(film_with(stage("hold", "1 day") + stage("hold", "1 day", "eta_shift = -0.005")),
        ShiftedTime({{0, day_s, 0, 0}, {day_s, 1e99, -0.005, -0.005}}), {hour_s, day_s, 1.1 * day_s, week_s, 1e9});
  check(film_with(stage("hold", "1 day") + stage("ramp", "2 hours", "eta_shift = 0.02") + stage("hold", "1 day") +
                  stage("ramp", "1 hour", "eta_shift = 0.003")),
        ShiftedTime({{0, 86400, 0, 0},
                     {86400, 93600, 0, 0.02},
                     {93600, 180000, 0.02, 0.02},
                     {180000, 183600, 0.02, 0.003},
                     {183600, 1e99, 0.003, 0.003}}),
        {hour_s, 86400, 87000, 90000, 93000, 100000, 180000, 180010, 182000, 184000, 1e6, 1e9});
}

TEST_CASE("a pulse in the first hour: 1.234e-4 after an hour, a half after 8103 hours") {
  // With t' since the end of the pulse: R Gamma t' / N.
  const auto since_end = [](const host::Case& c, double since) {
    return host::momentary_rate(host::FilmHistory(c), hour_s + since).rate_Hz * big_gamma * since;
  };
  const host::Case shift = film_with(stage("pulse", "1 hour", "eta_shift = 0.01"));
  CHECK(testing::relative_difference(since_end(shift, hour_s), 1.234e-4) < 4e-4);
  CHECK(testing::relative_difference(since_end(shift, hour_s), 1 / (1 + std::exp(9.0))) < 1e-8);
  CHECK(testing::relative_difference(since_end(shift, 8103 * hour_s), 0.5) < 1e-4);

  const host::Case factor = film_with(stage("pulse", "1 hour", "stress_factor = 1.01"));
  CHECK(testing::relative_difference(since_end(factor, hour_s), 1.957e-4) < 3e-4);
  const double expected = over_eta(
      [](double eta) {
        const double rate = nu * std::exp(-big_gamma * eta);
        return rate * std::exp(-rate * hour_s * (1 + std::exp(big_gamma * 0.01 * (1 - eta))));
      },
      0, 0.25);
  CHECK(testing::relative_difference(since_end(factor, hour_s), expected * big_gamma * hour_s) < 1e-7);
}

TEST_CASE("a warm-up that refills: (1 - f) N/(Gamma t) + f N/(Gamma (t - t_r))") {
  for (const double refill : {0.0, 0.25, 1.0}) {
    const host::Case c =
        film_with(stage("hold", "1 week") + stage("warm-up", "1 day", "refill = " + std::to_string(refill)));
    const double reset = 8 * day_s;
    for (const double since : {1e-3, 1.0, hour_s, day_s, year_s}) {
      const double time = reset + since, expected = (1 - refill) + refill * time / (time - reset);
      CAPTURE(refill);
      CAPTURE(since);
      CHECK(testing::relative_difference(relative_rate(c, time), expected) < 1e-8);
    }
    CHECK(counts(c, reset + 1, year_s) * big_gamma ==
          doctest::Approx((1 - refill) * std::log(year_s / (reset + 1)) + refill * std::log(year_s - reset))
              .epsilon(1e-8));
  }
}

namespace {

host::Case exponential_film(double k, const std::vector<std::string>& more = {}) {
  std::vector<std::string> overrides = {"depinning.density=exponential",
                                        "depinning.density_slope=" + std::to_string(k)};
  overrides.insert(overrides.end(), more.begin(), more.end());
  return film_with("", overrides);
}

/// nu t exp(-Gamma eta) at the ends of an exponential density with as many lines as the flat one, at t = 1 week.
struct Ends {
  double first, last;
};
Ends ends_at_a_week(double k) {
  // With y = nu week exp(-Gamma eta) the density is y^-k, of which the integral over eta is that of y^(-k-1) / Gamma.
  const double cooldown = nu * week_s, frozen = cooldown * std::exp(-big_gamma), whole = k * big_gamma;
  if (k > 0) return {cooldown, std::max(frozen, std::pow(whole + std::pow(cooldown, -k), -1 / k))};
  return {std::min(cooldown, std::pow(std::pow(frozen, -k) - whole, -1 / k)), frozen};
}

}  // namespace

TEST_CASE("exponential densities end where their lines are used up: R Gamma t / N = (t / week)^k, incomplete gammas") {
  for (const double k : {-5.0, -2.0, -0.3, -0.05, 0.05, 0.41, 0.9}) {
    const host::FilmHistory history(exponential_film(k));
    const Ends ends = ends_at_a_week(k);
    for (const double time : {1.0, hour_s, week_s, 1e9, 1e13}) {
      CAPTURE(k);
      CAPTURE(time);
      const double first = ends.first * time / week_s, last = ends.last * time / week_s;
      const double gammas = boost::math::tgamma(1 - k, last) - boost::math::tgamma(1 - k, first);
      const double expected = gammas * std::pow(time / week_s, k);
      if (gammas > 1e-6) CHECK(testing::relative_difference(relative_rate(history, time), expected) < 1e-7);
    }
  }
}

TEST_CASE("exponential densities between their ends: R Gamma t / N = Gamma(1 - k) (t / week)^k") {
  for (const auto& [k, from, to] : std::initializer_list<std::tuple<double, double, double>>{
           {-2.0, 4e5, 1e12}, {-0.3, 1.0, 1e12}, {0.2, 1.0, 1e9}, {0.41, 1.0, 1e8}}) {
    const double scale = std::tgamma(1 - k);
    const host::Case c = exponential_film(k);
    for (const double time : {from, std::sqrt(from * to), to}) {
      CAPTURE(k);
      CAPTURE(time);
      CHECK(testing::relative_difference(relative_rate(c, time), scale * std::pow(time / week_s, k)) < 1e-2);
    }
    const double integral = scale / k * (std::pow(to / week_s, k) - std::pow(from / week_s, k));
    CHECK(testing::relative_difference(counts(c, from, to) * big_gamma, integral) < 1e-2);
  }
}

TEST_CASE("no more lines leave than there are, whatever density and escape") {
  for (const double k : {-5.0, -2.0, -0.05, 0.0, 0.05, 0.4, 0.95}) {
    for (const std::vector<std::string>& escape : std::initializer_list<std::vector<std::string>>{
             {"depinning.escape=tunnelling"},
             {"depinning.escape=classical", "depinning.temperature=300 K"},
             {"depinning.escape=quantum", "depinning.temperature=101 K"},
             {"depinning.escape=quantum", "depinning.temperature=17 K", "depinning.critical_temperature=101 K"}}) {
      const host::Case c = k == 0 ? film_with("", escape) : exponential_film(k, escape);
      const double until_1e9 = host::expected_share(host::FilmHistory(c), 1e-20, 1e9);
      const double forever = host::expected_share(host::FilmHistory(c), 1e-20, 1e250);
      CAPTURE(k);
      CAPTURE(escape.back());
      CHECK(until_1e9 > 0);
      CHECK(until_1e9 <= forever * (1 + 1e-9));
      CHECK(forever <= 1 + 1e-8);
    }
  }
  // All lines but those with eta above 1 - 1e-3 leave within 1e250 s: N = 1 per line where the density is not cut
  // short.
  const double all = host::expected_share(host::FilmHistory(exponential_film(0.4)), 1e-20, 1e250);
  CHECK(all == doctest::Approx(1).epsilon(1e-8));
}

TEST_CASE("a tabulated density with jumps, zeros and kinks") {
  const std::vector<std::pair<double, double>> nodes = {{0.004, 3},   {0.02, 0.5},      {0.035, 0.5}, {0.0350001, 2.5},
                                                        {0.047, 2.5}, {0.0470001, 0.0}, {0.049, 0.0}, {0.0490001, 1.5},
                                                        {0.055, 0.2}, {0.2, 0.3}};
  const host::Case c = film_with("", testing::tabulated_density());
  const host::FilmHistory history(c);
  for (const double time : {1e-6, 1.0, 1e3, hour_s, day_s, week_s, year_s, 1e9}) {
    double rate = 0, between = 0;
    for (std::size_t i = 1; i < nodes.size(); ++i) {
      const auto [low, first] = nodes[i - 1];
      const auto [high, last] = nodes[i];
      const auto density = [&, low = low, first = first, high = high, last = last](double eta) {
        return first + (eta - low) / (high - low) * (last - first);
      };
      rate += over_eta(
          [&](double eta) {
            const double r = nu * std::exp(-big_gamma * eta);
            return density(eta) * r * std::exp(-r * time);
          },
          low, high);
      between += over_eta(
          [&](double eta) {
            const double r = nu * std::exp(-big_gamma * eta);
            return density(eta) * (std::exp(-r * time) - std::exp(-2 * r * time));
          },
          low, high);
    }
    CAPTURE(time);
    CHECK(testing::relative_difference(host::momentary_rate(history, time).rate_Hz, rate) < 1e-8);
    CHECK(testing::relative_difference(counts(c, time, 2 * time), between) < 1e-8);
  }
}

namespace {

constexpr double refilled_share = 0.4;

/// A month, then another stress, then a warm-up of a day; the stress stays.
host::Case refilled_film(double factor, const std::string& after = "") {
  return film_with(stage("hold", "30 days") + stage("hold", "1 s", "stress_factor = " + std::to_string(factor)) +
                   stage("warm-up", "1 day", "refill = " + std::to_string(refilled_share)) + after);
}
constexpr double filled_s = 31 * day_s + 1;

/// Releases per line between two times after the warm-up, without lines that leave at once, by sums over eta: lines
/// pinned at cooldown, flat under the case's stress, and lines pinned anew, flat under the stress of the warm-up.
double refilled_counts(double factor, double later_factor, double start, double end) {
  const auto rate = [](double eta) { return nu * std::exp(-big_gamma * eta); };
  const auto under = [](double eta, double f) { return 1 - f * (1 - eta); };
  const double old = over_eta(
      [&](double eta) {
        const double held = rate(eta) * 30 * day_s + rate(under(eta, factor)) * (filled_s - 30 * day_s);
        const double now = rate(under(eta, later_factor));
        return std::exp(-held - now * (start - filled_s)) * -std::expm1(-now * (end - start));
      },
      std::max({0.0, 1 - 1 / factor, 1 - 1 / later_factor}), 0.3);
  const double anew = over_eta(
      [&](double eta) {
        const double now = rate(under(eta, later_factor / factor));
        return std::exp(-now * (start - filled_s)) * -std::expm1(-now * (end - start));
      },
      std::max(0.0, 1 - factor / later_factor), 0.3);
  return (1 - refilled_share) * old + refilled_share * anew;
}

}  // namespace

TEST_CASE("a warm-up refills under the stress of its moment: as a cooldown at that stress") {
  for (const double factor : {0.9, 0.98, 1.0, 1.0001, 1.02, 1.3}) {
    const host::Case c = refilled_film(factor);
    CAPTURE(factor);
    for (const auto& [since, until] : std::initializer_list<std::pair<double, double>>{
             {1e-3, 1.0}, {1.0, hour_s}, {hour_s, day_s}, {day_s, year_s}}) {
      CAPTURE(since);
      const double expected = refilled_counts(factor, factor, filled_s + since, filled_s + until);
      CHECK(testing::relative_difference(counts(c, filled_s + since, filled_s + until), expected) < 1e-6);
    }
    // No line that is filled leaves at once.
    const host::FilmHistory history(c);
    const double edges[] = {filled_s - 1e-3, filled_s + 1};
    const host::ReleaseSlices slices(history, edges, 3);
    for (std::size_t slice = 0; slice < slices.size(); ++slice) CHECK_FALSE(slices.info(slice).at_once);
  }
}

TEST_CASE("another stress after a refill: lines keep what they are held by") {
  for (const auto& [factor, later] :
       std::initializer_list<std::pair<double, double>>{{1.02, 1.0}, {0.98, 1.0}, {0.98, 1.01}, {1.02, 1.05}}) {
    const host::Case c = refilled_film(factor, stage("hold", "1 s", "stress_factor = " + std::to_string(later)));
    CAPTURE(factor);
    CAPTURE(later);
    for (const double since : {1.0, hour_s, week_s}) {
      const double start = filled_s + since, end = filled_s + 2 * since;
      CHECK(testing::relative_difference(counts(c, start, end), refilled_counts(factor, later, start, end)) < 1e-6);
    }
    // Lines pinned anew below eta = 1 - factor / later under their own stress leave at once.
    const double weak = later > factor ? refilled_share * (1 - factor / later) : 0;
    CHECK(at_once(c, filled_s) == doctest::Approx(weak).epsilon(1e-8).scale(1));
  }
}

TEST_CASE("counts across a refill are continuous in the stress: 7.017e8 of 4e10 lines from 30.9 to 31.1 days") {
  const auto film = [](double factor) {
    return film_with(stage("hold", "30 days", "stress_factor = " + std::to_string(factor)) +
                     stage("warm-up", "1 day", "refill = " + std::to_string(refilled_share)));
  };
  const auto window = [&](double factor) {
    return 4e10 * host::expected_share(host::FilmHistory(film(factor)), 30.9 * day_s, 31.1 * day_s);
  };
  const double unchanged = window(1);
  const double old = std::log(31 / 30.9) + (1 - refilled_share) * std::log(31.1 / 31),
               anew = refilled_share * (std::log(nu * 0.1 * day_s) + 0.57721566490153286);
  CHECK(testing::relative_difference(unchanged, 4e10 / big_gamma * (old + anew)) < 1e-7);
  CHECK(unchanged == doctest::Approx(7.017e8).epsilon(1e-4));
  for (const auto& [factor, change] : std::initializer_list<std::pair<double, double>>{
           {1.000001, 1e-6}, {1.0001, 1e-4}, {0.9999, 1e-4}, {1.02, 5e-3}, {0.98, 5e-3}}) {
    CAPTURE(factor);
    CHECK(testing::relative_difference(window(factor), unchanged) < change);
  }
}

TEST_CASE("a ramp from no stress at all") {
  const host::FilmHistory history(
      film_with(stage("hold", "1 hour", "stress_factor = 0") + stage("ramp", "1 hour", "stress_factor = 1")));
  for (const double since : {1e-3, 1.0, hour_s, week_s}) {
    // During the ramp the logarithm of the rate rises by Gamma (1 - eta).
    const double expected = over_eta(
        [&](double eta) {
          const double rate = nu * std::exp(-big_gamma * eta);
          return rate * std::exp(-rate * (since + hour_s / (big_gamma * (1 - eta))));
        },
        0, 0.25);
    CAPTURE(since);
    CHECK(testing::relative_difference(host::momentary_rate(history, 2 * hour_s + since).rate_Hz, expected) < 1e-8);
  }
}

namespace {

double thermal_rate(double eta, double over_kT) {
  return nu * (std::exp(-big_gamma * eta) + std::exp(-over_kT * std::pow(std::max(eta, 0.0), 1.5)));
}

}  // namespace

TEST_CASE("thermal escape: classical at T, and at sqrt(tau_c^2 + T^2)") {
  constexpr double kelvin = 1 / 8.617333262e-5;  // of 1 eV
  const struct {
    host::Case c;
    double effective_K;
  } rows[] = {{film_with("", {"depinning.escape=classical", "depinning.temperature=4 K"}), 4},
              {film_with("", {"depinning.escape=classical", "depinning.temperature=30 K"}), 30},
              {film_with("", {"depinning.escape=quantum", "depinning.temperature=17 K",
                              "depinning.critical_temperature=101 K"}),
               std::hypot(101.0, 17.0)}};
  for (const auto& row : rows) {
    const host::FilmHistory history(row.c);
    for (const double time : {1.0, week_s, 1e9}) {
      const auto rate_at = [&](double eta) {
        const double rate = thermal_rate(eta, kelvin / row.effective_K);
        return rate * std::exp(-rate * time);
      };
      const auto left_between = [&](double eta) {
        const double hazard = thermal_rate(eta, kelvin / row.effective_K) * time;
        return std::exp(-hazard) - std::exp(-2 * hazard);
      };
      CAPTURE(row.effective_K);
      CAPTURE(time);
      CHECK(testing::relative_difference(host::momentary_rate(history, time).rate_Hz, over_eta(rate_at, 0, 1)) < 1e-7);
      CHECK(testing::relative_difference(counts(row.c, time, 2 * time), over_eta(left_between, 0, 1)) < 1e-7);
    }
  }
  const host::Case frozen = film_with("", {"depinning.escape=quantum", "depinning.temperature=1 mK"});
  CHECK(testing::relative_difference(relative_rate(frozen, week_s), 1) < 1e-8);
}

TEST_CASE("ramps with thermal escape, cut into pieces, are right to 2e-3") {
  constexpr double kelvin = 1 / 8.617333262e-5;
  constexpr int steps = 400;  // a quarter of an e-folding each, at most
  double worst = 0;
  for (const auto& [temperature, factor] :
       std::initializer_list<std::pair<double, double>>{{1, 1.03}, {4, 1.03}, {30, 1.1}, {4, 0.9}}) {
    const host::Case c =
        film_with(stage("hold", "1 hour") + stage("ramp", "1 hour", "stress_factor = " + std::to_string(factor)),
                  {"depinning.escape=classical", "depinning.temperature=" + std::to_string(temperature) + " K"});
    const double over_kT = kelvin / temperature;
    // Hazard of the ramp until a share of it, by Simpson's rule in time.
    const auto hazard = [&, factor = factor](double eta, int until) {
      double sum = thermal_rate(eta, over_kT) * hour_s;
      for (int i = 0; i <= until; ++i) {
        const double at = eta - (factor - 1) * i / steps * (1 - eta);
        sum += (i == 0 || i == until ? 1 : i % 2 == 1 ? 4 : 2) * thermal_rate(at, over_kT) * hour_s / steps / 3;
      }
      return sum;
    };
    for (const int until : {100, 200, 400}) {
      const double end = hour_s * (1 + static_cast<double>(until) / steps);
      const double expected = over_eta(
          [&](double eta) { return std::exp(-thermal_rate(eta, over_kT) * hour_s) - std::exp(-hazard(eta, until)); }, 0,
          0.5);
      const double found = counts(c, hour_s, end);
      CAPTURE(temperature);
      CAPTURE(factor);
      CAPTURE(until);
      CHECK(testing::relative_difference(found, expected) < 2e-3);
      worst = std::max(worst, std::abs(found / expected - 1));
    }
  }
  MESSAGE("worst relative error of counts within a ramp: ", worst);
}
