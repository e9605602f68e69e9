#include "host/detrapping/watched_clusters.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>

#include "host/base/error.hpp"
#include "host/detrapping/effective_temperature.hpp"
#include "slipburst/detrapping/thermal_escape.hpp"
#include "slipburst/tally/motion.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

double rounded(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9e", value);
  return std::strtod(text, nullptr);
}

std::string short_text(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

double effective_temperature(const Shaking& shaking, double temperature_K) {
  switch (shaking.lattice) {
    case Lattice::quantum:
      return detrapping::effective_temperature(shaking.critical_temperature, temperature_K);
    case Lattice::classical:
      return temperature_K;
    case Lattice::debye:
      return rounded(debye_effective_temperature(shaking.debye_temperature, temperature_K));
  }
  return 0;
}

double jump_rate_Hz(const detrapping::Target& target, const Beam& beam) {
  return detrapping::vacancy_jump_rate(target, beam.energy_keV * units::millielectronvolt_per_keV, beam.flux) *
         units::picoseconds_per_second;
}

/// Rate of hits of an atom with at least the energy transfer of `hits`, 1/s.
double hit_rate_Hz(const detrapping::MigrationCrossSection& hits, const Beam& beam) {
  return beam.flux * hits.counted_once(beam.energy_keV * units::millielectronvolt_per_keV) *
         units::picoseconds_per_second;
}

/// Ratio of a frequency at the reference to the quantity to which it is proportional.
double per_reference(double frequency_Hz, double reference, const char* what) {
  if (frequency_Hz == 0) return 0;
  const double ratio = frequency_Hz / reference;
  if (reference > 0 && std::isfinite(ratio)) return ratio;
  throw InputError(std::string(what) +
                   ".frequency is not zero, but nothing moves at the reference: change the section [reference], or set "
                   "it to 0 Hz");
}

}  // namespace

std::vector<TrapDepth> trap_depths(const Traps& traps) {
  double total = 0;
  for (const double share : traps.shares) total += share;
  std::vector<TrapDepth> depths;
  for (std::size_t i = 0; i < traps.barriers.size(); ++i) {
    const double barrier = traps.barriers[i];
    const double share =
        traps.shares.empty() ? 1.0 / static_cast<double>(traps.barriers.size()) : traps.shares[i] / total;
    if (share == 0) continue;
    if (traps.spread == 0) {
      depths.push_back({barrier, share});
      continue;
    }
    const boost::math::normal normal(barrier, traps.spread);
    const double missing = boost::math::cdf(normal, 0.0);
    for (int part = 0; part < depths_per_barrier; ++part) {
      const double middle = missing + (1 - missing) * (part + 0.5) / depths_per_barrier;
      depths.push_back({rounded(boost::math::quantile(normal, middle)), share / depths_per_barrier});
    }
  }
  return depths;
}

WatchedClusters::WatchedClusters(const ClusterCase& c) : depths_(trap_depths(c.traps)), experiment_{} {
  double mean_at_reference = 0;
  const double reference_temperature = effective_temperature(c.shaking, c.supply.temperature_K);
  for (const TrapDepth& depth : depths_) {
    mean_at_reference += depth.share * detrapping::ThermalEscape(depth.barrier)(reference_temperature);
  }
  detrapping::Target hit = c.target;
  hit.migration_energy = c.direct.min_transfer_eV * units::millielectronvolt_per_eV;
  const detrapping::MigrationCrossSection direct(hit);
  const double supply =
      per_reference(c.supply.frequency_Hz, mean_at_reference * jump_rate_Hz(c.target, c.reference), "vacancies");
  const double hits = per_reference(c.direct.frequency_Hz, hit_rate_Hz(direct, c.reference), "direct");

  for (const double temperature : c.watch.temperatures_K) {
    for (const double energy : c.watch.energies_keV) {
      for (const double flux : c.watch.fluxes) {
        const Beam beam{energy, flux};
        const double jumps = jump_rate_Hz(c.target, beam), effective = effective_temperature(c.shaking, temperature);
        conditions_.push_back({temperature, beam, effective, jumps});
        rates_.push_back({c.supply.decay_per_jump * jumps, hits * hit_rate_Hz(direct, beam)});
        for (const TrapDepth& depth : depths_) {
          indirect_Hz_.push_back(supply * jumps * detrapping::ThermalEscape(depth.barrier)(effective));
        }
      }
    }
  }

  constexpr double words = 4294967296.0;
  double below = 0;
  for (const TrapDepth& depth : depths_) {
    below += depth.share;
    depth_at_.push_back(static_cast<std::uint32_t>(std::min(std::round(below * words), words - 1)));
  }
  const Watch& watch = c.watch;
  const auto size = [](std::size_t count) { return static_cast<std::int32_t>(count); };
  experiment_ = {rates_.data(),
                 indirect_Hz_.data(),
                 depth_at_.data(),
                 size(conditions_.size()),
                 size(depths_.size()),
                 static_cast<std::int32_t>(watch.windows),
                 static_cast<std::int32_t>(watch.clusters),
                 watch.start_s,
                 watch.window_s,
                 watch.start_s + static_cast<double>(watch.windows) * watch.window_s,
                 c.traps.next};
  if (!(experiment_.start_s + 1e-6 * watch.window_s > experiment_.start_s)) {
    throw InputError("watch.window, " + short_text(watch.window_s) + " s, is too short beside watch.start, " +
                     short_text(watch.start_s) + " s: watch for longer, or earlier");
  }
  require_an_end();
}

double WatchedClusters::thermal_Hz(std::size_t condition) const {
  double sum = 0;
  for (std::size_t k = 0; k < depths_.size(); ++k)
    sum += depths_[k].share * indirect_Hz_[condition * depths_.size() + k];
  return sum;
}

std::size_t WatchedClusters::counters_per_condition() const {
  return static_cast<std::size_t>(tally::MotionLayout{experiment_.windows}.size());
}

double WatchedClusters::max_moves_of_a_cluster(std::size_t condition) const {
  const std::span all(indirect_Hz_);
  const double fastest = std::ranges::max(all.subspan(condition * depths_.size(), depths_.size()));
  const detrapping::Condition& at = rates_[condition];
  const double supplied_s = at.decay > 0 ? std::min(experiment_.end_s, 1 / at.decay) : experiment_.end_s;
  return fastest * supplied_s + at.direct * experiment_.end_s;
}

double WatchedClusters::max_moves_of_an_area() const {
  double most = 0;
  for (std::size_t i = 0; i < conditions_.size(); ++i) most = std::max(most, max_moves_of_a_cluster(i));
  return most * experiment_.clusters;
}

void WatchedClusters::require_an_end() const {
  constexpr double max_moves = 1e5, max_in_area = 1e9;  // areas are counted in 32 bits on a GPU
  for (std::size_t i = 0; i < conditions_.size(); ++i) {
    const double moves = max_moves_of_a_cluster(i);
    const double most = std::min(max_moves, max_in_area / experiment_.clusters);
    if (moves <= most) continue;
    const WatchedCondition& at = conditions_[i];
    throw InputError("at " + short_text(at.temperature_K) + " K, " + short_text(at.beam.energy_keV) + " keV and " +
                     short_text(at.beam.flux / units::per_square_metre_and_second) +
                     " m^-2 s^-1 a cluster would move " + short_text(moves) + " times, at most " + short_text(most) +
                     " can be followed: lower vacancies.frequency or direct.frequency, watch for a shorter time, or "
                     "choose a reference nearer to the conditions");
  }
}

}  // namespace slipburst::host
