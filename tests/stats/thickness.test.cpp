// Rejection of pin heights beyond film.thickness: the rejected share is an integral. Four standard deviations, 6e-5
// each.
#include <doctest/doctest.h>

#include <array>
#include <boost/math/quadrature/tanh_sinh.hpp>
#include <cmath>

#include "support/spectra.hpp"
#include "support/statistics.hpp"

using namespace slipburst;

TEST_CASE("the share of rejected pin heights") {
  constexpr std::uint64_t events = 2'000'000;
  constexpr std::array thresholds{0.0};
  const testing::Spectrum open =
      testing::sample(testing::make_case({"pinning.spacing=100 nm"}), testing::default_table(), thresholds, 5, events);
  CHECK(open.rejected() == 0);
  for (const double thickness_nm : {20.0, 100.0, 600.0}) {
    const host::Case c =
        testing::make_case({"pinning.spacing=100 nm", "film.thickness=" + std::to_string(thickness_nm) + " nm"});
    const testing::Spectrum cut = testing::sample(c, testing::default_table(), thresholds, 5, events);
    // Mean height at w: spacing^2 tau / (mu_f b), tau = 60 MPa (1 - w^2).
    const auto beyond = [&](double w) {
      const double mean_nm = 1e4 * 60 * (1 - w * w) / 7150;
      return mean_nm > 0 ? std::exp(-thickness_nm / mean_nm) : 0.0;
    };
    const double exact = boost::math::quadrature::tanh_sinh<double>().integrate(beyond, 0.0, 1.0);
    const double share = static_cast<double>(cut.rejected()) / events;
    CAPTURE(thickness_nm);
    CHECK(std::abs(share - exact) < 4 * testing::share_deviation(exact, events));
    // All other events are unchanged.
    CHECK(cut.share(0, 0) < open.share(0, 0));
    CHECK(cut.share(0, 0) >= open.share(0, 0) - share);
  }
}
