#include "host/release/film_history.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <utility>

#include "support/releases.hpp"

using namespace slipburst;
using testing::film_with;
using testing::stage;

TEST_CASE("without stages there is one piece without end, and all pins are filled at cooldown") {
  const host::FilmHistory history(film_with(""));
  REQUIRE(history.pieces().size() == 1);
  CHECK(history.pieces()[0].start == 0);
  CHECK(std::isinf(history.pieces()[0].end));
  CHECK(history.pieces()[0].steady);
  CHECK_FALSE(history.pieces()[0].releases);
  REQUIRE(history.populations().size() == 1);
  CHECK(history.populations()[0].weight == std::vector<double>{1});
  CHECK(history.boundaries().empty());
  CHECK(history.kinks(0).empty());
}

TEST_CASE("populations after several warm-ups: those refilled, and what went on from before") {
  const std::string warm = stage("hold", "1 day");
  const host::FilmHistory history(film_with(warm + stage("warm-up", "1 hour", "refill = 0.5") + warm +
                                            stage("warm-up", "1 hour", "refill = 0.2") + warm +
                                            stage("warm-up", "1 hour", "refill = 1")));
  REQUIRE(history.populations().size() == 4);
  const double starts[] = {0, 90000, 180000, 270000};
  const double weights[4][4] = {{1, 0.5, 0.4, 0}, {0, 0.5, 0.4, 0}, {0, 0, 0.2, 0}, {0, 0, 0, 1}};  // [filled][epoch]
  for (std::size_t filled = 0; filled < 4; ++filled) {
    CHECK(history.populations()[filled].start_s == starts[filled]);
    CHECK(history.pieces()[static_cast<std::size_t>(history.populations()[filled].piece)].start == starts[filled]);
    for (std::size_t epoch = 0; epoch < 4; ++epoch) {
      const auto piece = static_cast<std::size_t>(history.piece_at(starts[epoch] + 100));
      CHECK(history.populations()[filled].weight[piece] == doctest::Approx(weights[filled][epoch]).epsilon(1e-15));
    }
  }
  for (std::size_t piece = 0; piece < history.pieces().size(); ++piece) {
    double sum = 0;
    for (const host::Population& population : history.populations()) sum += population.weight[piece];
    CHECK(sum == doctest::Approx(1).epsilon(1e-14));
  }
}

TEST_CASE("each population sees stresses relative to that it was pinned under") {
  const host::FilmHistory history(film_with(
      stage("hold", "1 day", "stress_factor = 0.9") + stage("warm-up", "1 hour", "refill = 0.5\nstress_factor = 2") +
      stage("hold", "1 hour") + stage("hold", "1 day", "eta_shift = 0.02") + stage("warm-up", "0 s", "refill = 0.2") +
      stage("hold", "1 day", "stress_factor = 1.1")));
  REQUIRE(history.populations().size() == 3);
  const release::Level levels[] = {{0, 0}, {-0.1, 0}, {0, 0.02}};
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(history.populations()[i].level.gain == doctest::Approx(levels[i].gain));
    CHECK(history.populations()[i].level.shift == levels[i].shift);
    CHECK(history.pinned()[i].piece == history.populations()[i].piece);
  }
  for (std::size_t piece = 0; piece < history.pieces().size(); ++piece) {
    const release::Level& level = history.pieces()[piece].first;
    for (std::size_t i = 0; i < 3; ++i) {
      const release::Level& own = history.view(i).pieces[piece].first;
      for (const double eta : {0.01, 0.05, 0.3}) {
        // tau / tau_c of a line in units of tau_c: under its own stress 1 - eta, under that of the case (rest) ...
        const double rest = (1 - eta - levels[i].shift) / (1 + levels[i].gain);
        CHECK(own.eta(eta) == doctest::Approx(1 - (1 + level.gain) * rest - level.shift).epsilon(1e-13));
        CHECK(history.pinned()[i].stress(eta) == doctest::Approx((1 - eta) / rest).epsilon(1e-13));
      }
    }
  }
  // Lines pinned under the stress of the moment do not leave at once; the next rises release some.
  const auto releases = [&](std::size_t population, double time) {
    return history.view(population).pieces[history.piece_at(time)].releases;
  };
  CHECK_FALSE(releases(1, 90000));
  CHECK(releases(0, 93600));
  CHECK(releases(1, 93600));
  REQUIRE(history.kinks(1).size() == 2);
  CHECK(history.kinks(1)[0] == doctest::Approx(1 - 0.98 * 0.9));
  CHECK(history.kinks(1)[1] == doctest::Approx(1 - 0.9 / 1.1));
  REQUIRE(history.kinks(2).size() == 1);
  CHECK(history.kinks(2)[0] == doctest::Approx(0.98 - 1 / 1.1));
}

