#include "host/response/response_matrix.hpp"

#include <algorithm>
#include <limits>

#include "host/response/gaussian_smearing.hpp"

namespace slipburst::host {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<double> acceptance_of(const DetectorResponse& response, std::span<const double> edges) {
  const double threshold = response.threshold_eV;
  std::vector<double> acceptance = {threshold > 0 ? 0 : response.efficiency.at(edges.front())};
  for (std::size_t bin = 0; bin + 1 < edges.size(); ++bin) {
    const double low = threshold > 0 ? std::max(edges[bin], threshold) : edges[bin], high = edges[bin + 1];
    const double share = low < high ? (high - low) / (high - edges[bin]) : 0;
    acceptance.push_back(share > 0 ? share * response.efficiency.mean(low, high) : 0);
  }
  acceptance.push_back(threshold > edges.back() ? 0 : response.efficiency.at(edges.back()));
  return acceptance;
}

}  // namespace

ResponseMatrix::ResponseMatrix(const DetectorResponse& response, std::span<const double> true_edges_eV,
                               std::span<const double> measured_edges_eV)
    : acceptance_(acceptance_of(response, measured_edges_eV)) {
  const GaussianSmearing share(response.resolution_eV);
  std::vector<double> from = {0}, to = {-infinity};
  for (const double edge : true_edges_eV) from.push_back(edge * response.energy_scale);
  to.insert(to.end(), measured_edges_eV.begin(), measured_edges_eV.end());
  to.push_back(infinity);
  for (std::size_t cell = 0; cell + 1 < from.size(); ++cell) {
    Column column{0, {}};
    for (std::size_t row = 0; row + 1 < to.size(); ++row) {
      const double entry = share(from[cell], from[cell + 1], to[row], to[row + 1]);
      if (entry == 0 && column.entries.empty()) continue;
      if (column.entries.empty()) column.first = row;
      column.entries.push_back(entry);
    }
    while (column.entries.back() == 0) column.entries.pop_back();
    columns_.push_back(std::move(column));
  }
  columns_.push_back({measured_edges_eV.size(), {1}});
}

double ResponseMatrix::operator()(std::size_t measured, std::size_t truth) const {
  const Column& column = columns_.at(truth);
  if (measured < column.first || measured >= column.first + column.entries.size()) return 0;
  return column.entries[measured - column.first];
}

std::vector<double> ResponseMatrix::seen_share() const {
  std::vector<double> seen;
  for (const Column& column : columns_) {
    double sum = 0;
    for (std::size_t i = 0; i < column.entries.size(); ++i) sum += column.entries[i] * acceptance_[column.first + i];
    seen.push_back(sum);
  }
  return seen;
}

std::vector<double> ResponseMatrix::smear(std::span<const double> truth) const {
  std::vector<double> measured(measured_cells(), 0);
  for (std::size_t cell = 0; cell < columns_.size(); ++cell) {
    const Column& column = columns_[cell];
    for (std::size_t i = 0; i < column.entries.size(); ++i) {
      measured[column.first + i] += column.entries[i] * truth[cell];
    }
  }
  return measured;
}

std::vector<double> ResponseMatrix::fold(std::span<const double> truth) const {
  std::vector<double> measured = smear(truth);
  for (std::size_t row = 0; row < measured.size(); ++row) measured[row] *= acceptance_[row];
  return measured;
}

std::vector<double> ResponseMatrix::smear_plane(std::span<const double> plane) const {
  const std::size_t from = true_cells(), to = measured_cells();
  std::vector<double> half;  // [true][measured]
  for (std::size_t row = 0; row < from; ++row) {
    const std::vector<double> smeared = smear(plane.subspan(row * from, from));
    half.insert(half.end(), smeared.begin(), smeared.end());
  }
  std::vector<double> result(to * to);
  for (std::size_t column = 0; column < to; ++column) {
    std::vector<double> line(from);
    for (std::size_t row = 0; row < from; ++row) line[row] = half[row * to + column];
    const std::vector<double> smeared = smear(line);
    for (std::size_t row = 0; row < to; ++row) result[row * to + column] = smeared[row];
  }
  return result;
}

}  // namespace slipburst::host
