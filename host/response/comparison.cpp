#include "host/response/comparison.hpp"

#include <cmath>

namespace slipburst::host {
namespace {

void add(std::vector<double>& sum, const std::vector<double>& row) {
  sum.resize(row.size(), 0);
  for (std::size_t i = 0; i < row.size(); ++i) sum[i] += row[i];
}

Agreement agreement_of(const std::vector<BandComparison>& bands, const BandComparison& total,
                       std::optional<double> area) {
  const double best = static_cast<double>(total.band.counts) / total.expected_counts_per_cm2;
  Agreement result{area.value_or(best), 0, 0, bands.size() - (area ? 0 : 1)};
  for (const BandComparison& band : bands) {
    const double n = static_cast<double>(band.band.counts), mu = band.expected_counts_per_cm2 * result.area_cm2;
    if (n == 0 && mu == 0) continue;
    result.deviance += 2 * (mu - n + (n > 0 ? n * std::log(n / mu) : 0));
    result.chi_square += (n - mu) * (n - mu) / mu;
  }
  return result;
}

}  // namespace

Comparison compare(const MeasuredSpectrum& measured, const TrueSpectrum& spectrum, double releases_per_cm2,
                   double at_time_s, std::optional<double> area_cm2) {
  const ExpectedCounts expected(measured, spectrum.edges_eV);
  const double rate_Hz_per_count = 1 / (measured.aged_live_time() * at_time_s);
  const auto one = [&](const MeasuredBand& band, std::span<const double> seen, std::span<const double> smeared) {
    const Interval counts = garwood(band.counts);
    const double n = static_cast<double>(band.counts), factor = band.inverse_efficiency * rate_Hz_per_count;
    const double rate = releases_per_cm2 / at_time_s;
    const Estimate share = spectrum.sum(smeared);
    return BandComparison{band,
                          {n * factor, {counts.low * factor, counts.high * factor}},
                          {share.value * rate, share.sigma * rate},
                          spectrum.sum(seen).value * releases_per_cm2 * measured.aged_live_time()};
  };
  Comparison result{};
  MeasuredBand all = measured.bands().front();
  all.high_eV = measured.bands().back().high_eV;
  all.counts = 0;
  double weighted = 0, unweighted = 0;
  std::vector<double> seen, smeared;
  for (std::size_t i = 0; i < measured.bands().size(); ++i) {
    const MeasuredBand& band = measured.bands()[i];
    result.bands.push_back(one(band, expected.seen()[i], expected.smeared()[i]));
    all.counts += band.counts;
    weighted += static_cast<double>(band.counts) * band.inverse_efficiency;
    unweighted += band.inverse_efficiency;
    add(seen, expected.seen()[i]);
    add(smeared, expected.smeared()[i]);
  }
  all.inverse_efficiency = all.counts > 0 ? weighted / static_cast<double>(all.counts)
                                          : unweighted / static_cast<double>(measured.bands().size());
  result.total = one(all, seen, smeared);
  result.agreement = agreement_of(result.bands, result.total, area_cm2);
  return result;
}

}  // namespace slipburst::host
