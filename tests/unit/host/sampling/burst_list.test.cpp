#include "host/sampling/burst_list.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "host/lines/line_energy.hpp"
#include "host/lines/table_line_energy.hpp"
#include "host/numerics/parallel_loop.hpp"
#include "host/table/event_model.hpp"
#include "kernels/cpu/instruction_set.hpp"
#include "slipburst/units/constants.hpp"
#include "support/releases.hpp"
#include "support/spectra.hpp"

using namespace slipburst;
using host::BurstColumns;
using testing::default_table;
using testing::film_with;
using testing::make_case;
using testing::stage;
using testing::wide_table;

namespace {

constexpr host::Exposure exposure{604800, 604800 + 30 * 86400.0};
constexpr double megapascal = units::megapascal;

BurstColumns draw(const host::Case& c, std::uint64_t seed, std::uint64_t first, std::uint64_t count,
                  double above_eV = 0) {
  BurstColumns bursts;
  const host::BurstTimes times(c, exposure, seed);
  host::BurstDrawer(host::PreparedCase(c), default_table(), times, seed, above_eV).draw(first, count, bursts);
  return bursts;
}

bool same_rows(const BurstColumns& a, const BurstColumns& b) {
  return a.event == b.event && a.time_s == b.time_s && a.crystal_eV == b.crystal_eV && a.film_eV == b.film_eV &&
         a.pin_height_nm == b.pin_height_nm && a.stress_MPa == b.stress_MPa && a.line_length_nm == b.line_length_nm;
}

BurstColumns joined(std::span<const BurstColumns> pieces) {
  BurstColumns all;
  const auto append = [](const auto& column, auto& whole) { whole.insert(whole.end(), column.begin(), column.end()); };
  for (const BurstColumns& piece : pieces) {
    append(piece.event, all.event);
    append(piece.time_s, all.time_s);
    append(piece.crystal_eV, all.crystal_eV);
    append(piece.film_eV, all.film_eV);
    append(piece.pin_height_nm, all.pin_height_nm);
    append(piece.stress_MPa, all.stress_MPa);
    append(piece.line_length_nm, all.line_length_nm);
  }
  return all;
}

}  // namespace

TEST_CASE("a list holds the events a spectrum of its seed counts, each in its bin") {
  constexpr std::uint64_t events = 300'001, seed = 17;
  for (const std::vector<std::string>& overrides : std::initializer_list<std::vector<std::string>>{
           {"pinning.spacing=30 nm"}, {}, {"pinning.spacing=100 nm", "pinning.alpha=0.8"}, {"film.thickness=40 nm"}}) {
    const host::PreparedCase c(make_case(overrides));
    const double thresholds[] = {0, 1, 7.3, 30};
    const testing::Spectrum spectrum = testing::sample(c, default_table(), thresholds, seed, events);
    const host::BurstTimes times(c, exposure, seed);
    host::BurstDrawer drawer(c, default_table(), times, seed, 0);
    BurstColumns bursts;
    CHECK(drawer.draw(0, events, bursts).rejected == spectrum.rejected());
    const exec::TallyLayout layout(spectrum.model);
    const double unit = host::log2_unit_eV(c);
    for (int channel = 0; channel < table::channels; ++channel) {
      const std::vector<double>& energies = channel == 0 ? bursts.crystal_eV : bursts.film_eV;
      std::vector<std::uint64_t> slots(static_cast<std::size_t>(layout.slots));
      std::vector<std::uint64_t> above(std::size(thresholds));
      slots[tally::LogBins::zero] = events - spectrum.rejected() - bursts.size();
      for (const double energy : energies) {
        // The digits that a double has beyond the table's float give that float back.
        const auto log2_energy = static_cast<float>(std::log2(energy) - unit);
        ++slots[static_cast<std::size_t>(spectrum.model.bins.slot(log2_energy))];
        for (std::size_t t = 0; t < above.size(); ++t) above[t] += log2_energy >= spectrum.model.threshold[t];
      }
      for (std::int32_t slot = 0; slot < layout.slots; ++slot) {
        CHECK(slots[static_cast<std::size_t>(slot)] ==
              spectrum.at(layout.slot(channel, false, slot)) + spectrum.at(layout.slot(channel, true, slot)));
      }
      for (std::int32_t t = 0; t < spectrum.model.thresholds; ++t) {
        CHECK(above[static_cast<std::size_t>(t)] == spectrum.at(layout.threshold(channel, t)));
      }
    }
  }
}

