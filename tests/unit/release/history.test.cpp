// Hazards against quadrature of the formula as printed, nu exp(-Gamma eta(t)) and its thermal companion, and departures
// as their inverse.
#include "slipburst/release/history.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <random>
#include <vector>

using namespace slipburst;
using release::Departure;
using release::History;
using release::Level;
using release::Piece;

namespace {

constexpr double never = std::numeric_limits<double>::infinity();
constexpr double log2_e = 1.4426950408889634;
constexpr double attempts = 8.9e12, gamma_exponent = 900;
const release::EscapeLaw mott{std::log2(attempts), gamma_exponent* log2_e, 1.5};

constexpr double kelvin_per_barrier = 1 / 8.617333262e-5;  // W0 / k_B of 1 eV
double barrier(double kelvin) { return kelvin > 0 ? kelvin_per_barrier / kelvin * log2_e : never; }

Piece steady(double start, double end, Level level, double kelvin = 0, bool releases = false) {
  return {start, end, level, level, barrier(kelvin), true, releases};
}
Piece ramp(double start, double end, Level first, Level last, double kelvin = 0) {
  return {start, end, first, last, barrier(kelvin), false, false};
}

/// eta under the stress of a moment, from tau = (1 - eta) tau_c: tau becomes (1 + gain) tau + shift tau_c.
long double eta_at(const Piece& piece, long double eta, long double time) {
  const long double part =
      piece.steady ? 0 : (time - piece.start) / (static_cast<long double>(piece.end) - piece.start);
  const long double gain = piece.first.gain + part * (static_cast<long double>(piece.last.gain) - piece.first.gain);
  const long double shift = piece.first.shift + part * (static_cast<long double>(piece.last.shift) - piece.first.shift);
  return 1 - ((1 + gain) * (1 - eta) + shift);
}

/// The integral of the rate, times exp(-scale).
long double integral(const Piece& piece, double kelvin, double eta, double from, double to, long double scale) {
  using Kronrod = boost::math::quadrature::gauss_kronrod<long double, 31>;
  const auto f = [&](long double time) {
    const long double at = eta_at(piece, eta, time);
    long double rate = std::exp(std::log(static_cast<long double>(attempts)) - gamma_exponent * at - scale);
    if (kelvin > 0) {
      const long double over = static_cast<long double>(kelvin_per_barrier) / kelvin;
      const long double height = at > 0 ? over * std::pow(at, 1.5L) : 0;
      rate += std::exp(std::log(static_cast<long double>(attempts)) - height - scale);
    }
    return rate;
  };
  return Kronrod::integrate(f, static_cast<long double>(from), static_cast<long double>(to), 11, 1e-13L);
}

/// Pulse, hold, ramp up, hold, ramp down, late pulse of a factor, then nothing more.
std::vector<Piece> busy_pieces() {
  const Level none{}, pulse{0, 0.01}, high{0.01, 0}, low{0.005, 0.002}, late{0.02, 0};
  return {steady(0, 3600, pulse, 0, true),      steady(3600, 86400, none),      ramp(86400, 90000, none, high),
          steady(90000, 700000, high),          ramp(700000, 1.3e6, high, low), steady(1.3e6, 3e7, low),
          steady(3e7, 3e7 + 60, late, 0, true), steady(3e7 + 60, never, none)};
}

History view(const std::vector<Piece>& pieces) {
  return {pieces.data(), static_cast<std::int32_t>(pieces.size()), mott};
}

double relative_difference(double found, double expected) { return std::abs(found / expected - 1); }

/// Largest change of a hazard from a rounding of the time alone.
double rounding_of(const History& history, const Departure& left, double eta) {
  const double rate = std::exp2(history.rate(left.piece, eta, left.time).log2_rate);
  return 4e-16 * left.time * rate;
}

}  // namespace

