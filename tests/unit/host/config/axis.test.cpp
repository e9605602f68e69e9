#include "host/config/axis.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "host/config/load_case.hpp"

namespace slipburst::host {
namespace {

std::string refusal(const std::vector<std::string>& axes) {
  try {
    parse_axes(axes);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

void check_refusal(const std::vector<std::string>& axes, const std::vector<std::string>& words) {
  const std::string message = refusal(axes);
  for (const std::string& word : words) {
    INFO(message);
    CHECK(message.find(word) != std::string::npos);
  }
}

TEST_CASE("A linear range holds both ends and equal steps") {
  const Axis axis = parse_axis("stress.sigma0=60 MPa:180 MPa:lin:5");
  CHECK(axis.key == "stress.sigma0");
  CHECK(axis.unit == "MPa");
  CHECK(axis.scale == AxisScale::linear);
  CHECK(axis.values == std::vector<double>{60, 90, 120, 150, 180});
  CHECK(axis.setting(1) == "stress.sigma0=90 MPa");
}

TEST_CASE("A logarithmic range has equal ratios, to ten digits, and exact ends") {
  const Axis axis = parse_axis(" pinning.spacing = 20 nm : 0.2 um : log : 10 ");
  REQUIRE(axis.size() == 10);
  CHECK(axis.unit == "nm");
  CHECK(axis.scale == AxisScale::logarithmic);
  CHECK(axis.values.front() == 20);
  CHECK(axis.values.back() == 200);
  for (std::size_t i = 1; i < axis.size(); ++i) {
    CHECK(axis.values[i] / axis.values[i - 1] == doctest::Approx(std::pow(10.0, 1.0 / 9)).epsilon(1e-9));
  }
  CHECK(axis.texts[1] == "25.8309933 nm");
}

TEST_CASE("A range may fall, and one value may be both ends") {
  CHECK(parse_axis("pinning.alpha=1:0.5:lin:3").values == std::vector<double>{1, 0.75, 0.5});
  CHECK(parse_axis("pinning.alpha=0.7:0.7:log:1").values == std::vector<double>{0.7});
}

TEST_CASE("A list is converted to the unit of the key; the values mean the same") {
  const Axis axis = parse_axis("stress.sigma0=0.06 GPa, \"120 MPa\",3 meV/nm^3");
  REQUIRE(axis.size() == 3);
  CHECK(axis.values[0] == 60);
  CHECK(axis.texts[1] == "120 MPa");
  CHECK(axis.values[2] == doctest::Approx(3 / 6.241509074));
  for (const auto& [asked, i] : {std::pair{"stress.sigma0=0.06 GPa", 0}, {"stress.sigma0=120 MPa", 1}}) {
    const std::vector<std::string> converted{axis.setting(static_cast<std::uint64_t>(i))}, given{asked};
    CHECK(load_case("al-on-si", converted).text == load_case("al-on-si", given).text);
  }
}

TEST_CASE("Words, numbers and paths") {
  const Axis law = parse_axis("model.dynamics=newtonian,elastorelativistic");
  CHECK(law.words());
  CHECK(law.unit == "1");
  CHECK(law.setting(1) == "model.dynamics=elastorelativistic");
  CHECK_FALSE(parse_axis("response.efficiency=0.5,0.9").words());
  CHECK(parse_axis("response.efficiency=0.5,curve.txt").words());
  CHECK(parse_axis("numerics.step_budget=1000,20000").values == std::vector<double>{1000, 20000});
}

TEST_CASE("Bad axes are refused by name") {
  check_refusal({"pinning.spaceing=20 nm"}, {"--over", "pinning.spaceing", "nearest", "pinning.spacing"});
  check_refusal({"pinning.spacing"}, {"--over pinning.spacing", "="});
  check_refusal({"pinning.spacing=20 MPa,30 MPa"}, {"--over", "pinning.spacing", "20 MPa", "length"});
  check_refusal({"pinning.spacing=20 nm:30 MPa:lin:3"}, {"--over pinning.spacing", "30 MPa", "length"});
  check_refusal({"pinning.spacing=20:30 nm:lin:3"}, {"--over pinning.spacing", "unit"});
  check_refusal({"pinning.spacing=20 nm,"}, {"--over", "pinning.spacing", "empty"});
  check_refusal({"pinning.spacing=20 nm:30 nm:lin:0"}, {"--over pinning.spacing", "'0'"});
  check_refusal({"pinning.spacing=20 nm:30 nm:lin:-3"}, {"--over pinning.spacing", "'-3'"});
  check_refusal({"pinning.spacing=20 nm:30 nm:lin:2.5"}, {"--over pinning.spacing", "'2.5'"});
  check_refusal({"pinning.spacing=20 nm:30 nm:lin:1"}, {"--over pinning.spacing", "two ends"});
  check_refusal({"pinning.spacing=20 nm:30 nm:exp:3"}, {"--over pinning.spacing", "'exp'", "log"});
  check_refusal({"pinning.spacing=20 nm:30 nm"}, {"--over pinning.spacing", "no range"});
  check_refusal({"pinning.spacing=-20 nm:30 nm:log:3"}, {"--over pinning.spacing", "positive"});
  check_refusal({"pinning.spacing=-20 nm:30 nm:lin:3"}, {"pinning.spacing", "positive"});
  check_refusal({"pinning.spacing=20 nm,0.02 um"}, {"--over pinning.spacing", "20 nm twice"});
  check_refusal({"model.dynamics=1:2:lin:3"}, {"--over model.dynamics", "words"});
  check_refusal({"model.dynamics=newton"}, {"--over", "model.dynamics", "newtonian"});
  check_refusal({"numerics.step_budget=1:2:lin:3"}, {"--over", "numerics.step_budget", "whole number"});
  check_refusal({"histogram.maximum=1 keV,2 keV"}, {"--over histogram.maximum", "--set"});
  check_refusal({"detector.observation=1 week,2 weeks"}, {"--over", "detector.observation", "two times"});
  check_refusal({"pinning.alpha=1,2", "pinning.alpha=3,4"}, {"--over pinning.alpha", "two axes"});
}

}  // namespace
}  // namespace slipburst::host
