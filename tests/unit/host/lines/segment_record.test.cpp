#include "host/lines/segment_record.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <numeric>

#include "slipburst/units/constants.hpp"
#include "support/cases.hpp"
#include "support/segments.hpp"

using namespace slipburst;

namespace {

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

host::SegmentRecord record(const host::Case& c, double height_nm, double stress_MPa) {
  return host::integrate_segment(host::PreparedCase(c), height_nm, stress_MPa * units::megapascal, true);
}

}  // namespace

TEST_CASE("the phonon spectrum holds all the energy, on its side of the gap") {
  for (const char* reading : {"appendix", "consistent", "equation7"}) {
    const host::Case c = testing::make_case({std::string("model.reading=") + reading});
    const auto s = testing::run_segment(c, 50, 45);
    const host::PhononSpectrum phonons = record(c, 50, 45).phonons;
    CAPTURE(reading);
    REQUIRE(phonons.edges_meV.size() == phonons.crystal_eV_per_nm.size() + 1);
    CHECK(sum(phonons.crystal_eV_per_nm) == doctest::Approx(s.crystal_total).epsilon(1e-9));
    CHECK(sum(phonons.film_eV_per_nm) == doctest::Approx(s.film_total).epsilon(1e-9));
    CHECK(phonons.negative_eV_per_nm == 0);
    CHECK(std::abs(phonons.edges_meV.back() - 2.384) < 5e-4);
    double above = 0;
    bool has_gap = false;
    for (std::size_t i = 0; i < phonons.crystal_eV_per_nm.size(); ++i) {
      CHECK(phonons.edges_meV[i] < phonons.edges_meV[i + 1]);
      CHECK(phonons.crystal_eV_per_nm[i] >= 0);
      CHECK(phonons.film_eV_per_nm[i] >= 0);
      has_gap |= std::abs(phonons.edges_meV[i] - 0.36) < 1e-12;
      if (phonons.edges_meV[i] > 0.36 - 1e-12) above += phonons.crystal_eV_per_nm[i];
    }
    CHECK(has_gap);
    CHECK(above == doctest::Approx(s.crystal_above).epsilon(1e-8));
  }
}

TEST_CASE("a trajectory goes forward in time, from rest to rest") {
  const host::SegmentRecord r = record(testing::make_case(), 50, 45);
  const host::Trajectory& t = r.trajectory;
  const std::size_t n = t.time_ps.size();
  REQUIRE(n > 100);
  CHECK(t.distance_nm.size() == n);
  CHECK(t.speed_over_ct.size() == n);
  CHECK(t.phonon_energy_meV.size() == n);
  CHECK(t.power_eV_per_nm_per_ps.size() == n);
  double nearest = 1e300, fastest = 0, radiated = 0;
  for (std::size_t i = 0; i < n; ++i) {
    nearest = std::min(nearest, t.distance_nm[i]);
    fastest = std::max(fastest, std::abs(t.speed_over_ct[i]));
    if (i == 0) continue;
    const double step = t.time_ps[i] - t.time_ps[i - 1];
    CHECK(step >= 0);
    radiated += 0.5 * step * (t.power_eV_per_nm_per_ps[i] + t.power_eV_per_nm_per_ps[i - 1]);
  }
  CHECK(t.distance_nm.front() == doctest::Approx(50).epsilon(0.01));
  CHECK(t.distance_nm.back() == doctest::Approx(4.325570748653).epsilon(1e-3));  // the equilibrium distance
  CHECK(nearest == doctest::Approx(1.5125905).epsilon(1e-4));
  CHECK(fastest == doctest::Approx(0.8650517).epsilon(1e-4));
  CHECK(radiated == doctest::Approx(2.6853644 + 0.1331670).epsilon(1e-3));  // power integrates to the energy
}

TEST_CASE("without a record the same energies and no arrays; at rest nothing at all") {
  const host::PreparedCase c(testing::make_case());
  const host::SegmentRecord bare = host::integrate_segment(c, 50, 45 * units::megapascal, false);
  CHECK(bare.trajectory.time_ps.empty());
  CHECK(bare.result.crystal_above == record(c, 50, 45).result.crystal_above);
  const host::SegmentRecord rest = record(c, 4, 45);
  CHECK(rest.result.status == base::Status::inside_equilibrium);
  CHECK(rest.trajectory.time_ps.empty());
  CHECK(sum(rest.phonons.crystal_eV_per_nm) == 0);
}

TEST_CASE("no negative phonons, however fast the segment") {
  const host::Case c = testing::make_case();
  for (const double height_nm : {300.0, 1000.0, 4000.0}) {
    CAPTURE(height_nm);
    const host::SegmentRecord r = record(c, height_nm, 60);
    const auto s = testing::run_segment(c, height_nm, 60);
    for (const double energy : r.phonons.film_eV_per_nm) CHECK(energy >= 0);
    for (const double energy : r.phonons.crystal_eV_per_nm) CHECK(energy >= 0);
    CHECK(sum(r.phonons.film_eV_per_nm) + sum(r.phonons.crystal_eV_per_nm) + r.phonons.negative_eV_per_nm ==
          doctest::Approx(s.crystal_total + s.film_total).epsilon(1e-9));
  }
}
