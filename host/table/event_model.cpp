#include "host/table/event_model.hpp"

#include <cmath>
#include <limits>

#include "host/numerics/decades.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::host {
namespace {

std::int32_t bin_count(const Histogram& histogram, std::int64_t bins_per_decade) {
  const double decades = math::log2(histogram.maximum_eV / histogram.minimum_eV) / log2_of_10;
  return static_cast<std::int32_t>(std::ceil(decades * static_cast<double>(bins_per_decade) - 1e-9));
}

/// Grains weighted by area, as dislocations meet them: again lognormal, with exp(2 sigma^2) times the median of the
/// case.
exec::Grains grains(const Case& c, double height_unit_nm, double line_nm) {
  if (!std::isfinite(c.grain.median)) return {};
  const double log2_e = 1 / math::ln2;
  return {true, math::log2(c.grain.median / height_unit_nm) + 2 * c.grain.sigma * c.grain.sigma * log2_e,
          c.grain.sigma * log2_e, line_nm / height_unit_nm};
}

}  // namespace

double log2_unit_eV(const PreparedCase& c) {
  const ReducedModel& model = c.model();
  // E_tot = l(tau) x (mean E*) and l goes as 1 / tau: the table holds log2 of mean E* / s.
  const physics::Pinning pinning = pinned_lines(c->film, c->pinning.spacing, c->pinning.alpha);
  return math::log2(pinning.line_length(model.stress_unit) * model.energy_eV_per_nm);
}

tally::LogBins log_bins(const Histogram& histogram, std::int64_t bins_per_decade, double log2_unit) {
  const double scale = static_cast<double>(bins_per_decade) / log2_of_10;
  return {static_cast<float>(scale), static_cast<float>(scale * (log2_unit - math::log2(histogram.minimum_eV))),
          bin_count(histogram, bins_per_decade)};
}

std::vector<double> bin_edges_eV(const Histogram& histogram, std::int64_t bins_per_decade) {
  std::vector<double> edges;
  const double step = log2_of_10 / static_cast<double>(bins_per_decade);
  for (std::int32_t i = 0; i <= bin_count(histogram, bins_per_decade); ++i) {
    edges.push_back(histogram.minimum_eV * math::exp2(step * i));
  }
  return edges;
}

std::vector<double> bin_edges_eV(const Histogram& histogram) {
  return bin_edges_eV(histogram, histogram.bins_per_decade);
}

exec::EventModel event_model(const PreparedCase& c, std::span<const double> thresholds_eV) {
  const ReducedModel& model = c.model();
  const TableRange needed = needed_range(c);
  exec::EventModel event{};
  event.max_stress = 0.5 * c->sigma0 / model.stress_unit / model.gap_stress;
  event.height_per_bit = math::ln2 * needed.height_scale;
  // h_max = x ln2 (scale s) length, with s = u s*: a line is rejected where x u exceeds thickness_bits.
  const double height_unit_nm = math::ln2 * needed.height_scale * model.gap_stress * model.length_nm;
  event.thickness_bits = c->film.thickness / height_unit_nm;
  const physics::Pinning pinning = pinned_lines(c->film, c->pinning.spacing, c->pinning.alpha);
  event.grains = grains(c, height_unit_nm, pinning.line_length(model.gap_stress * model.stress_unit));
  const double log2_unit = log2_unit_eV(c);
  event.bins = log_bins(c->histogram, c->histogram.bins_per_decade, log2_unit);
  if (c->histogram.plane_bins_per_decade > 0) {
    event.plane = log_bins(c->histogram, c->histogram.plane_bins_per_decade, log2_unit);
  }
  event.thresholds = static_cast<std::int32_t>(thresholds_eV.size());
  for (std::size_t i = 0; i < thresholds_eV.size(); ++i) {
    event.threshold[i] = thresholds_eV[i] > 0 ? static_cast<float>(math::log2(thresholds_eV[i]) - log2_unit)
                                              : -std::numeric_limits<float>::infinity();
  }
  return event;
}

}  // namespace slipburst::host
