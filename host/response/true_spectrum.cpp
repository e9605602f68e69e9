#include "host/response/true_spectrum.hpp"

#include <algorithm>
#include <cmath>

namespace slipburst::host {

Estimate TrueSpectrum::sum(std::span<const double> weight) const {
  double value = 0, variance = 0;
  for (std::size_t uncut = 0; uncut < sigma.size(); ++uncut) {
    const bool bin = uncut > 0 && uncut + 1 < sigma.size();
    const std::size_t first = uncut == 0 ? 0 : 1 + (uncut - 1) * parts, count = bin ? parts : 1;
    double part = 0, whole = 0, plain = 0;
    for (std::size_t cell = first; cell < first + count; ++cell) {
      part += weight[cell] * probability[cell];
      whole += probability[cell];
      plain += weight[cell] / static_cast<double>(count);
    }
    value += part;
    const double mean_weight = whole > 0 ? part / whole : plain;
    variance += std::pow(mean_weight * sigma[uncut], 2);
  }
  return {value, std::sqrt(variance)};
}

TrueSpectrum true_spectrum(std::span<const double> edges_eV, const Estimate& underflow, std::span<const Estimate> above,
                           std::span<const double> bin_sigma) {
  TrueSpectrum result{{edges_eV.begin(), edges_eV.end()}, {}, 1, {}};
  result.probability.push_back(std::max(underflow.value, 0.0));
  result.sigma.push_back(underflow.sigma);
  for (std::size_t bin = 0; bin + 1 < above.size(); ++bin) {
    result.probability.push_back(std::max(above[bin].value - above[bin + 1].value, 0.0));
    result.sigma.push_back(bin_sigma[bin]);
  }
  result.probability.push_back(above.back().value);
  result.sigma.push_back(above.back().sigma);
  return result;
}

TrueSpectrum refined(const TrueSpectrum& spectrum, std::size_t parts) {
  TrueSpectrum result{{}, {spectrum.probability.front()}, spectrum.parts * parts, spectrum.sigma};
  const std::size_t bins = spectrum.edges_eV.size() - 1;
  std::vector<double> above(bins + 1, spectrum.probability.back());
  for (std::size_t bin = bins; bin > 0; --bin) above[bin - 1] = above[bin] + spectrum.probability[bin];
  for (std::size_t bin = 0; bin < bins; ++bin) {
    const double step = std::log(spectrum.edges_eV[bin + 1] / spectrum.edges_eV[bin]) / static_cast<double>(parts);
    const double fall = above[bin + 1] > 0 ? std::log(above[bin + 1] / above[bin]) / static_cast<double>(parts) : 0;
    for (std::size_t part = 0; part < parts; ++part) {
      const double i = static_cast<double>(part);
      result.edges_eV.push_back(spectrum.edges_eV[bin] * std::exp(i * step));
      // In the last bin with any probability no power law ends at 0: its parts get equal probability.
      result.probability.push_back(above[bin + 1] > 0 ? above[bin] * std::exp(i * fall) * -std::expm1(fall)
                                                      : above[bin] / static_cast<double>(parts));
    }
  }
  result.edges_eV.push_back(spectrum.edges_eV.back());
  result.probability.push_back(spectrum.probability.back());
  return result;
}

}  // namespace slipburst::host
