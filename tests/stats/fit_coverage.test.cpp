// Profile intervals of a fit hold the truth as often as they say: 200 pseudo-experiments of a detector with noise,
// threshold and efficiency. Of n intervals of 68.27 % the number that cover it is within four standard deviations but
// with probability 1e-4: 110 to 163 of 200. Short tests do 48, 19 to 46: uncertainties wrong by a factor of 2.5 (of 1.5
// with 200), a bias of 0.6 of the uncertainty (0.3) and deviances that are no chi-square are still refused.
#include <doctest/doctest.h>

#include <array>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/poisson_distribution.hpp>
#include <cmath>
#include <functional>
#include <thread>
#include <vector>

#include "host/analysis/spectrum_fit.hpp"
#include "slipburst/units/constants.hpp"
#include "support/long_tests.hpp"
#include "support/tables.hpp"

using namespace slipburst;
using host::SpectrumParameter;

namespace {

const int spectrum_experiments = testing::long_tests() ? 200 : 48;
constexpr std::size_t free_parameters = 3;

host::MeasuredSpectrum detector() {
  host::Experiment experiment;
  experiment.live_time_s = 20 * 86400;
  experiment.inverse_age_Hz = 1.0 / (8 * 604800);
  experiment.response.resolution_eV = 3;
  experiment.response.threshold_eV = 15;
  experiment.response.efficiency = {{0, 100}, {0.5, 0.9}};
  std::vector<host::MeasuredBand> bands;
  for (double low = 15; low < 250; low *= 1.25) bands.push_back({low, low * 1.25});
  return {experiment, bands};
}

}  // namespace

TEST_CASE("pseudo-experiments") {
  const host::Case c = testing::make_case({"stress.sigma0=95 MPa"});
  const std::array<double, free_parameters> truth = {50, c.sigma0, 1};
  const std::vector<SpectrumParameter> free = {SpectrumParameter::spacing, SpectrumParameter::sigma0,
                                               SpectrumParameter::scale};
  const std::vector<host::FitParameter> bounds = {{"spacing", 45, 20, 100},
                                                  {"sigma0", c.sigma0, 60 * units::megapascal, 120 * units::megapascal},
                                                  {"scale", 1, 0.01, 100}};
  const host::SpectrumModel model(c, testing::default_table(), 0, detector(), 0.05, free, bounds);
  const std::vector<double> expected = model(truth);

  std::vector<std::vector<std::uint64_t>> data;
  boost::random::mt19937_64 random(2);
  for (int i = 0; i < spectrum_experiments; ++i) {
    data.emplace_back();
    for (const double mu : expected) {
      data.back().push_back(static_cast<std::uint64_t>(boost::random::poisson_distribution<std::int64_t>(mu)(random)));
    }
  }
  std::vector<host::PoissonFit> fits(data.size());
  const auto work = [&](std::size_t first, std::size_t stride) {
    for (std::size_t i = first; i < fits.size(); i += stride)
      fits[i] = host::fit_poisson(std::cref(model), data[i], bounds);
  };
  std::thread second(work, 1, 2);
  work(0, 2);
  second.join();

  const double n = spectrum_experiments, mean = 0.6827 * n, sigma = std::sqrt(0.6827 * 0.3173 * n);
  for (std::size_t p = 0; p < free_parameters; ++p) {
    int covered = 0;
    double pull = 0, square = 0;
    for (const host::PoissonFit& fit : fits) {
      const host::FittedParameter& parameter = fit.parameters[p];
      covered += parameter.low <= truth[p] && truth[p] <= parameter.high;
      const double x = std::log(parameter.value / truth[p]) * parameter.value / parameter.sigma;
      pull += x / spectrum_experiments;
      square += x * x / spectrum_experiments;
    }
    CAPTURE(bounds[p].name);
    CAPTURE(covered);
    CHECK(covered >= std::floor(mean - 4 * sigma));
    CHECK(covered <= std::ceil(mean + 4 * sigma));
    // Four standard deviations, plus a fiftieth for the bias of few counts and a tenth for profiles that are not
    // parabolas.
    CHECK(std::abs(pull) < 0.017 + 4 / std::sqrt(n));
    CHECK(std::sqrt(square) < 1.1 + 4 / std::sqrt(2 * n));
    MESSAGE(bounds[p].name, ": ", covered, " of ", spectrum_experiments, ", mean pull ", pull, ", rms ",
            std::sqrt(square));
  }
  double p_values = 0;
  for (const host::PoissonFit& fit : fits) p_values += fit.p_value / spectrum_experiments;
  CHECK(std::abs(p_values - 0.5) < 4 / std::sqrt(12 * n));
}