TEST_CASE("pieces follow each other without gaps, and levels come and go as the stages say") {
  const host::FilmHistory history(film_with(
      stage("pulse", "1 hour", "eta_shift = 0.01") + stage("hold", "1 hour", "stress_factor = 1.1\nstart = \"1 day\"") +
      stage("ramp", "1 hour", "eta_shift = 0.002") + stage("pulse", "1 hour", "stress = \"60 MPa\"")));
  const auto& pieces = history.pieces();
  for (std::size_t i = 1; i < pieces.size(); ++i) CHECK(pieces[i].start == pieces[i - 1].end);
  const auto at = [&](double time) { return pieces[static_cast<std::size_t>(history.piece_at(time))]; };
  CHECK(at(0).first.shift == 0.01);
  CHECK(at(0).releases);
  CHECK(at(3599.9).first.shift == 0.01);
  CHECK(at(3600).first.shift == 0);
  CHECK_FALSE(at(3600).releases);
  CHECK(at(86399).first.gain == 0);
  CHECK(at(86400).first.gain == doctest::Approx(0.1));
  CHECK(at(86400).releases);
  CHECK(at(90000).first.gain == doctest::Approx(0.1));
  CHECK(at(90000).last.gain == 0);
  CHECK(at(90000).last.shift == 0.002);
  CHECK_FALSE(at(90000).releases);
  CHECK(at(93600).first.gain == doctest::Approx(-0.5));
  CHECK(at(97200).first.shift == 0.002);  // back to the shift that the ramp left
  CHECK(std::isinf(at(97200).end));
}

TEST_CASE("a change of temperature alone starts a piece, and a ramp at a temperature becomes many") {
  const host::FilmHistory cold(film_with(stage("pulse", "1 hour", "stress_factor = 1\ntemperature = \"20 K\""),
                                         {"depinning.escape=classical", "depinning.temperature=1 K"}));
  REQUIRE(cold.pieces().size() == 2);
  CHECK(cold.pieces()[0].barrier * 20 == doctest::Approx(cold.pieces()[1].barrier));
  CHECK(cold.pieces()[1].barrier == doctest::Approx(1 / 8.617333262e-5 / std::log(2.0)).epsilon(1e-9));
  const host::FilmHistory ramp(film_with(stage("ramp", "1 hour", "stress_factor = 1.01"),
                                         {"depinning.escape=classical", "depinning.temperature=1 K"}));
  REQUIRE(ramp.pieces().size() == 33);  // 0.01 in pieces of 0.02 / 64 at most, and the piece after the ramp
  for (std::size_t i = 1; i < 32; ++i) {
    CHECK(ramp.pieces()[i].first.gain == ramp.pieces()[i - 1].last.gain);
    CHECK_FALSE(ramp.pieces()[i].releases);
  }
}

TEST_CASE("beyond the reach of plain draws no line leaves") {
  const host::FilmHistory history(film_with(""));
  for (const double end : {1.0, 1e6, 1e9}) {
    const double reach = history.reach(end), hazard = 8.9e12 * end * std::exp(-900 * reach);
    CHECK(hazard == doctest::Approx(0x1p-64).epsilon(1e-6));
  }
}
