#include "host/response/response_matrix.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <random>

using namespace slipburst;

namespace {

std::vector<double> log_edges(double low, double high, int bins) {
  std::vector<double> edges;
  for (int i = 0; i <= bins; ++i) edges.push_back(low * std::pow(high / low, static_cast<double>(i) / bins));
  return edges;
}

}  // namespace

TEST_CASE("without noise the matrix is the unit matrix, bit for bit") {
  const std::vector<double> edges = log_edges(0.01, 1e4, 240);
  const host::ResponseMatrix matrix({}, edges, edges);
  REQUIRE(matrix.true_cells() == 242);
  REQUIRE(matrix.measured_cells() == 242);
  for (std::size_t i = 0; i < 242; ++i) {
    for (std::size_t j = 0; j < 242; ++j) REQUIRE(matrix(i, j) == (i == j ? 1 : 0));
    REQUIRE(matrix.acceptance()[i] == 1);
  }
}

TEST_CASE("every column adds up to 1") {
  const std::vector<double> fine = log_edges(0.01, 1e4, 300), coarse = log_edges(0.3, 5e3, 70);
  for (const double sigma : {0.0, 1e-6, 0.02, 4.0, 500.0}) {
    for (const double scale : {0.4, 1.0, 1.3}) {
      host::DetectorResponse response;
      response.resolution_eV = sigma;
      response.energy_scale = scale;
      const host::ResponseMatrix matrix(response, fine, coarse);
      for (std::size_t column = 0; column < matrix.true_cells(); ++column) {
        double sum = 0;
        for (std::size_t row = 0; row < matrix.measured_cells(); ++row) {
          REQUIRE(matrix(row, column) >= 0);
          sum += matrix(row, column);
        }
        CAPTURE(sigma);
        CAPTURE(scale);
        CAPTURE(column);
        CHECK(std::abs(sum - 1) < 1e-12);
      }
    }
  }
}

TEST_CASE("an exponential spectrum smeared is the exponentially modified Gaussian") {
  const double mean = 30, sigma = 5;
  const std::vector<double> truth = log_edges(0.001, 3000, 12000), measured = log_edges(1, 300, 25);
  host::DetectorResponse response;
  response.resolution_eV = sigma;
  const host::ResponseMatrix matrix(response, truth, measured);
  std::vector<double> cells = {1 - std::exp(-truth[0] / mean)};
  for (std::size_t i = 0; i + 1 < truth.size(); ++i) {
    cells.push_back(std::exp(-truth[i] / mean) * -std::expm1(-(truth[i + 1] - truth[i]) / mean));
  }
  cells.push_back(std::exp(-truth.back() / mean));
  const std::vector<double> result = matrix.smear(cells);
  // P(measured < y) = Phi(y/s) - exp(s^2/(2 m^2) - y/m) Phi(y/s - s/m)
  const auto phi = [](double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); };
  const auto below = [&](double y) {
    return phi(y / sigma) - std::exp(sigma * sigma / (2 * mean * mean) - y / mean) * phi(y / sigma - sigma / mean);
  };
  CHECK(result.front() == doctest::Approx(below(measured.front())).epsilon(1e-6));
  for (std::size_t i = 0; i + 1 < measured.size(); ++i) {
    CHECK(result[i + 1] == doctest::Approx(below(measured[i + 1]) - below(measured[i])).epsilon(1e-6));
  }
}

TEST_CASE("threshold and efficiency") {
  const std::vector<double> edges = {1, 2, 4, 8};
  host::DetectorResponse response;
  response.threshold_eV = 3;
  response.efficiency = {{0, 10}, {0.2, 0.7}};
  const host::ResponseMatrix matrix(response, edges, edges);
  CHECK(matrix.acceptance()[0] == 0);
  CHECK(matrix.acceptance()[1] == 0);
  CHECK(matrix.acceptance()[2] == doctest::Approx(0.5 * (0.2 + 0.05 * 3.5)));
  CHECK(matrix.acceptance()[3] == doctest::Approx(0.2 + 0.05 * 6));
  CHECK(matrix.acceptance()[4] == doctest::Approx(0.2 + 0.05 * 8));
  const std::vector<double> truth = {7, 1, 2, 3, 4};
  const std::vector<double> folded = matrix.fold(truth);
  const std::vector<double> seen = matrix.seen_share();
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(folded[i] == truth[i] * matrix.acceptance()[i]);
    CHECK(seen[i] == matrix.acceptance()[i]);
  }
  response.threshold_eV = 0;
  CHECK(host::ResponseMatrix(response, edges, edges).acceptance()[0] == doctest::Approx(0.25));
}

TEST_CASE("an efficiency is averaged over its corners and held at its ends") {
  const host::EfficiencyCurve curve{{1, 2, 5}, {0, 1, 0.4}};
  CHECK(curve.at(-3) == 0);
  CHECK(curve.at(1.5) == doctest::Approx(0.5));
  CHECK(curve.at(9) == 0.4);
  CHECK(curve.mean(1, 2) == doctest::Approx(0.5));
  CHECK(curve.mean(0, 6) == doctest::Approx((0.5 + 0.7 * 3 + 0.4) / 6));
  CHECK(curve.mean(3, 4) == doctest::Approx(curve.at(3.5)));
}

TEST_CASE("a plane is smeared along both axes") {
  const std::vector<double> edges = log_edges(1, 20, 3);
  host::DetectorResponse response;
  response.resolution_eV = 2;
  response.energy_scale = 0.9;
  const host::ResponseMatrix matrix(response, edges, edges);
  std::mt19937 random(1);
  std::vector<double> plane(25);
  for (double& value : plane) value = static_cast<double>(random() % 1000);
  const std::vector<double> smeared = matrix.smear_plane(plane);
  double before = 0, after = 0;
  for (std::size_t i = 0; i < 5; ++i) {
    for (std::size_t j = 0; j < 5; ++j) {
      double expected = 0;
      for (std::size_t k = 0; k < 5; ++k) {
        for (std::size_t l = 0; l < 5; ++l) expected += matrix(i, k) * matrix(j, l) * plane[k * 5 + l];
      }
      CHECK(smeared[i * 5 + j] == doctest::Approx(expected).epsilon(1e-13));
      before += plane[i * 5 + j];
      after += smeared[i * 5 + j];
    }
  }
  CHECK(after == doctest::Approx(before).epsilon(1e-13));
}