TEST_CASE("pieces of a list are the list") {
  const host::PreparedCase c(make_case());
  const BurstColumns whole = draw(c, 5, 0, 10'000);
  CHECK(std::ranges::is_sorted(whole.event));
  BurstColumns pieces;
  const host::BurstTimes times(c, exposure, 5);
  host::BurstDrawer drawer(c, default_table(), times, 5, 0);
  for (std::uint64_t first = 0; first < 10'000; first += 1231) {
    drawer.draw(first, std::min<std::uint64_t>(1231, 10'000 - first), pieces);
  }
  CHECK(same_rows(pieces, whole));
  CHECK(draw(c, 6, 0, 10'000).time_s != whole.time_s);
}

TEST_CASE("rows are the same for any number of threads and every kind of processor") {
  const std::string history = stage("hold", "1 week") + stage("ramp", "1 hour", "stress_factor = 1.02");
  constexpr std::uint64_t first = 12'345, count = 5 * host::BurstBatch::piece_events + 77;
  for (const std::string& more : {std::string(), history}) {
    const host::PreparedCase c(film_with(more));
    const host::BurstTimes times(c, exposure, 5);
    CHECK(times.plain() == more.empty());
    BurstColumns whole;
    const host::BurstDrawer::Drawn drawn =
        host::BurstDrawer(c, wide_table(), times, 5, 1, kernels::InstructionSet::baseline).draw(first, count, whole);
    CHECK(whole.size() > 1000);
    for (const kernels::InstructionSet set : kernels::instruction_sets()) {
      const host::BurstDrawer drawer(c, wide_table(), times, 5, 1, set);
      for (const int threads : {1, 2, 3}) {
        CAPTURE(threads);
        host::BurstBatch batch;
        batch.begin(0, 2 * count);  // leaves rows that the next range replaces
        host::parallel_loop(batch.pieces(), threads, [&](std::size_t piece) { batch.draw(drawer, piece); });
        batch.begin(first, count);
        host::parallel_loop(batch.pieces(), threads, [&](std::size_t piece) { batch.draw(drawer, piece); });
        CHECK(batch.drawn().events == drawn.events);
        CHECK(batch.drawn().rejected == drawn.rejected);
        CHECK(same_rows(joined(batch.rows()), whole));
      }
    }
  }
}

TEST_CASE("a floor leaves out the bursts below it and changes no other") {
  const host::Case c = make_case();
  const BurstColumns all = draw(c, 5, 0, 20'000), high = draw(c, 5, 0, 20'000, 10);
  std::size_t next = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!(all.crystal_eV[i] + all.film_eV[i] > 10)) continue;
    REQUIRE(next < high.size());
    CHECK(high.event[next] == all.event[i]);
    CHECK(high.time_s[next] == all.time_s[i]);
    CHECK(high.crystal_eV[next] == all.crystal_eV[i]);
    ++next;
  }
  CHECK(next == high.size());
  CHECK(next > 1000);
  CHECK(draw(c, 5, 0, 20'000, 1e9).size() == 0);
}

TEST_CASE("pin height and stress of a row give its energies, by the table and by direct integration") {
  const host::PreparedCase c(make_case({"pinning.spacing=40 nm", "pinning.alpha=0.9"}));
  const BurstColumns bursts = draw(c, 9, 0, 1000);
  REQUIRE(bursts.size() > 100);
  for (std::size_t i = 0; i < bursts.size(); i += 10) {
    CAPTURE(bursts.event[i]);
    const double height = bursts.pin_height_nm[i], stress = bursts.stress_MPa[i] * megapascal;
    CHECK(bursts.line_length_nm[i] == doctest::Approx(0.9 * 7150 / bursts.stress_MPa[i]).epsilon(1e-12));
    const host::TabulatedEnergy tabulated = host::table_line_energy(c, default_table(), height, stress);
    CHECK(bursts.crystal_eV[i] == doctest::Approx(tabulated.crystal_eV).epsilon(2e-6));
    CHECK(bursts.film_eV[i] == doctest::Approx(tabulated.film_eV).epsilon(2e-6));
    const host::LineEnergy direct = host::line_energy(c, height, stress);
    if (direct.crystal_above_gap_eV > 1e-3) {
      CHECK(std::abs(bursts.crystal_eV[i] / direct.crystal_above_gap_eV - 1) < c->table.tolerance);
    }
    if (direct.film_above_gap_eV > 1e-3) {
      CHECK(std::abs(bursts.film_eV[i] / direct.film_above_gap_eV - 1) < c->table.tolerance);
    }
  }
}
