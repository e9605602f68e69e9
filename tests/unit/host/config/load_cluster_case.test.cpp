#include "host/config/load_cluster_case.hpp"

#include <doctest/doctest.h>

#include <initializer_list>

#include "host/base/error.hpp"
#include "host/config/load_case.hpp"

using namespace slipburst::host;

namespace {

std::string case_refusal(const std::vector<std::string>& overrides) {
  try {
    load_cluster_case("tungsten-1000kev", overrides);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("presets are read, and read again from their text give the same") {
  for (const PresetInfo& preset : cluster_presets()) {
    const ClusterCase c = load_cluster_case(preset.name);
    CHECK(c.watch.temperatures_K.size() == 13);
    CHECK(c.traps.barriers == std::vector<double>{38});
    CHECK(cluster_case_from_text(c.text, "again").text == c.text);
    CHECK(cluster_case_from_text(commented_cluster_case(c), "edited").text == c.text);
    CHECK(is_cluster_case(preset.name));
  }
  CHECK(load_cluster_case("tungsten-1000kev").text != load_cluster_case("tungsten-300kev").text);
  CHECK_FALSE(is_cluster_case("al-on-si"));
}

TEST_CASE("a file may start from a preset") {
  const ClusterCase c = cluster_case_from_text(
      "preset = \"tungsten-300kev\"\n[watch]\ntemperatures = [\"20 K\", \"0.3 kK\"]\n[traps]\nbarriers = [\"30 meV\", "
      "\"0.05 eV\"]\nshares = [3, 1]\nnext = \"drawn\"\n",
      "my.toml", std::vector<std::string>{"watch.clusters=7"});
  CHECK(c.watch.temperatures_K == std::vector<double>{20, 300});
  CHECK(c.traps.barriers == std::vector<double>{30, 50});
  CHECK(c.traps.shares == std::vector<double>{3, 1});
  CHECK(c.traps.next == slipburst::detrapping::NextTrap::drawn);
  CHECK(c.watch.clusters == 7);
  CHECK(c.supply.frequency_Hz == doctest::Approx(22.12e-3));
}

TEST_CASE("refusals name the key, the place and the remedy") {
  CHECK(has(case_refusal({"traps.barriers=-38 meV"}), "traps.barriers"));
  CHECK(has(case_refusal({"traps.barriers=38 K"}), "an energy"));
  CHECK(has(case_refusal({"traps.barriers=38 meV,30 meV"}), "does not rise"));
  CHECK(has(case_refusal({"traps.shares=1,2"}), "one for each of the 1 barriers"));
  CHECK(has(case_refusal({"traps.spread=30 meV"}), "half of the lowest barrier"));
  CHECK(has(case_refusal({"watch.temperatures=-3 K"}), "watch.temperatures"));
  CHECK(has(case_refusal({"watch.temperatures=300 K,300 K"}), "does not rise"));
  CHECK(has(case_refusal({"watch.windows=0"}), "out of range"));
  CHECK(has(case_refusal({"watch.fluxes=2e25"}), "unit"));
  CHECK(has(case_refusal({"watch.windws=3"}), "watch.windows"));
  CHECK(has(case_refusal({"lattice.shaking=warm"}), "quantum, classical, debye"));
  CHECK_THROWS_AS(load_cluster_case("tungsten"), InputError);
  CHECK_THROWS_AS(cluster_case_from_text("[watch]\nwindows = 3\n", "my.toml"), InputError);
  CHECK_THROWS_AS(cluster_case_from_text("preset = \"al-on-si\"\n", "my.toml"), InputError);
  CHECK_THROWS_AS(load_case("tungsten-300kev"), InputError);
}
