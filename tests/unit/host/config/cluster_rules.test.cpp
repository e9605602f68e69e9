#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "host/config/case_writer.hpp"
#include "host/config/load_case.hpp"
#include "host/config/presets.hpp"

using namespace slipburst::host;

namespace {

std::string case_refusal(const std::vector<std::string>& overrides) {
  try {
    load_case<ClusterCase>("tungsten-1000kev", overrides);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("presets are read, and read again from their text give the same") {
  for (const PresetInfo& preset : presets<ClusterCase>()) {
    const ClusterCase c = load_case<ClusterCase>(preset.name);
    CHECK(c.watch.temperatures_K.size() == 13);
    CHECK(c.traps.barriers == std::vector<double>{38});
    CHECK(case_from_text<ClusterCase>(c.text, "again").text == c.text);
    CHECK(case_from_text<ClusterCase>(commented_case(c), "edited").text == c.text);
    CHECK(is_case_of<ClusterCase>(preset.name));
  }
  CHECK(load_case<ClusterCase>("tungsten-1000kev").text != load_case<ClusterCase>("tungsten-300kev").text);
  CHECK_FALSE(is_case_of<ClusterCase>("al-on-si"));
}

TEST_CASE("a file may start from a preset") {
  const ClusterCase c = case_from_text<ClusterCase>(
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

TEST_CASE("the earlier name of a key is read, with a notice") {
  const std::vector<std::string> former{"direct.least_transfer=8 eV"}, now{"direct.min_transfer=8 eV"};
  const ClusterCase c = load_case<ClusterCase>("tungsten-1000kev", former);
  CHECK(c.text == load_case<ClusterCase>("tungsten-1000kev", now).text);
  REQUIRE(c.notices.size() == 1);
  CHECK(c.notices[0] == "--set: direct.least_transfer is the earlier name of direct.min_transfer; write that");
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
  CHECK_THROWS_AS(load_case<ClusterCase>("tungsten"), InputError);
  CHECK_THROWS_AS(case_from_text<ClusterCase>("[watch]\nwindows = 3\n", "my.toml"), InputError);
  CHECK_THROWS_AS(case_from_text<ClusterCase>("preset = \"al-on-si\"\n", "my.toml"), InputError);
  CHECK_THROWS_AS(load_case("tungsten-300kev"), InputError);
}

TEST_CASE("a key that a case of clusters needs is asked for") {
  try {
    case_from_text<ClusterCase>("[traps]\nbarriers = [\"38 meV\"]\n", "my.toml");
    FAIL("no error");
  } catch (const InputError& error) {
    const std::string what = error.what();
    CHECK(has(what, "my.toml: missing watch.temperatures (such as [\"300 K\"]), watch.energies"));
    CHECK(has(what, "preset = \"tungsten-1000kev\""));
  }
}

TEST_CASE("a file is read once for all cases of a loader, and one of the other kind is refused") {
  const auto folder = std::filesystem::temp_directory_path() / "slipburst-cluster-rules-test";
  std::filesystem::create_directories(folder);
  const std::string path = (folder / "my.toml").string();
  const auto refusal = [](const auto& read) {
    try {
      read();
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  std::ofstream(path) << "preset = \"tungsten-300kev\"\n[watch]\nclusters = 7\n";
  CHECK(is_case_of<ClusterCase>(path));
  CHECK_FALSE(is_case_of<Case>(path));
  CHECK(has(refusal([&] { load_case(path); }), "which slipburst detrap takes"));
  CaseLoader<ClusterCase> loader(path);
  std::ofstream(path) << "preset = \"cpd\"\n[pinning]\nspacing = \"30 nm\"\n";
  CHECK(loader.load(std::vector<std::string>{"watch.windows=3"}).watch.windows == 3);
  CHECK(loader.load().watch.clusters == 7);
  CHECK(is_case_of<Case>(path));
  CHECK_FALSE(is_case_of<ClusterCase>(path));
  CHECK(has(refusal([&] { load_case<ClusterCase>(path); }), "is a case of a film; slipburst detrap takes"));
  std::ofstream(path) << "[watch]\nwindws = 3\n";
  CHECK(has(refusal([&] { load_case<ClusterCase>(path); }), "my.toml:2: unknown key 'watch.windws'; the nearest is"));
  std::filesystem::remove_all(folder);
}
