#include "host/table/silence.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/cases.hpp"

using namespace slipburst;

namespace {

std::string silence_of(const std::vector<std::string>& overrides) {
  return host::silence(host::PreparedCase(testing::make_case(overrides)));
}

void check_says(const std::vector<std::string>& overrides, const std::vector<std::string>& parts) {
  const std::string reason = silence_of(overrides);
  CAPTURE(reason);
  for (const std::string& part : parts) {
    CAPTURE(part);
    CHECK(reason.find(part) != std::string::npos);
  }
}

}  // namespace

TEST_CASE("a case whose lines emit is not silent") {
  CHECK(silence_of({}) == "");
  CHECK(silence_of({"detector.subgap_efficiency=0.1", "film.pair_breaking_energy=3 meV"}) == "");
  CHECK(silence_of({"grain.median=50 nm", "grain.sigma=0.5"}) == "");  // a large grain is rare
}

TEST_CASE("each reason is named with a remedy that works") {
  check_says({"film.pair_breaking_energy=2.4 meV"},
             {"film.pair_breaking_energy = 2.4 meV", "2.384 meV", "detector.subgap_efficiency"});
  CHECK(silence_of({"film.pair_breaking_energy=2.4 meV", "detector.subgap_efficiency=0.5"}) == "");

  // Below the equilibrium distance no gap is small enough.
  check_says({"stress.sigma0=1 MPa"}, {"0.5 MPa", "66.54 mean pin heights", "film.pair_breaking_energy = 0.36 meV",
                                       "raise stress.sigma0 or pinning.spacing"});
  CHECK(silence_of({"stress.sigma0=1 MPa"}).find("lower film.pair_breaking_energy") == std::string::npos);
  CHECK(silence_of({"stress.sigma0=60 MPa"}) == "");
  CHECK(silence_of({"stress.sigma0=1 MPa", "pinning.spacing=5 um"}) == "");

  check_says({"film.thickness=4 nm"}, {"4 nm high (film.thickness)", "4.667 nm",
                                       "raise stress.sigma0 or film.thickness", "lower film.pair_breaking_energy"});
  CHECK(silence_of({"film.thickness=5 nm"}) == "");
  CHECK(silence_of({"film.thickness=4 nm", "stress.sigma0=160 MPa"}) == "");
  CHECK(silence_of({"film.thickness=4 nm", "film.pair_breaking_energy=0.2 meV"}) == "");
  CHECK(silence_of({"film.thickness=4 nm", "detector.subgap_efficiency=0.1"}) == "");

  check_says({"grain.median=100 nm", "grain.sigma=0"}, {"119.2 nm long", "grains 100 nm", "grain.median"});
  CHECK(silence_of({"grain.median=120 nm", "grain.sigma=0"}) == "");
  CHECK(silence_of({"grain.median=100 nm", "grain.sigma=0", "pinning.alpha=0.8"}) == "");

  check_says({"stress.sigma0=0.01 MPa", "detector.subgap_efficiency=1"}, {"emission begins"});
}

TEST_CASE("a range of stresses is judged without the grains of the case") {
  const host::PreparedCase c(testing::make_case({"stress.sigma0=1 MPa", "grain.median=1 nm", "grain.sigma=0"}));
  CHECK(host::silence(c, host::default_range(c)) == "");
}
