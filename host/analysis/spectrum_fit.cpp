#include "host/analysis/spectrum_fit.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "host/sampling/summary.hpp"
#include "host/table/event_model.hpp"

namespace slipburst::host {
namespace {

constexpr double cells_per_decade = 40;
constexpr double sigmas_below = 10;         // noise beyond this many standard deviations is neglected
constexpr double min_share_of_band = 0.01;  // of the lowest band's end, or of the noise: lower energies are neglected
constexpr double emitting_octaves = 24;     // below the first edge: P(E > 2^-24 of it) stands for P(E > 0)
constexpr double enough_bits = 40;

void set(Case& c, SpectrumParameter parameter, double value) {
  switch (parameter) {
    case SpectrumParameter::spacing:
      c.pinning.spacing = value;
      break;
    case SpectrumParameter::sigma0:
      c.sigma0 = value;
      break;
    case SpectrumParameter::alpha:
      c.pinning.alpha = value;
      break;
    case SpectrumParameter::grain_median:
      c.grain.median = value;
      break;
    case SpectrumParameter::scale:
      break;
  }
}

/// Edges of the true cells: logarithmic, with the ends of the bands among them.
std::vector<double> true_edges(const MeasuredSpectrum& measured, double highest_eV) {
  const DetectorResponse& response = measured.experiment().response;
  const double lowest = measured.bands().front().low_eV / response.energy_scale;
  const double noise = response.resolution_eV / response.energy_scale;
  // A band from 0 eV on also needs cells below its upper end.
  double positive = measured.bands().front().high_eV / response.energy_scale;
  if (!std::isfinite(positive)) positive = highest_eV;
  const double start =
      std::max(lowest - sigmas_below * noise, min_share_of_band * std::max({lowest, noise, lowest > 0 ? 0 : positive}));
  // Energies that noise cannot bring into the highest band need no cells.
  const double above =
      (measured.bands().back().high_eV + sigmas_below * response.resolution_eV) / response.energy_scale;
  const double end = std::isfinite(above) ? above : std::max(highest_eV, 2 * start);
  std::vector<double> edges;
  for (int i = 0;; ++i) {
    edges.push_back(start * std::pow(10, i / cells_per_decade));
    if (edges.back() >= end) break;
  }
  for (const MeasuredBand& band : measured.bands()) {
    for (const double edge : {band.low_eV, band.high_eV}) {
      if (std::isfinite(edge) && edge / response.energy_scale > start) edges.push_back(edge / response.energy_scale);
    }
  }
  std::sort(edges.begin(), edges.end());
  // Much narrower cells would be dominated by rounding.
  std::vector<double> apart;
  for (const double edge : edges) {
    if (apart.empty() || edge > apart.back() * (1 + 1e-9)) apart.push_back(edge);
  }
  return apart;
}

/// log2 of the energy unit at the ends of alpha's range, lower first.
std::pair<double, double> unit_range(const Case& c, std::span<const SpectrumParameter> free,
                                     std::span<const FitParameter> bounds) {
  Case least = c, most = c;
  for (std::size_t i = 0; i < free.size(); ++i) {
    if (free[i] != SpectrumParameter::alpha) continue;
    least.pinning.alpha = bounds[i].low;
    most.pinning.alpha = bounds[i].high;
  }
  return {log2_unit_eV(PreparedCase(least)), log2_unit_eV(PreparedCase(most))};
}

SpectrumFamily family(const Case& c, const Table& table, int channel, std::span<const SpectrumParameter> free,
                      std::span<const FitParameter> bounds, const std::vector<double>& edges_eV) {
  const auto [least, most] = unit_range(c, free, bounds);
  return {table, channel, std::log2(edges_eV.front()) - emitting_octaves - most, std::log2(edges_eV.back()) - least};
}

}  // namespace

Case widest_case(const Case& c, std::span<const SpectrumParameter> free, std::span<const FitParameter> bounds) {
  Case widest = c;
  for (std::size_t i = 0; i < free.size(); ++i) {
    set(widest, free[i], free[i] == SpectrumParameter::alpha ? bounds[i].low : bounds[i].high);
  }
  widest.pinning.spacing *= std::sqrt(enough_bits / random::max_bits);
  return widest;
}

bool narrow_bounds(std::span<const SpectrumParameter> free, std::span<FitParameter> bounds) {
  constexpr double noticeable = 1.01;
  bool moved = false;
  for (std::size_t i = 0; i < free.size(); ++i) {
    const double start = bounds[i].start;
    if (free[i] == SpectrumParameter::alpha) {
      moved = moved || start > noticeable * bounds[i].low;
      bounds[i].low = std::sqrt(bounds[i].low * start);
    } else if (free[i] == SpectrumParameter::spacing || free[i] == SpectrumParameter::sigma0) {
      moved = moved || bounds[i].high > noticeable * start;
      bounds[i].high = std::sqrt(bounds[i].high * start);
    }
  }
  return moved;
}

SpectrumModel::SpectrumModel(const Case& c, const Table& table, int channel, const MeasuredSpectrum& measured,
                             double area_cm2, std::vector<SpectrumParameter> free, std::span<const FitParameter> bounds)
    : case_(c),
      area_cm2_(area_cm2),
      free_(std::move(free)),
      edges_eV_(true_edges(measured, c.histogram.maximum_eV)),
      family_(family(c, table, channel, free_, bounds, edges_eV_)),
      expected_(measured, edges_eV_) {}

Case SpectrumModel::case_with(std::span<const double> values) const {
  Case c = case_;
  for (std::size_t i = 0; i < free_.size(); ++i) set(c, free_[i], values[i]);
  return c;
}

std::vector<double> SpectrumModel::operator()(std::span<const double> values) const {
  const PreparedCase c(case_with(values));
  double scale = 1;
  for (std::size_t i = 0; i < free_.size(); ++i) {
    if (free_[i] == SpectrumParameter::scale) scale = values[i];
  }
  const double unit = log2_unit_eV(c);
  std::vector<double> log2_energies = {std::log2(edges_eV_.front()) - emitting_octaves - unit};
  for (const double edge : edges_eV_) log2_energies.push_back(std::log2(edge) - unit);
  const std::vector<double> above = family_.above(event_model(c, {}), log2_energies);
  std::vector<double> cells;
  for (std::size_t i = 0; i + 1 < above.size(); ++i) cells.push_back(std::max(above[i] - above[i + 1], 0.0));
  cells.push_back(above.back());
  const double releases_per_cm2 = rate_scale(c).per_area * c->detector.time_since_cooldown_s;
  return expected_.counts(cells, scale * releases_per_cm2, area_cm2_);
}

}  // namespace slipburst::host