TEST_CASE("hazards of holds and ramps are integrals of the rate") {
  const Level none{}, shifted{0, 0.01}, factor{0.02, 0}, both{-0.1, 0.03};
  const std::vector<Piece> pieces = {steady(10, 4000, none),         steady(10, 4000, shifted),
                                     steady(10, 4000, factor),       ramp(10, 4000, none, shifted),
                                     ramp(10, 4000, factor, none),   ramp(10, 4000, both, factor),
                                     ramp(10, 4000, {0.5, 0}, none), ramp(10, 4000, {-0.4, 0}, {0.3, 0})};
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const History history = view(pieces);
    for (const double eta : {0.0, 0.001, 0.03, 0.0479, 0.1, 0.3}) {
      for (const auto& period : {std::pair(10.0, 4000.0), std::pair(10.0, 10.5), std::pair(3000.0, 3001.0),
                                 std::pair(1000.0, 4000.0), std::pair(10.0, 10.000001)}) {
        const double from = period.first, to = period.second;
        CAPTURE(i);
        CAPTURE(eta);
        CAPTURE(from);
        CAPTURE(to);
        const long double scale =
            std::log(8.9e12L) - gamma_exponent * std::min(eta_at(pieces[i], eta, from), eta_at(pieces[i], eta, to));
        const long double expected = integral(pieces[i], 0, eta, from, to, scale);
        const auto found = static_cast<long double>(history.hazard(static_cast<std::int32_t>(i), eta, from, to));
        CHECK(std::abs(static_cast<double>(found * std::exp(-scale) / expected - 1)) < 1e-12);
      }
    }
  }
}

TEST_CASE("ramps from no stress at all: rates far below what a double holds") {
  const std::vector<Piece> pieces = {ramp(0, 3600, {-1, 0}, {0, 0}), steady(3600, 7200, {0, 0}),
                                     ramp(7200, 10800, {0, 0}, {-1, 0}), steady(10800, never, {-1, 0})};
  const History history = view(pieces);
  for (const double eta : {0.0, 0.01, 0.03, 0.04}) {
    CAPTURE(eta);
    // In closed form: the rate at the end over how fast its logarithm goes.
    const double rate = attempts * std::exp(-gamma_exponent * eta), slope = gamma_exponent * (1 - eta) / 3600;
    CHECK(relative_difference(history.hazard(0, eta, 0, 3600), rate / slope) < 1e-11);
    CHECK(relative_difference(history.hazard(2, eta, 7200, 10800), rate / slope) < 1e-11);
    for (const double share : {0.999, 0.5, 1e-3}) {
      const double hazard = share * rate / slope;
      const Departure left = history.departure(0, eta, hazard);
      CHECK(left.piece == 0);
      CHECK(relative_difference(left.time, 3600 + std::log(share) / slope) < 1e-12);
      CHECK(relative_difference(history.time_of(2, eta, 7200, hazard) - 7200, -std::log1p(-share) / slope) < 1e-9);
    }
    CHECK(history.time_of(2, eta, 7200, 1.001 * rate / slope) == never);
  }
}

TEST_CASE("gold: Gamma = 2504 spans a thousand decades, and still no hazard is lost") {
  const std::vector<Piece> pieces = {ramp(0, 100, {0, 0}, {0.4, 0}), steady(100, never, {0.4, 0})};
  const History history{pieces.data(), 2, {std::log2(3.4e12), 2504 * log2_e, 1.5}};
  for (const double eta : {0.25, 0.29, 0.295}) {
    const double last = eta - 0.4 * (1 - eta), slope = 2504 * 0.4 * (1 - eta) / 100;
    const double expected = 3.4e12 / slope * (std::exp(-2504 * last) - std::exp(-2504 * eta));
    CAPTURE(eta);
    CHECK(relative_difference(history.hazard(0, eta, 0, 100), expected) < 1e-11);
    const Departure left = history.departure(0, eta, 1);
    REQUIRE(left.piece == (expected > 1 ? 0 : 1));
    CHECK(relative_difference(history.hazard_since(0, left.piece, eta, left.time), 1) < 1e-10);
  }
}

