#include "host/response/folded_spectrum.hpp"

#include <algorithm>
#include <cmath>

#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

constexpr double attowatt_W = 1e-18;

BurstMoments moments(std::span<const double> edges, std::span<const double> probability) {
  BurstMoments sum;
  for (std::size_t cell = 0; cell < probability.size(); ++cell) {
    const double low = cell == 0 ? 0 : edges[cell - 1];
    const double high = cell < edges.size() ? edges[cell] : low;
    sum.probability += probability[cell];
    sum.energy_eV += probability[cell] * (low + high) / 2;
    sum.energy_squared_eV2 += probability[cell] * (low * low + low * high + high * high) / 3;
  }
  return sum;
}

/// Standard deviation of a weighted sum over independent cells.
double independent(std::span<const double> weight, const std::vector<Estimate>& cells) {
  double variance = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) variance += std::pow(weight[i] * cells[i].sigma, 2);
  return std::sqrt(variance);
}

/// Standard deviation of a weighted sum over cells that are differences of P(E > e), whose errors add up at worst.
double together(std::span<const double> weight, const ChannelValues& channel) {
  double sum = weight[0] * channel.underflow.sigma;
  for (std::size_t i = 1; i < weight.size(); ++i)
    sum += std::abs(weight[i] - weight[i - 1]) * channel.above[i - 1].sigma;
  return sum;
}

FoldedChannel fold_channel(const ResponseMatrix& matrix, const std::vector<double>& edges, const ChannelValues& channel,
                           bool exact) {
  const std::vector<Estimate> cells = true_cells(channel);
  std::vector<double> probability;
  for (const Estimate& cell : cells) probability.push_back(cell.value);
  const auto error = [&](std::span<const double> weight) {
    return exact ? together(weight, channel) : independent(weight, cells);
  };

  FoldedChannel result;
  const std::vector<double> value = matrix.fold(probability);
  for (std::size_t row = 1; row + 1 < value.size(); ++row) {
    std::vector<double> weight;
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
      weight.push_back(matrix(row, cell) * matrix.acceptance()[row]);
    }
    result.bins.push_back({value[row], error(weight)});
  }
  const std::vector<double> seen = matrix.seen_share();
  std::vector<double> unseen;
  result.seen = {0, error(seen)};
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    result.seen.value += seen[cell] * probability[cell];
    unseen.push_back(std::max(1 - seen[cell], 0.0) * probability[cell]);
  }
  result.emitted = moments(edges, probability);
  result.subthreshold = moments(edges, unseen);
  return result;
}

}  // namespace

BurstLoad burst_load(const BurstMoments& moments, double rate_Hz) {
  const double joule_per_eV = units::elementary_charge_C;
  return {moments.probability * rate_Hz, moments.energy_eV * joule_per_eV * rate_Hz / attowatt_W,
          std::sqrt(2 * moments.energy_squared_eV2 * rate_Hz) * joule_per_eV};
}

std::vector<Estimate> true_cells(const ChannelValues& channel) {
  std::vector<Estimate> cells = {channel.underflow};
  cells.insert(cells.end(), channel.bins.begin(), channel.bins.end());
  cells.push_back(channel.above.back());
  return cells;
}

FoldedSpectrum fold(const DetectorResponse& response, const SpectrumValues& values) {
  const ResponseMatrix matrix(response, values.edges_eV, values.edges_eV);
  const bool exact = values.method == "quadrature" || values.method == "direct";
  FoldedSpectrum folded{values.edges_eV, {}};
  for (int channel = 0; channel < table::channels; ++channel) {
    folded.channel[channel] = fold_channel(matrix, values.edges_eV, values.channel[channel], exact);
  }
  return folded;
}

}  // namespace slipburst::host
