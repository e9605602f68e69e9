#include <doctest/doctest.h>

#include <initializer_list>
#include <string>
#include <utility>

#include "host/config/density_file.hpp"
#include "host/config/load_case.hpp"
#include "support/cases.hpp"
#include "unit/host/files/scratch_folder.hpp"

using namespace slipburst;
using testing::contains;
using testing::input_error;
using testing::make_case;

namespace {

std::string refusal_of(const std::vector<std::string>& overrides) {
  return input_error([&] { make_case(overrides); });
}

/// The table of a file of this text.
host::PinDensityTable read_density(const std::string& text) {
  const testing::ScratchFolder folder;
  const std::string path = folder / "density.txt";
  testing::write_bytes(path, text);
  return make_case({"depinning.density=file", "depinning.density_file=" + path}).depinning.density_table;
}

}  // namespace

TEST_CASE("without keys there is tunnelling alone from a flat density") {
  const host::Case c = make_case();
  CHECK(c.depinning.escape == host::Escape::tunnelling);
  CHECK(c.depinning.barrier == 1000);
  CHECK(c.depinning.barrier_exponent == 1.5);
  CHECK(c.depinning.temperature_K == 0);
  CHECK(c.depinning.critical_temperature == 0);
  CHECK(c.depinning.density == host::DensityShape::flat);
  CHECK(c.depinning.density_slope == 0);
  CHECK(c.histogram.minimum_time_s == 1);
  CHECK(c.histogram.maximum_time_s == 1e9);
  CHECK(c.histogram.time_bins_per_decade == 10);
}

TEST_CASE("escape, density and the axis of times are read with their units") {
  const host::Case c =
      make_case({"depinning.escape=quantum", "depinning.barrier=38 meV", "depinning.barrier_exponent=2",
                 "depinning.temperature=17 mK", "depinning.critical_temperature=103.33 K",
                 "depinning.density=exponential", "depinning.density_slope=0.41", "histogram.time_minimum=1 min",
                 "histogram.time_maximum=1 year", "histogram.time_bins_per_decade=100"});
  CHECK(c.depinning.escape == host::Escape::quantum);
  CHECK(c.depinning.barrier == 38);
  CHECK(c.depinning.barrier_exponent == 2);
  CHECK(c.depinning.temperature_K == 0.017);
  CHECK(c.depinning.critical_temperature == 103.33);
  CHECK(c.depinning.density == host::DensityShape::exponential);
  CHECK(c.depinning.density_slope == 0.41);
  CHECK(c.histogram.minimum_time_s == 60);
  CHECK(c.histogram.maximum_time_s == 365 * 86400.0);
  CHECK(c.histogram.time_bins_per_decade == 100);
  CHECK(make_case({"depinning.escape=classical"}).depinning.escape == host::Escape::classical);
}

TEST_CASE("bad values of these keys are refused") {
  for (const auto& refused : std::initializer_list<std::pair<const char*, const char*>>{
           {"depinning.escape=quantun", "the nearest is 'quantum'"},
           {"depinning.barrier=0 eV", "is not positive"},
           {"depinning.barrier=1 K", "is a temperature, not an energy"},
           {"depinning.barrier_exponent=0.4", "from 0.5 to 4"},
           {"depinning.temperature=-1 mK", "\"-1 mK\" is a temperature below zero; it must be 0 K or more"},
           {"depinning.temperature=4", "has no unit; it needs a temperature"},
           {"depinning.temperature=-270 celsius", "unit 'celsius' whose zero is not the absolute one"},
           {"depinning.critical_temperature=nan K", "is not finite"},
           {"depinning.density=flatt", "the nearest is 'flat'"},
           {"depinning.density_slope=1", "from -5 to 0.95"},
           {"depinning.density_slope=0.4", "belongs to depinning.density = \"exponential\" alone"},
           {"depinning.density_file=d.txt", "belongs to depinning.density = \"file\" alone"},
           {"depinning.density_file=", "is not a path"},
           {"depinning.density=file", "needs depinning.density_file"},
           {"histogram.time_minimum=1e9 s", "must be greater than histogram.time_minimum = \"1e+09 s\""},
           {"histogram.time_maximum=1 s", "must be greater than"},
           {"histogram.time_bins_per_decade=101", "from 1 to 100"}}) {
    CAPTURE(refused.first);
    const std::string message = refusal_of({refused.first});
    CHECK(contains(message, refused.second));
    CHECK(contains(message, "--set"));
  }
}

TEST_CASE("a path is kept by the text of a case") {
  const std::string path = "a \"b\"\\c.txt";
  const host::Case c = host::case_from_text(
      "preset = \"al-on-si\"\n[depinning]\ndensity = \"file\"\ndensity_file = 'a \"b\"\\c.txt'\n", "my.toml");
  CHECK(c.depinning.density_file == path);
  CHECK(host::case_from_text(c.text, "copy").depinning.density_file == path);
}

TEST_CASE("a density file gives eta and density") {
  const host::PinDensityTable table = read_density("# eta density\n0 0\n0.05, 2.5\n\n1 1e-3\n");
  CHECK(table == host::PinDensityTable{{0, 0.05, 1}, {0, 2.5, 1e-3}});
}

TEST_CASE("errors of a density file name file and line") {
  std::string many = "0 1\n";
  for (int row = 1; row <= 4096; ++row) many += std::to_string(row / 5000.0) + " 1\n";
  for (const auto& refused : std::initializer_list<std::pair<std::string, const char*>>{
           {"0 1\n", "density.txt:1: row 1 is the only one; give 2 to 4096 rows"},
           {many, "density.txt:4097: row 4097 is one too many"},
           {"0 1\n1.1 1\n", "density.txt:2: eta = 1.1 is not from 0 to 1"},
           {"-0.1 1\n1 1\n", "density.txt:1: eta = -0.1 is not from 0 to 1"},
           {"0 1\n0.5 -1\n", "density.txt:2: a density of -1 is below zero"},
           {"0.5 1\n\n0.5 1\n", "density.txt:3: eta = 0.5 does not rise"},
           {"0 0\n1 0\n", "density.txt:2: all densities are zero"},
           {"0 1\n1 nan\n", "density.txt:2: 'nan' is not a finite number"},
           {"0 1 2\n", "density.txt:1: has 3 values"},
           {"", "has no numbers"}}) {
    CAPTURE(refused.first);
    const std::string message = input_error([&] { read_density(refused.first); });
    CHECK(contains(message, "depinning.density_file: "));
    CHECK(contains(message, refused.second));
  }
  many.resize(many.rfind('\n', many.size() - 2) + 1);
  CHECK(read_density(many).eta.size() == 4096);
  CHECK(contains(refusal_of({"depinning.density=file", "depinning.density_file=/no/such/file.txt"}),
                 "/no/such/file.txt: there is no such file"));
}
