#include "host/config/case_writer.hpp"

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>
#include <vector>

#include "host/config/key.hpp"
#include "host/config/load_case.hpp"
#include "host/config/presets.hpp"

using slipburst::host::Case;
using slipburst::host::case_from_text;
using slipburst::host::commented_case;
using slipburst::host::load_case;

namespace {

/// Every number and word of a case, compared bit for bit (none of them can be NaN).
bool same(const Case& a, const Case& b) {
  return a.film.material == b.film.material && a.film.shear_modulus == b.film.shear_modulus &&
         a.film.burgers == b.film.burgers && a.film.sound_speed == b.film.sound_speed &&
         a.film.pair_breaking_energy == b.film.pair_breaking_energy && a.film.thickness == b.film.thickness &&
         a.substrate.material == b.substrate.material && a.substrate.shear_modulus == b.substrate.shear_modulus &&
         a.reading == b.reading && a.dynamics == b.dynamics && a.pinning.shape == b.pinning.shape &&
         a.grain.median == b.grain.median && a.grain.sigma == b.grain.sigma &&
         a.detector.subgap_efficiency == b.detector.subgap_efficiency &&
         a.histogram.plane_bins_per_decade == b.histogram.plane_bins_per_decade &&
         a.pinning.spacing == b.pinning.spacing && a.pinning.alpha == b.pinning.alpha &&
         a.depinning.gamma == b.depinning.gamma && a.depinning.attempt_frequency == b.depinning.attempt_frequency &&
         a.sigma0 == b.sigma0 && a.detector.aluminium_area_cm2 == b.detector.aluminium_area_cm2 &&
         a.detector.mass_kg == b.detector.mass_kg &&
         a.detector.time_since_cooldown_s == b.detector.time_since_cooldown_s &&
         a.detector.observation_start_s == b.detector.observation_start_s &&
         a.detector.observation_end_s == b.detector.observation_end_s && a.numerics.precision == b.numerics.precision &&
         a.numerics.mode == b.numerics.mode && a.numerics.relative_tolerance == b.numerics.relative_tolerance &&
         a.numerics.step_budget == b.numerics.step_budget && a.numerics.fixed_step == b.numerics.fixed_step &&
         a.table.tolerance == b.table.tolerance && a.table.phonons == b.table.phonons &&
         a.histogram.minimum_eV == b.histogram.minimum_eV && a.histogram.maximum_eV == b.histogram.maximum_eV &&
         a.histogram.bins_per_decade == b.histogram.bins_per_decade && a.response == b.response &&
         a.depinning.escape == b.depinning.escape && a.depinning.barrier == b.depinning.barrier &&
         a.depinning.barrier_exponent == b.depinning.barrier_exponent &&
         a.depinning.temperature_K == b.depinning.temperature_K &&
         a.depinning.critical_temperature == b.depinning.critical_temperature &&
         a.depinning.density == b.depinning.density && a.depinning.density_slope == b.depinning.density_slope &&
         a.depinning.density_file == b.depinning.density_file &&
         a.histogram.minimum_time_s == b.histogram.minimum_time_s &&
         a.histogram.maximum_time_s == b.histogram.maximum_time_s &&
         a.histogram.time_bins_per_decade == b.histogram.time_bins_per_decade && a.text == b.text;
}

const std::vector<std::string> odd_values{"film.shear_modulus=25.123456789 GPa",
                                          "film.burgers=0.28571428571428571 nm",
                                          "film.sound_speed=3041.7 m/s",
                                          "film.pair_breaking_energy=0.1 ueV",
                                          "film.thickness=1 um",
                                          "film.name=AlMn 0.2 %",
                                          "substrate.name=GaAs",
                                          "substrate.material=custom",
                                          "substrate.shear_modulus=61.7 GPa",
                                          "model.reading=equation7",
                                          "pinning.spacing=3.3e-8 m",
                                          "pinning.alpha=0.3333333333333333",
                                          "model.dynamics=elastorelativistic",
                                          "pinning.shape=linear",
                                          "pinning.offset=0.1234567890123",
                                          "grain.median=123.4 nm",
                                          "grain.sigma=0.7071",
                                          "detector.subgap_efficiency=0.123",
                                          "histogram.plane_bins_per_decade=3",
                                          "depinning.gamma=1e3",
                                          "depinning.attempt_frequency=8.91e12 Hz",
                                          "depinning.escape=quantum",
                                          "depinning.barrier=0.98765432101 eV",
                                          "depinning.barrier_exponent=1.4321",
                                          "depinning.temperature=17.3 mK",
                                          "depinning.critical_temperature=103.33333333333 K",
                                          "depinning.density=exponential",
                                          "depinning.density_slope=-0.4142135",
                                          "stress.sigma0=0.7 meV/nm^3",
                                          "detector.aluminium_area=7 mm2",
                                          "detector.mass=1.23456789 kg",
                                          "detector.observation=1 day,100 days",
                                          "numerics.precision=fp32",
                                          "numerics.mode=fixed",
                                          "numerics.relative_tolerance=3e-10",
                                          "numerics.step_budget=12345",
                                          "numerics.fixed_step=0.007",
                                          "table.tolerance=2e-5",
                                          "table.phonons=all",
                                          "histogram.minimum=1 meV",
                                          "histogram.maximum=1 MeV",
                                          "histogram.bins_per_decade=7",
                                          "histogram.time_minimum=0.3333 ms",
                                          "histogram.time_maximum=123.456 years",
                                          "histogram.time_bins_per_decade=13",
                                          "response.resolution=3.8612345 eV",
                                          "response.threshold=0.0301 keV",
                                          "response.efficiency=some/file.txt",
                                          "response.energy_scale=1.0123456789",
                                          "response.live_time=22.4 hours"};

// Values that exclude some of odd_values.
const std::vector<std::string> other_odd_values{"depinning.density=file", "depinning.density_file=some/file.txt"};

}  // namespace

