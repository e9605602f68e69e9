// Packets of phonons against independent code: energies of the independent integrator, the recorded power of a segment
// integrated over time, and the segment's own histogram.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <vector>

#include "host/lines/phonon_list.hpp"
#include "host/lines/segment_record.hpp"
#include "support/cases.hpp"
#include "support/csv.hpp"
#include "support/lines.hpp"

using namespace slipburst;

namespace {

host::PhononRequest request_for(double pin_height_nm, double stress_MPa, host::Phonons phonons) {
  host::PhononRequest request{};
  request.pin_height_nm = pin_height_nm;
  request.stress = stress_MPa * units::megapascal;
  request.phonons = phonons;
  return request;
}

std::vector<host::SegmentPacket> packets_of(const host::Case& c, double height_nm, double stress_MPa) {
  const host::ReducedModel model = host::reduce(c);
  const exec::Segment segment = model.segment_at(height_nm, stress_MPa * units::megapascal);
  const host::PhononBins bins(model, c.film.pair_breaking_energy, segment.start, 64, host::Phonons::all);
  return host::segment_packets(c, model, bins, segment, host::Phonons::all).packets;
}

/// Energy below an energy edge, in a histogram: linear within its bins.
double below(const host::PhononSpectrum& spectrum, const std::vector<double>& values, double edge_meV) {
  double energy = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double low = spectrum.edges_meV[i], high = spectrum.edges_meV[i + 1];
    if (edge_meV > low) energy += values[i] * std::min(1.0, (edge_meV - low) / (high - low));
  }
  return energy;
}

}  // namespace

TEST_CASE("packets hold the line energies of the independent integrator") {
  for (const testing::CsvRow& row : testing::Csv("line_reference.csv")) {
    CAPTURE(row.text());
    const host::PhononList list =
        host::phonon_list(host::PreparedCase(testing::case_of(row)),
                          request_for(row.number("pin_height_nm"), row.number("stress_MPa"), host::Phonons::above_gap));
    CHECK(list.energy_eV[0] == doctest::Approx(row.number("crystal_eV")).epsilon(1e-6));
    CHECK(list.energy_eV[1] == doctest::Approx(row.number("film_eV")).epsilon(1e-6));
  }
}

TEST_CASE("energy, number, time and distance of a segment's phonons are the integrals of its power") {
  // Heights below 88 nm: from there on the segment gets closer than x_min, where the power of Eq. (21) diverges.
  for (const double height_nm : {20.0, 50.0, 60.0}) {
    CAPTURE(height_nm);
    const host::PreparedCase c(testing::make_case());
    const host::Trajectory t = host::integrate_segment(c, height_nm, 60 * units::megapascal, true).trajectory;
    for (const auto channel : {host::PhononChannel::crystal, host::PhononChannel::film}) {
      // Trapezoids over the recorded samples, above the gap; the power is Eq. (21), not a drop of energy.
      double energy = 0, phonons = 0, time = 0, distance = 0;
      for (std::size_t i = 1; i < t.time_ps.size(); ++i) {
        const double speed = t.speed_over_ct[i] + t.speed_over_ct[i - 1];
        if ((speed < 0) != (channel == host::PhononChannel::crystal)) continue;
        const auto [low, high] = std::minmax(t.phonon_energy_meV[i], t.phonon_energy_meV[i - 1]);
        if (high < c->film.pair_breaking_energy) continue;
        const double share =
            low < c->film.pair_breaking_energy ? (high - c->film.pair_breaking_energy) / (high - low) : 1;
        const double meV = 0.5 * (high + std::max(low, c->film.pair_breaking_energy));
        const double radiated = share * 0.5 * (t.power_eV_per_nm_per_ps[i] + t.power_eV_per_nm_per_ps[i - 1]) *
                                (t.time_ps[i] - t.time_ps[i - 1]);
        energy += radiated;
        phonons += 1000 * radiated / meV;
        time += radiated * 0.5 * (t.time_ps[i] + t.time_ps[i - 1]);
        distance += radiated * 0.5 * (t.distance_nm[i] + t.distance_nm[i - 1]);
      }
      double packet_energy = 0, packet_phonons = 0, packet_time = 0, packet_distance = 0;
      for (const host::SegmentPacket& p : packets_of(c, height_nm, 60)) {
        if (p.channel != channel || !p.above_gap) continue;
        packet_energy += p.energy_eV_per_nm;
        packet_phonons += 1000 * p.energy_eV_per_nm / p.phonon_meV;
        packet_time += p.energy_eV_per_nm * p.time_ps;
        packet_distance += p.energy_eV_per_nm * p.distance_nm;
      }
      CHECK(packet_energy == doctest::Approx(energy).epsilon(3e-3));
      CHECK(packet_phonons == doctest::Approx(phonons).epsilon(3e-3));
      CHECK(packet_time / packet_energy == doctest::Approx(time / energy).epsilon(1e-3));
      CHECK(packet_distance / packet_energy == doctest::Approx(distance / energy).epsilon(3e-3));
    }
  }
}

TEST_CASE("the spectrum of a line is the mean of its segments' spectra") {
  const host::PreparedCase c(testing::make_case());
  constexpr int segments = 300;
  constexpr double top_nm = 100, stress_MPa = 60;
  const host::PhononList list = host::phonon_list(c, request_for(top_nm, stress_MPa, host::Phonons::all));
  for (const double edge_meV : {0.1, 0.2, 0.36, 0.5, 0.8, 1.2, 1.6, 2.0}) {
    CAPTURE(edge_meV);
    // Energy from the packets: whole bins, and a part of the bin that contains the edge.
    std::vector<double> packets(2), record(2), total(2);
    const auto upper = std::upper_bound(list.edges_meV.begin(), list.edges_meV.end(), edge_meV);
    const double high = *upper, low = *std::prev(upper);
    for (const host::PhononPacket& p : list.packets) {
      const double share = p.phonon_meV <= low ? 1 : p.phonon_meV >= high ? 0 : (edge_meV - low) / (high - low);
      packets[static_cast<std::size_t>(p.channel)] += share * p.weight * p.phonon_meV / 1000;
    }
    for (int i = 0; i < segments; ++i) {
      const double height_nm = top_nm * (i + 0.5) / segments;
      const host::SegmentRecord r = host::integrate_segment(c, height_nm, stress_MPa * units::megapascal, true);
      const double length_nm = list.line_length_nm / segments;
      record[0] += below(r.phonons, r.phonons.crystal_eV_per_nm, edge_meV) * length_nm;
      record[1] += below(r.phonons, r.phonons.film_eV_per_nm, edge_meV) * length_nm;
      total[0] += below(r.phonons, r.phonons.crystal_eV_per_nm, 10) * length_nm;
      total[1] += below(r.phonons, r.phonons.film_eV_per_nm, 10) * length_nm;
    }
    for (const std::size_t channel : {0, 1}) {
      CAPTURE(channel);
      CHECK(std::abs(packets[channel] - record[channel]) < 2e-3 * total[channel]);
    }
  }
}
