#include "host/lines/phonon_list.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/lines/line_energy.hpp"
#include "host/table/table_error.hpp"
#include "support/cases.hpp"
#include "support/lines.hpp"

using namespace slipburst;

namespace {

host::PhononRequest line(double pin_height_nm, double stress_MPa, host::Phonons phonons = host::Phonons::above_gap) {
  host::PhononRequest request{};
  request.pin_height_nm = pin_height_nm;
  request.stress = stress_MPa * units::megapascal;
  request.phonons = phonons;
  return request;
}

struct Line {
  std::vector<std::string> overrides;
  double pin_height_nm, stress_MPa;
};

/// Below and above tau* (65.46 MPa for aluminium on silicon), just above the threshold, far beyond the sound speed.
const std::vector<Line> lines{{{}, 100, 60},
                              {{"model.reading=consistent"}, 100, 60},
                              {{"model.reading=equation7"}, 100, 60},
                              {{}, 4.7, 60},
                              {{}, 20, 60},
                              {{}, 50, 45},
                              {{}, 400, 15},
                              {{}, 3, 75},
                              {{}, 50, 75},
                              {{}, 30, 100},
                              {{"model.reading=consistent"}, 30, 90},
                              {{}, 1000, 60},
                              {{"substrate.material=CaWO4"}, 50, 40},
                              {{"pinning.alpha=0.8", "film.pair_breaking_energy=0.6 meV"}, 80, 58},
                              {{"film.material=Cu"}, 50, 30}};

/// Each channel's sum of weight x hbar omega, above and below an energy, straight from the packets. eV
double sum(const host::PhononList& list, host::PhononChannel channel, double from_meV, double to_meV) {
  double energy = 0;
  for (const host::PhononPacket& p : list.packets) {
    if (p.channel == channel && p.phonon_meV >= from_meV && p.phonon_meV <= to_meV) energy += p.weight * p.phonon_meV;
  }
  return energy / units::millielectronvolt_per_eV;
}

constexpr auto crystal = host::PhononChannel::crystal, film = host::PhononChannel::film;

}  // namespace

TEST_CASE("packets hold the energy of the line") {
  for (const Line& l : lines) {
    CAPTURE(l.overrides);
    CAPTURE(l.pin_height_nm);
    CAPTURE(l.stress_MPa);
    const host::PreparedCase c(testing::make_case(l.overrides));
    const host::PhononRequest request = line(l.pin_height_nm, l.stress_MPa);
    const host::PhononList list = host::phonon_list(c, request);
    const host::LineEnergy direct = host::line_energy(c, l.pin_height_nm, request.stress);
    CHECK(list.line_length_nm == direct.line_length_nm);
    CHECK(sum(list, crystal, 0, 1e9) == doctest::Approx(direct.crystal_above_gap_eV).epsilon(1e-6));
    CHECK(sum(list, film, 0, 1e9) == doctest::Approx(direct.film_above_gap_eV).epsilon(1e-6));
    CHECK(list.above_gap_eV == list.energy_eV);
    CHECK(std::abs(list.negative_eV[0]) + std::abs(list.negative_eV[1]) < 1e-12 * list.energy_eV[0]);
  }
}

TEST_CASE("with those below the gap they hold all that is radiated") {
  for (const Line& l : lines) {
    CAPTURE(l.overrides);
    CAPTURE(l.pin_height_nm);
    CAPTURE(l.stress_MPa);
    const host::PreparedCase c(testing::make_case(l.overrides));
    const host::PhononRequest request = line(l.pin_height_nm, l.stress_MPa, host::Phonons::all);
    const host::PhononList list = host::phonon_list(c, request);
    const host::LineEnergy direct = host::line_energy(c, l.pin_height_nm, request.stress);
    CHECK(list.above_gap_eV[0] == doctest::Approx(direct.crystal_above_gap_eV).epsilon(1e-6));
    CHECK(list.above_gap_eV[1] == doctest::Approx(direct.film_above_gap_eV).epsilon(1e-6));
    // A packet may lie on 2 Delta itself; none does here.
    CHECK(sum(list, crystal, c->film.pair_breaking_energy, 1e9) ==
          doctest::Approx(direct.crystal_above_gap_eV).epsilon(1e-6));
    CHECK(sum(list, film, c->film.pair_breaking_energy, 1e9) ==
          doctest::Approx(direct.film_above_gap_eV).epsilon(1e-6));
    CHECK(sum(list, crystal, 0, 1e9) + sum(list, film, 0, 1e9) ==
          doctest::Approx(host::radiated_energy_eV(c, l.pin_height_nm, request.stress)).epsilon(1e-6));
  }
}