TEST_CASE("the case text gives back the same case") {
  for (const auto& preset : slipburst::host::presets()) {
    CAPTURE(preset.name);
    const Case config = load_case(preset.name);
    CHECK(same(case_from_text(config.text, "copy"), config));
    CHECK(same(case_from_text(commented_case(config), "copy"), config));
  }
}

TEST_CASE("the case text keeps every bit of odd values") {
  for (const auto* values : {&odd_values, &other_odd_values}) {
    const Case config = case_from_text("preset = \"al-on-si\"", "odd", *values);  // without the files it names
    CHECK_FALSE(same(config, load_case("al-on-si")));
    CHECK(same(case_from_text(config.text, "copy"), config));
    CHECK(same(case_from_text(commented_case(config), "copy"), config));
  }
}

TEST_CASE("odd values cover every key but the one an observation replaces") {
  for (const auto& key : slipburst::host::keys()) {
    CAPTURE(key.name);
    bool covered = key.name == "film.material" || key.name == "detector.time_since_cooldown";
    for (const auto* values : {&odd_values, &other_odd_values}) {
      for (const std::string& value : *values) covered = covered || value.starts_with(key.name + "=");
    }
    CHECK(covered);
  }
}

TEST_CASE("a commented case shows every key once, in its section, after a comment") {
  const std::string text = commented_case(load_case("cresst"));
  for (const auto& key : slipburst::host::keys()) {
    CAPTURE(key.name);
    const auto section = text.find("[" + std::string(key.section()) + "]\n");
    const std::string line = "\n" + std::string(key.short_name()) + " = ";
    const std::string commented = "\n# " + std::string(key.short_name()) + " = ";
    REQUIRE(section != std::string::npos);
    const auto set = text.find(line, section);
    const auto unset = text.find(commented, section);
    CHECK((set == std::string::npos) != (unset == std::string::npos));
    CHECK(text.find("# " + key.doc) != std::string::npos);
  }
  CHECK(text.find("\n# aluminium_area = \"1 cm^2\"") != std::string::npos);
  CHECK(text.find("\n# shear_modulus = \"37 GPa\"") != std::string::npos);
  CHECK(text.find("\ntime_since_cooldown = \"1 year\"") != std::string::npos);
}

TEST_CASE("changing the material of a commented case changes what follows from it") {
  std::string text = commented_case(load_case("al-on-si"));
  text.replace(text.find("material = \"Al\""), 15, "material = \"Cu\"");
  const Case copper = case_from_text(text, "my.toml");
  CHECK(copper.film.burgers == 0.2556);
  CHECK(copper.depinning.gamma == 1261.0);
}

TEST_CASE("every example in the key table is a valid value") {
  for (const auto& key : slipburst::host::keys()) {
    CAPTURE(key.name);
    const std::string toml = "preset = \"cu-on-si\"\n" + key.name + " = " + key.example + "\n";
    std::vector<std::string> needed;
    if (key.name == "depinning.density_file") needed.emplace_back("depinning.density=file");
    CHECK_NOTHROW(case_from_text(toml, "example", needed));
  }
}
