#include "host/config/load_case.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "host/config/axis.hpp"
#include "host/config/presets.hpp"
#include "unit/host/files/scratch_folder.hpp"

using slipburst::host::Case;
using slipburst::host::case_from_text;
using slipburst::host::InputError;
using slipburst::host::load_case;
using slipburst::testing::contains;

namespace {

constexpr double gigapascal = 6241.509074460763;
constexpr double week = 604800.0;

using Overrides = std::vector<std::string>;

std::string override_error(const std::string& preset, const Overrides& overrides) {
  try {
    load_case(preset, overrides);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

std::string text_error(const std::string& toml, const Overrides& overrides = {}) {
  try {
    case_from_text(toml, "my.toml", overrides);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("the default preset holds the paper's values in internal units") {
  const Case config = load_case("al-on-si");
  CHECK(config.name == "al-on-si");
  CHECK(config.film.shear_modulus == doctest::Approx(25 * gigapascal).epsilon(1e-15));
  CHECK(config.film.burgers == 0.286);
  CHECK(config.film.sound_speed == 3.04);
  CHECK(config.film.pair_breaking_energy == 0.36);
  CHECK(std::isinf(config.film.thickness));
  CHECK(config.substrate.shear_modulus == doctest::Approx(51 * gigapascal).epsilon(1e-15));
  CHECK(config.pinning.spacing == 50.0);
  CHECK(config.pinning.alpha == 1.0);
  CHECK(config.depinning.gamma == 900.0);
  CHECK(config.depinning.attempt_frequency == 8.9);
  CHECK(config.sigma0 == doctest::Approx(0.12 * gigapascal).epsilon(1e-15));
  CHECK(config.detector.aluminium_area_cm2 == 1.0);
  CHECK_FALSE(config.detector.mass_kg.has_value());
  CHECK(config.detector.time_since_cooldown_s == week);
  CHECK(config.reading == slipburst::host::Reading::appendix);
}

TEST_CASE("presets differ where they should") {
  CHECK(load_case("paper-30nm").pinning.spacing == 30.0);
  CHECK(load_case("paper-30nm").detector.aluminium_area_cm2 == 0.0294);
  CHECK(load_case("paper-50nm").pinning.spacing == 50.0);
  CHECK(load_case("paper-100nm").pinning.spacing == 100.0);
  const Case cpd = load_case("cpd");
  CHECK(cpd.detector.aluminium_area_cm2 == 0.912);
  CHECK(cpd.detector.time_since_cooldown_s == 8 * week);
  CHECK(cpd.detector.mass_kg == 0.0106);
  const Case cresst = load_case("cresst");
  CHECK_FALSE(cresst.detector.aluminium_area_cm2.has_value());
  CHECK(cresst.substrate.material == "CaWO4");
  CHECK(cresst.substrate.shear_modulus == doctest::Approx(37 * gigapascal).epsilon(1e-15));
  CHECK(cresst.detector.time_since_cooldown_s == 365.0 * 86400.0);
  CHECK(cresst.detector.mass_kg == 23.6 / 1000);
  CHECK(load_case("al-on-ge").substrate.shear_modulus == doctest::Approx(41 * gigapascal).epsilon(1e-15));
  CHECK(load_case("al-on-sapphire").substrate.shear_modulus == doctest::Approx(150 * gigapascal).epsilon(1e-15));
  CHECK(load_case("cu-on-si").depinning.gamma == 1261.0);
  CHECK(load_case("au-on-si").film.sound_speed == 1.2);
  CHECK(load_case("nb-on-si").depinning.attempt_frequency == 5.7);
}

TEST_CASE("presets of indicative materials carry a caveat") {
  const auto infos = slipburst::host::presets();
  CHECK(infos.size() == 11);
  for (const auto& info : infos) {
    CAPTURE(info.name);
    CHECK_FALSE(info.description.empty());
    const bool indicative = info.name == "cu-on-si" || info.name == "au-on-si" || info.name == "nb-on-si";
    CHECK(info.caveat.empty() == !indicative);
    CHECK(contains(info.caveat, "electron drag") == (info.name == "cu-on-si" || info.name == "au-on-si"));
  }
}

TEST_CASE("overrides take units, plain numbers, words and lists") {
  const Overrides overrides{"pinning.spacing=30 nm",
                            "pinning.alpha=0.8",
                            "model.reading=consistent",
                            "numerics.mode = fixed",
                            "numerics.step_budget=1e6",
                            "table.phonons=all",
                            "film.pair_breaking_energy=\"0.2 meV\"",
                            "film.thickness=300 nm",
                            "histogram.bins_per_decade=10",
                            "numerics.precision=fp32"};
  const Case config = load_case("al-on-si", overrides);
  CHECK(config.pinning.spacing == 30.0);
  CHECK(config.pinning.alpha == 0.8);
  CHECK(config.depinning.gamma == 900.0);
  CHECK(config.reading == slipburst::host::Reading::consistent);
  CHECK(config.numerics.mode == slipburst::host::StepMode::fixed);
  CHECK(config.numerics.precision == slipburst::exec::Precision::fp32);
  CHECK(config.numerics.step_budget == 1000000);
  CHECK(config.table.phonons == slipburst::host::Phonons::all);
  CHECK(config.film.pair_breaking_energy == 0.2);
  CHECK(config.film.thickness == 300.0);
  CHECK(config.histogram.bins_per_decade == 10);
}

TEST_CASE("earlier names of keys are read, with a notice") {
  const Case now = load_case("al-on-si", Overrides{"film.pair_breaking_energy=0.2 meV", "table.phonons=all"});
  const Case set = load_case("al-on-si", Overrides{"film.gap=0.2 meV", "table.channels=all"});
  const Case file =
      case_from_text("preset = \"al-on-si\"\n[film]\ngap = \"0.2 meV\"\n[table]\nchannels = \"all\"\n", "my.toml");
  CHECK(now.notices.empty());
  for (const Case& former : {set, file}) CHECK(former.text == now.text);
  REQUIRE(set.notices.size() == 2);
  CHECK(set.notices[0] == "--set: film.gap is the earlier name of film.pair_breaking_energy; write that");
  REQUIRE(file.notices.size() == 2);
  CHECK(file.notices[1] == "my.toml:5: table.channels is the earlier name of table.phonons; write that");
  CHECK(slipburst::host::parse_axis("film.gap=0.3 meV,0.4 meV").key == "film.pair_breaking_energy");
  CHECK(contains(text_error("preset = \"al-on-si\"\n[film]\npair_breaking_energy = \"1 meV\"\ngap = \"1 meV\"\n"),
                 "film.pair_breaking_energy is given twice, also as film.gap"));
}

TEST_CASE("the last override wins, and none removes an optional value") {
  CHECK(load_case("al-on-si", Overrides{"pinning.alpha=2", "pinning.alpha=3"}).pinning.alpha == 3.0);
  CHECK_FALSE(load_case("cpd", Overrides{"detector.mass=none"}).detector.mass_kg.has_value());
  CHECK(load_case("cpd", Overrides{"detector.observation=none"}).detector.time_since_cooldown_s == 8 * week);
  CHECK(contains(override_error("cpd", {"film.pair_breaking_energy=none"}), "does not start with a number"));
}

TEST_CASE("another material brings its own values, but given ones stay") {
  const Case copper = load_case("al-on-si", Overrides{"film.material=Cu", "film.burgers=0.3 nm"});
  CHECK(copper.film.shear_modulus == load_case("cu-on-si").film.shear_modulus);
  CHECK(copper.film.burgers == 0.3);
  CHECK(copper.depinning.gamma == 1261.0);
  CHECK(copper.film.pair_breaking_energy == 0.36);
  const Case germanium = load_case("al-on-si", Overrides{"substrate.material=Ge"});
  CHECK(germanium.substrate.shear_modulus == load_case("al-on-ge").substrate.shear_modulus);

  const std::string own = "preset = \"al-on-si\"\n[film]\nshear_modulus = \"26 GPa\"\n";
  CHECK(case_from_text(own, "my.toml").film.shear_modulus == doctest::Approx(26 * gigapascal));
  CHECK(case_from_text(own, "my.toml", Overrides{"film.material=Al"}).film.shear_modulus ==
        doctest::Approx(26 * gigapascal));
  CHECK(case_from_text(own, "my.toml", Overrides{"film.material=Nb"}).film.shear_modulus ==
        doctest::Approx(38 * gigapascal));
}

TEST_CASE("a custom material needs its own values, all named at once") {
  const std::string error = override_error("al-on-si", {"film.material=custom", "film.burgers=0.3 nm"});
  CHECK(contains(error, "missing film.shear_modulus"));
  CHECK(contains(error, "film.sound_speed"));
  CHECK(contains(error, "depinning.gamma"));
  CHECK(contains(error, "depinning.attempt_frequency"));
  CHECK_FALSE(contains(error, "film.burgers"));
  CHECK(contains(error, "a custom material has no values of its own: give them"));
  const Case config = load_case("al-on-si", Overrides{"substrate.material=custom", "substrate.shear_modulus=60 GPa"});
  CHECK(config.substrate.shear_modulus == doctest::Approx(60 * gigapascal));
}

TEST_CASE("an observation window stands for its mean of 1/t") {
  const double expected = week / std::log(2.0);
  const Case config = load_case("cpd", Overrides{"detector.observation=1 week,2 weeks"});
  CHECK(config.detector.time_since_cooldown_s == doctest::Approx(expected).epsilon(1e-14));
  CHECK(config.detector.observation_start_s == week);
  CHECK(config.detector.observation_end_s == 2 * week);

  const std::string toml = "preset = \"cpd\"\n[detector]\nobservation = [\"1 week\", \"2 weeks\"]\n";
  CHECK(case_from_text(toml, "my.toml").detector.time_since_cooldown_s == doctest::Approx(expected).epsilon(1e-14));
  const Case back = case_from_text(toml, "my.toml", Overrides{"detector.time_since_cooldown=3 weeks"});
  CHECK(back.detector.time_since_cooldown_s == 3 * week);
  CHECK_FALSE(back.detector.observation_start_s.has_value());
}

TEST_CASE("a wrong observation window is refused") {
  CHECK(contains(override_error("cpd", {"detector.observation=2 weeks,1 week"}), "earlier time first"));
  CHECK(contains(override_error("cpd", {"detector.observation=1 week,1 week"}), "earlier time first"));
  CHECK(contains(override_error("cpd", {"detector.observation=1 week"}), "two times"));
  CHECK(contains(override_error("cpd", {"detector.observation=1 week,2"}), "has no unit"));
  CHECK(contains(override_error("cpd", {"detector.observation=1 week,2 weeks", "detector.time_since_cooldown=1 week"}),
                 "exclude each other"));
  CHECK(contains(text_error("preset = \"cpd\"\n[detector]\ntime_since_cooldown = \"1 week\"\n"
                            "observation = [\"1 week\", \"2 weeks\"]\n"),
                 "my.toml:3: detector.time_since_cooldown and detector.observation (at my.toml:4)"));
}

TEST_CASE("unknown keys come with the nearest known one") {
  CHECK(override_error("al-on-si", {"film.burger=0.3 nm"}) ==
        "--set: unknown key 'film.burger'; the nearest is 'film.burgers'");
  CHECK(contains(override_error("al-on-si", {"gamma=900"}), "the nearest is 'depinning.gamma'"));
  CHECK(text_error("preset = \"cpd\"\n[pinning]\nspaceing = \"30 nm\"\n") ==
        "my.toml:3: unknown key 'pinning.spaceing'; the nearest is 'pinning.spacing'");
  CHECK(contains(text_error("preset = \"cpd\"\n[pining]\nspacing = \"30 nm\"\n"), "my.toml:2: unknown key 'pining'"));
  CHECK(contains(text_error("preset = \"cpd\"\nfilm = 3\n"), "my.toml:2: 'film' is a section"));
  CHECK(contains(override_error("al-on-si", {"pinning.spacing"}), "no '='"));
}

TEST_CASE("bad values name key, place and remedy") {
  CHECK(text_error("preset = \"cpd\"\n[stress]\nsigma0 = 45\n") ==
        "my.toml:3: stress.sigma0 = \"45\" has no unit; it needs a stress such as \"120 MPa\"");
  CHECK(contains(text_error("preset = \"cpd\"\n[stress]\nsigma0 = \"45 nm\"\n"), "is a length, not a stress"));
  CHECK(contains(text_error("preset = \"cpd\"\n[pinning]\nalpha = \"0.8\"\n"), "write 1 without quotes"));
  CHECK(contains(text_error("preset = \"cpd\"\n[pinning]\nalpha = true\n"), "neither a string, a number, nor a list"));
  CHECK(contains(text_error("preset = \"cpd\"\n[pinning]\nalpha = inf\n"), "is not finite"));
  CHECK(contains(text_error("preset = \"cpd\"\n[pinning]\nalpha = [1]\n"), "is a list"));
  CHECK(contains(override_error("cpd", {"pinning.alpha=0"}), "must be greater than 0"));
  CHECK(contains(override_error("cpd", {"pinning.alpha=1e31"}), "must be from 1e-30 to 1e+30"));
  CHECK(contains(override_error("cpd", {"pinning.alpha=-1"}), "out of range"));
  CHECK(contains(override_error("cpd", {"pinning.alpha=nan"}), "is not finite"));
  CHECK(contains(override_error("cpd", {"pinning.spacing=0 nm"}), "is not positive"));
  CHECK(contains(override_error("cpd", {"film.pair_breaking_energy=-0.1 meV"}),
                 "--set: film.pair_breaking_energy = \"-0.1 meV\" is not positive"));
  CHECK(contains(override_error("cpd", {"film.burgers=1e-200 nm"}), "too small or too large"));
  CHECK(contains(override_error("cpd", {"numerics.relative_tolerance=1e-2"}), "from 1e-13 to 0.001"));
  CHECK(contains(override_error("cpd", {"numerics.step_budget=0"}), "out of range"));
  CHECK(contains(override_error("cpd", {"numerics.step_budget=1.5"}), "whole number"));
  CHECK(contains(override_error("cpd", {"histogram.bins_per_decade=1001"}), "from 1 to 1000"));
  CHECK(contains(override_error("cpd", {"table.tolerance=1e-8"}), "out of range"));
  CHECK(contains(override_error("cpd", {"model.reading=apendix"}), "the nearest is 'appendix'"));
  CHECK(contains(override_error("cpd", {"film.material=al"}), "the nearest is 'Al'"));
  std::string name;
  for (int i = 0; i < 40; ++i) name += "ä";
  CHECK(load_case("cpd", Overrides{"film.name=" + name}).film.name == name);
  CHECK(contains(override_error("cpd", {"film.name=" + name + "x"}), "1 to 40 printable characters"));
  CHECK(contains(override_error("cpd", {"histogram.minimum=1 keV", "histogram.maximum=1 eV"}),
                 "--set: histogram.maximum = \"1 eV\" must be greater"));
}

TEST_CASE("a substrate no stiffer than the film is refused") {
  CHECK(contains(override_error("al-on-si", {"substrate.shear_modulus=20 GPa"}),
                 "--set: substrate.shear_modulus = \"20 GPa\" does not exceed film.shear_modulus = \"25 GPa\""));
  CHECK(contains(override_error("al-on-si", {"substrate.shear_modulus=25 GPa"}), "does not exceed"));
  CHECK(contains(override_error("al-on-ge", {"film.material=Cu"}), "\"48 GPa\" from --set (film.material = Cu)"));
}

TEST_CASE("a file without a preset must give everything, and is told what is missing") {
  const std::string error = text_error("[film]\nmaterial = \"Al\"\n");
  for (const char* key : {"film.pair_breaking_energy", "substrate.material", "pinning.spacing", "pinning.alpha",
                          "stress.sigma0", "detector.time_since_cooldown"}) {
    CAPTURE(key);
    CHECK(contains(error, key));
  }
  for (const char* key : {"film.burgers", "substrate.shear_modulus", "detector.mass", "detector.observation"}) {
    CAPTURE(key);
    CHECK_FALSE(contains(error, key));
  }
  CHECK(contains(error, "preset = \"al-on-si\""));
  CHECK(contains(text_error("preset = \"al-on-s\"\n"), "my.toml:1: preset = \"al-on-s\" is not a preset"));
  CHECK(contains(text_error("preset = [\"al-on-si\"]\n"), "my.toml:1: preset is a list; write the name of one"));
}

TEST_CASE("TOML errors give line and column") {
  CHECK(contains(text_error("preset = \"cpd\"\n[film\n"), "my.toml:2:6: not valid TOML"));
}

TEST_CASE("cases load from files, and missing ones name the nearest preset") {
  const auto folder = std::filesystem::temp_directory_path() / "slipburst-load-case-test";
  std::filesystem::create_directories(folder);
  const std::string path = (folder / "my.toml").string();
  std::ofstream(path) << "preset = \"cpd\"\n[pinning]\nspacing = \"30 nm\"\n";
  const Case config = load_case(path, Overrides{"pinning.alpha=2"});
  CHECK(config.name == path);
  CHECK(config.pinning.spacing == 30.0);
  CHECK(config.pinning.alpha == 2.0);
  CHECK(contains(override_error(folder.string(), {}), "cannot be read"));
  // All cases of one loader use the contents of files as first read.
  const std::string efficiency = (folder / "efficiency.txt").string();
  std::ofstream(efficiency) << "# energy (eV), efficiency\n10 0.2\n20 0.4\n";
  const std::string key = "response.efficiency=" + efficiency;
  slipburst::host::CaseLoader<Case> loader(path);
  const Case first = loader.load(Overrides{key});
  std::ofstream(path) << "preset = \"cresst\"\n";
  std::ofstream(efficiency) << "# energy (eV), efficiency\n10 0.3\n";
  const Case second = loader.load(Overrides{key});
  CHECK(second.text == first.text);
  REQUIRE(second.response.efficiency_curve);
  CHECK(second.response.efficiency_curve->survival == std::vector<double>{0.2, 0.4});
  CHECK(load_case(path, Overrides{key}).response.efficiency_curve->survival == std::vector<double>{0.3});
  std::filesystem::remove_all(folder);
  CHECK(contains(override_error("al-on-sapphir", {}), "the nearest is 'al-on-sapphire'"));
}