TEST_CASE("what is radiated is the mean over the line of what its segments have to lose") {
  const host::PreparedCase c(testing::make_case());
  // tau b (h - x_eq) - T0 K ln(h / x_eq) with T0 K = 1.01567 eV/nm x 0.342105, summed over 20000 heights.
  const double force = 60e-3 * 6.241509 * 0.286, barrier = 1.01567 * 0.342105, rest = barrier / force;
  double energy = 0;
  constexpr int heights = 20000;
  for (int i = 0; i < heights; ++i) {
    const double h = 100 * (i + 0.5) / heights;
    if (h > rest) energy += force * (h - rest) - barrier * std::log(h / rest);
  }
  energy *= 7150.0 / 60 / heights;
  CHECK(host::radiated_energy_eV(c, 100, 60 * units::megapascal) == doctest::Approx(energy).epsilon(1e-5));
  CHECK(host::radiated_energy_eV(c, 3, 60 * units::megapascal) == 0);
}

TEST_CASE("each packet is a possible phonon of a segment of the line") {
  for (const auto phonons : {host::Phonons::above_gap, host::Phonons::all}) {
    for (const Line& l : lines) {
      CAPTURE(l.overrides);
      CAPTURE(l.pin_height_nm);
      CAPTURE(l.stress_MPa);
      const host::PreparedCase c(testing::make_case(l.overrides));
      const host::PhononList list = host::phonon_list(c, line(l.pin_height_nm, l.stress_MPa, phonons));
      REQUIRE(!list.packets.empty());
      REQUIRE(std::is_sorted(list.edges_meV.begin(), list.edges_meV.end()));
      CHECK(std::count(list.edges_meV.begin(), list.edges_meV.end(), c->film.pair_breaking_energy) == 1);
      CHECK(list.edges_meV.back() == list.max_phonon_meV);
      const host::PhononPacket* before = nullptr;
      for (const host::PhononPacket& p : list.packets) {
        REQUIRE(p.weight > 0);
        REQUIRE(p.phonon_meV <= list.max_phonon_meV);
        REQUIRE(p.phonon_meV >=
                (phonons == host::Phonons::all ? list.edges_meV.front() : c->film.pair_breaking_energy));
        const auto& d = p.direction;
        REQUIRE(std::abs(d.x * d.x + d.y * d.y + d.z * d.z - 1) < 1e-15);
        REQUIRE((d.z > 0) == (p.channel == crystal));
        REQUIRE(p.height_nm / l.pin_height_nm == doctest::Approx(p.position_nm / list.line_length_nm).epsilon(1e-12));
        REQUIRE(p.height_nm < l.pin_height_nm);
        REQUIRE(p.distance_nm > 0);
        REQUIRE(p.distance_nm <= p.height_nm * (1 + 1e-12));
        REQUIRE(p.time_ps > 0);
        if (before && before->position_nm == p.position_nm) {
          REQUIRE(p.time_ps > before->time_ps);
          // Phonon energies rise while the segment approaches and fall while it recedes.
          if (before->channel == p.channel && p.channel == crystal) REQUIRE(p.phonon_meV > before->phonon_meV);
          if (before->channel == p.channel && p.channel == film) REQUIRE(p.phonon_meV < before->phonon_meV);
        } else {
          if (before) REQUIRE(p.position_nm > before->position_nm);
          REQUIRE(p.channel == crystal);
        }
        before = &p;
      }
    }
  }
}

TEST_CASE("the greatest phonon energy is that of the model") {
  const host::PhononList list = host::phonon_list(host::PreparedCase(testing::make_case()), line(300, 60));
  CHECK(std::abs(list.max_phonon_meV - 2.384) < 5e-4);
  CHECK(list.max_emitted_meV <= list.max_phonon_meV);
  CHECK(list.max_emitted_meV > 2.3);  // the line gets closer than x_min
  CHECK(list.mean_phonon_meV * list.phonons ==
        doctest::Approx(1000 * (list.energy_eV[0] + list.energy_eV[1])).epsilon(1e-12));
}