TEST_CASE("departures invert hazards through stages of every kind") {
  const std::vector<Piece> pieces = busy_pieces();
  const History history = view(pieces);
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> unit(0, 1);
  std::vector<int> left_in(pieces.size());
  for (int i = 0; i < 200'000; ++i) {
    const double eta = 0.0001 + 0.12 * unit(random), hazard = -std::log(unit(random));
    const Departure left = history.departure(0, eta, hazard);
    if (left.at_once) {
      REQUIRE((left.piece == 0 || left.piece == 6));
      REQUIRE(left.time == pieces[static_cast<std::size_t>(left.piece)].start);
      REQUIRE(eta <= 0.0100000001);
      continue;
    }
    ++left_in[static_cast<std::size_t>(left.piece)];
    REQUIRE(left.time >= pieces[static_cast<std::size_t>(left.piece)].start);
    REQUIRE(left.time <= pieces[static_cast<std::size_t>(left.piece)].end);
    const double gathered = history.hazard_since(0, left.piece, eta, left.time);
    const double limit = 1e-12 * hazard + rounding_of(history, left, eta);
    if (!(std::abs(gathered - hazard) < limit)) {
      CAPTURE(eta);
      CAPTURE(hazard);
      CAPTURE(left.piece);
      CAPTURE(left.time);
      CAPTURE(gathered);
      CHECK(std::abs(gathered - hazard) < limit);
    }
  }
  for (const int count : left_in) CHECK(count > 0);
}

TEST_CASE("times invert hazards within a piece, from wherever they count") {
  const std::vector<Piece> pieces = busy_pieces();
  const History history = view(pieces);
  std::mt19937_64 random(4);
  std::uniform_real_distribution<double> unit(0, 1);
  double worst = 0;
  for (int i = 0; i < 100'000; ++i) {
    const auto index = static_cast<std::int32_t>(i) % 7;
    const Piece& piece = pieces[static_cast<std::size_t>(index)];
    const double span = piece.end - piece.start, eta = 0.02 + 0.1 * unit(random);
    const double from = piece.start + 0.9 * unit(random) * span, time = from + unit(random) * (piece.end - from);
    const double hazard = history.hazard(index, eta, from, time), found = history.time_of(index, eta, from, hazard);
    // A ramp down by 45 e-foldings has gathered all but 1e-20 of its hazard: the remaining time is lost in rounding.
    const double change = std::abs(history.rate(index, eta, from).slope) * (time - from) / log2_e;
    const double conditioning = piece.last.gain < piece.first.gain ? std::exp(std::min(change, 40.0)) : 1;
    if (conditioning > 1e3) continue;
    worst = std::max(worst, std::abs(found - time) / (span * conditioning + 1e-3 * time));
  }
  CHECK(worst < 1e-12);
}

TEST_CASE("what had no barrier left is gone before anything else happens") {
  const std::vector<Piece> pieces = busy_pieces();
  const History history = view(pieces);
  CHECK(history.departure(0, 0.009, 50).at_once);
  CHECK(history.departure(0, 0.01, 50).at_once);
  CHECK_FALSE(history.departure(0, 0.0101, 50).at_once);
  CHECK(history.hazard_since(0, 3, 0.009, 1e5) == never);
  const Departure late = history.departure(5, 0.0099, 1e300);  // pinned anew before the late pulse
  CHECK(late.at_once);
  CHECK(late.piece == 6);
  CHECK(late.time == 3e7);
}

TEST_CASE("hazards before and within together are the whole") {
  const std::vector<Piece> pieces = busy_pieces();
  const History history = view(pieces);
  for (const std::int32_t index : {1, 2, 3, 4, 5, 6}) {
    const Piece& piece = pieces[static_cast<std::size_t>(index)];
    const double middle = 0.5 * (piece.start + piece.end);
    for (const double eta : {0.02, 0.0479, 0.07}) {
      const History::Hazards both = history.hazards(0, index, eta, middle, piece.end);
      CHECK(relative_difference(both.before, history.hazard_since(0, index, eta, middle)) < 1e-13);
      CHECK(relative_difference(both.within, history.hazard(index, eta, middle, piece.end)) < 1e-13);
      CHECK(relative_difference(both.before + both.within, history.hazard_since(0, index + 1, eta, piece.end)) < 1e-12);
    }
  }
}

TEST_CASE("the stress of a release over that of the case") {
  const std::vector<Piece> pieces = {ramp(100, 200, {0, 0}, {0.1, 0}), ramp(200, 300, {0, 0.02}, {0, 0.04}),
                                     steady(300, never, {-0.5, 0})};
  const History history = view(pieces);
  CHECK(release::History::stress_factor(history.pieces[0], 0.05, 125) == doctest::Approx(1.025));
  CHECK(release::History::stress_factor(history.pieces[1], 0.05, 250) == doctest::Approx(1 + 0.03 / 0.95));
  CHECK(release::History::stress_factor(history.pieces[2], 0.05, 1e9) == 0.5);
}
