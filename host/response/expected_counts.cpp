#include "host/response/expected_counts.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace slipburst::host {
namespace {

/// Edges of the measured cells: ends of bands, the threshold, and the true edges times the energy scale.
std::vector<double> measured_edges(const MeasuredSpectrum& measured, std::span<const double> true_edges) {
  const DetectorResponse& response = measured.experiment().response;
  std::vector<double> edges;
  for (const double edge : true_edges) edges.push_back(edge * response.energy_scale);
  if (response.threshold_eV > 0) edges.push_back(response.threshold_eV);
  for (const MeasuredBand& band : measured.bands()) {
    for (const double edge : {band.low_eV, band.high_eV}) {
      if (std::isfinite(edge)) edges.push_back(edge);
    }
  }
  std::ranges::sort(edges);
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

}  // namespace

ExpectedCounts::ExpectedCounts(const MeasuredSpectrum& measured, std::span<const double> true_edges)
    : aged_live_time_(measured.aged_live_time()) {
  const std::vector<double> edges = measured_edges(measured, true_edges);
  const ResponseMatrix matrix(measured.experiment().response, true_edges, edges);
  const double least = measured.experiment().response.threshold_eV;
  const double threshold = least > 0 ? least : -HUGE_VAL;
  for (const MeasuredBand& band : measured.bands()) {
    std::vector<double> seen(matrix.true_cells(), 0), smeared(matrix.true_cells(), 0);
    for (std::size_t row = 0; row < matrix.measured_cells(); ++row) {
      const double low = row == 0 ? -HUGE_VAL : edges[row - 1], high = row < edges.size() ? edges[row] : HUGE_VAL;
      if (low < band.low_eV || high > band.high_eV || low < threshold) continue;
      for (std::size_t cell = 0; cell < matrix.true_cells(); ++cell) {
        smeared[cell] += matrix(row, cell);
        seen[cell] += matrix(row, cell) * matrix.acceptance()[row];
      }
    }
    smeared_.push_back(std::move(smeared));
    seen_.push_back(std::move(seen));
  }
}

std::vector<double> ExpectedCounts::counts(std::span<const double> probability, double releases_per_cm2,
                                           double area_cm2) const {
  std::vector<double> result;
  for (const std::vector<double>& row : seen_) {
    const double share = std::inner_product(row.begin(), row.end(), probability.begin(), 0.0);
    result.push_back(share * releases_per_cm2 * area_cm2 * aged_live_time_);
  }
  return result;
}

}  // namespace slipburst::host