TEST_CASE("directions and nothing else depend on seed and burst") {
  const host::PreparedCase c(testing::make_case());
  host::PhononRequest request = line(20, 60);
  const host::PhononList first = host::phonon_list(c, request), again = host::phonon_list(c, request);
  request.burst = 7;
  const host::PhononList other_burst = host::phonon_list(c, request);
  request.burst = 0;
  request.seed = 2;
  const host::PhononList other_seed = host::phonon_list(c, request);
  REQUIRE(first.packets.size() == again.packets.size());
  for (std::size_t i = 0; i < first.packets.size(); ++i) {
    const auto &a = first.packets[i], &b = again.packets[i];
    REQUIRE(a.phonon_meV == b.phonon_meV);
    REQUIRE(a.weight == b.weight);
    REQUIRE(a.time_ps == b.time_ps);
    REQUIRE(a.direction.x == b.direction.x);
    REQUIRE(a.direction.z == b.direction.z);
    for (const host::PhononList* other : {&other_burst, &other_seed}) {
      REQUIRE(other->packets[i].weight == a.weight);
      REQUIRE(other->packets[i].direction.x != a.direction.x);
    }
  }
}

TEST_CASE("bins and positions change the packets, not what they carry") {
  const host::PreparedCase c(testing::make_case());
  host::PhononRequest request = line(100, 60);
  const host::PhononList list = host::phonon_list(c, request);
  CHECK(list.positions >= 32);
  for (const std::uint64_t bins : {1, 8, 300}) {
    request.bins = bins;
    const host::PhononList other = host::phonon_list(c, request);
    CAPTURE(bins);
    CHECK(other.edges_meV.size() == bins + 2);  // one bin below the gap, which is not listed
    CHECK(other.energy_eV[0] == doctest::Approx(list.energy_eV[0]).epsilon(1e-12));
    CHECK(other.energy_eV[1] == doctest::Approx(list.energy_eV[1]).epsilon(1e-12));
    // The energy of a packet is the mean over its phonons, so that their number does not depend on the bins.
    CHECK(other.phonons == doctest::Approx(list.phonons).epsilon(1e-5));
  }
  request.bins = 8;
  request.positions = 300;
  const host::PhononList fine = host::phonon_list(c, request);
  CHECK(fine.positions >= 300);
  CHECK(fine.energy_eV[0] == doctest::Approx(list.energy_eV[0]).epsilon(1e-6));
  CHECK(fine.energy_eV[1] == doctest::Approx(list.energy_eV[1]).epsilon(1e-6));
  CHECK(fine.phonons == doctest::Approx(list.phonons).epsilon(1e-5));
}

TEST_CASE("far beyond the sound speed negative passes are in no packet, and told") {
  const host::PreparedCase c(testing::make_case({"model.reading=consistent", "substrate.material=Ge"}));
  const host::PhononRequest request = line(2441.65, 107.858);
  const host::PhononList list = host::phonon_list(c, request);
  const host::LineEnergy direct = host::line_energy(c, request.pin_height_nm, request.stress);
  REQUIRE(direct.film_above_gap_eV < 0);
  CHECK(list.negative_eV[1] < direct.film_above_gap_eV);
  CHECK(list.energy_eV[1] > 0);
  for (const host::PhononPacket& p : list.packets) REQUIRE(p.weight > 0);
  for (const std::size_t i : {0, 1}) {
    const double energy = i == 0 ? direct.crystal_above_gap_eV : direct.film_above_gap_eV;
    CHECK(list.energy_eV[i] + list.negative_eV[i] == doctest::Approx(energy).epsilon(1e-6));
  }
}

TEST_CASE("lines that emit nothing") {
  const host::PreparedCase c(testing::make_case());
  CHECK(host::phonon_list(c, line(4.6, 60)).packets.empty());  // below the threshold, 4.667 nm
  CHECK(host::phonon_list(c, line(4.6, 60, host::Phonons::all)).energy_eV[0] ==
        doctest::Approx(host::radiated_energy_eV(c, 4.6, 60 * units::megapascal)).epsilon(0.2));
  CHECK(host::phonon_list(c, line(3, 60, host::Phonons::all)).packets.empty());  // inside the equilibrium
  const host::PreparedCase silent(testing::make_case({"film.pair_breaking_energy=3 meV"}));
  CHECK(host::phonon_list(silent, line(100, 60)).packets.empty());
  const host::PhononList below = host::phonon_list(silent, line(100, 60, host::Phonons::all));
  CHECK(below.above_gap_eV[0] == 0);
  CHECK(below.energy_eV[0] + below.energy_eV[1] ==
        doctest::Approx(host::radiated_energy_eV(silent, 100, 60 * units::megapascal)).epsilon(1e-6));
}

TEST_CASE("failures and interruption") {
  const host::PreparedCase c(testing::make_case({"numerics.step_budget=20"}));
  CHECK_THROWS_AS(host::phonon_list(c, line(100, 60)), host::TableError);
  const auto stop = [] { throw std::runtime_error("stopped"); };
  CHECK_THROWS_WITH(host::phonon_list(host::PreparedCase(testing::make_case()), line(100, 60), stop), "stopped");
}
