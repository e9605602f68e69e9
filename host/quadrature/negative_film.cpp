#include "host/quadrature/negative_film.hpp"

#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <cstddef>
#include <vector>

#include "host/quadrature/exact.hpp"

namespace slipburst::host {

NegativeFilm negative_film(const exec::EventModel& model, double log2_unit, const Table& table) {
  using Gauss = boost::math::quadrature::gauss<double, 10>;
  constexpr int film = 1;
  const auto integral = [&](const auto& of_slice) {
    const std::vector<double> nodes = stress_nodes(model, table);
    double sum = 0;
    for (std::size_t i = 1; i < nodes.size(); ++i) {
      const auto at = [&](double w) {
        const double stress = model.max_stress * (1 - w * w);
        return of_slice(LineSlice::of_table(model, table.view(), stress), Acceptance(model, stress));
      };
      sum += Gauss::integrate(at, nodes[i - 1], nodes[i]);
    }
    return sum;
  };
  const double share = integral([](const LineSlice& slice, const Acceptance& acceptance) {
    return acceptance.within(slice.negative_heights(film));
  });
  if (share == 0) return {0, 0};
  const double mean = integral(
      [](const LineSlice& slice, const Acceptance& acceptance) { return slice.negative_mean(film, acceptance); });
  return {share, mean * std::exp2(log2_unit)};
}

}  // namespace slipburst::host
