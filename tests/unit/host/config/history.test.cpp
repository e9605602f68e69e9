#include "host/config/history.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "host/config/case_writer.hpp"
#include "host/config/load_case.hpp"
#include "unit/host/files/scratch_folder.hpp"

using namespace slipburst::host;
using slipburst::testing::contains;
using slipburst::testing::input_error;

namespace {

const std::string head = "preset = \"al-on-si\"\n";
const std::string pulse = "[[history]]\nkind = \"pulse\"\nduration = \"1 hour\"\neta_shift = 0.01\n";

Case read_stages(const std::string& stages, const std::vector<std::string>& overrides = {}) {
  return case_from_text(head + stages, "my.toml", overrides);
}

/// Error of stage 1 on lines 2 and on, when `lines` stand below its [[history]].
std::string error(const std::string& lines) {
  return input_error([&] { read_stages("[[history]]\n" + lines); });
}

bool same(const Stage& a, const Stage& b) {
  return a.kind == b.kind && a.start_s == b.start_s && a.end_s == b.end_s && a.level == b.level &&
         a.temperature_K == b.temperature_K && a.refill == b.refill;
}

void check_round_trip(const Case& c) {
  for (const std::string& text : {c.text, commented_case(c)}) {
    const Case back = case_from_text(text, "copy");
    CHECK(back.text == c.text);
    REQUIRE(back.history.size() == c.history.size());
    for (std::size_t i = 0; i < c.history.size(); ++i) CHECK(same(back.history[i], c.history[i]));
  }
}

}  // namespace

TEST_CASE("stages follow each other unless they say when they start") {
  const Case c = read_stages(
      "[[history]]\nduration = \"1 day\"\n"
      "[[history]]\nkind = \"ramp\"\nduration = \"2 h\"\nstress_factor = 1.1\ntemperature = \"4 K\"\n"
      "[[history]]\nkind = \"pulse\"\nstart = \"1 week\"\nduration = \"30 s\"\nstress = \"132 MPa\"\n"
      "[[history]]\nkind = \"warm-up\"\nrefill = 0.25\n"
      "[[history]]\nkind = \"warm-up\"\nduration = \"1 day\"\nrefill = 1\n"
      "[[history]]\nduration = \"1 s\"\neta_shift = -0.5\ntemperature = \"0 K\"\n");
  REQUIRE(c.history.size() == 6);
  CHECK(same(c.history[0], {StageKind::hold, 0, 86400, {}, {}, 0}));
  CHECK(same(c.history[1], {StageKind::ramp, 86400, 93600, StressLevel{1.1, 0}, 4.0, 0}));
  CHECK(same(c.history[2], {StageKind::pulse, 604800, 604830, StressLevel{132.0 / 120.0, 0}, {}, 0}));
  CHECK(same(c.history[3], {StageKind::warm_up, 604830, 604830, {}, {}, 0.25}));
  CHECK(same(c.history[4], {StageKind::warm_up, 604830, 691230, {}, {}, 1}));
  CHECK(same(c.history[5], {StageKind::hold, 691230, 691231, StressLevel{1, -0.5}, 0.0, 0}));
  check_round_trip(c);
}

TEST_CASE("a stress is divided by the stress of the case, whatever set it") {
  const std::string stage = "[[history]]\nkind = \"ramp\"\nduration = \"1 day\"\nstress = \"150 MPa\"\n";
  CHECK(read_stages(stage).history[0].level->factor == doctest::Approx(1.25).epsilon(1e-15));
  CHECK(read_stages(stage, {"stress.sigma0=100 MPa"}).history[0].level->factor == doctest::Approx(1.5).epsilon(1e-15));
  CHECK(read_stages("[[history]]\nduration = \"1 s\"\nstress = \"0 MPa\"\n").history[0].level->factor == 0);
}

TEST_CASE("the text of a history keeps every bit") {
  std::mt19937_64 random(20240601);
  std::uniform_real_distribution<double> unit(0, 1);
  for (int repeat = 0; repeat < 200; ++repeat) {
    std::string stages;
    for (int i = 0; i < 6; ++i) {
      char text[400];
      const double length = std::pow(10.0, 9 * unit(random) - 3);
      std::snprintf(text, sizeof text,
                    "[[history]]\nkind = \"ramp\"\nduration = \"%.17g s\"\n%s = %.17g\ntemperature = \"%.17g mK\"\n",
                    length, i % 2 == 0 ? "eta_shift" : "stress_factor", 0.5 * unit(random), 1e3 * unit(random));
      stages += text;
    }
    check_round_trip(read_stages(stages));
  }
}

TEST_CASE("durations are written in everyday units, gaps by the start of what follows") {
  const std::string text = read_stages(pulse + pulse + "start = \"1 week\"\n").text;
  const std::string stage = "[[history]]\nkind = \"pulse\"\n", rest = "duration = \"1 hour\"\neta_shift = 0.01\n";
  CHECK(contains(text, "\n\n" + stage + rest + "\n" + stage + "start = \"1 week\"\n" + rest));
  // 0.1 s after 1e9 s is 0.10000002384... s in doubles.
  CHECK(contains(read_stages("[[history]]\nstart = \"1e9 s\"\nduration = \"0.1 s\"\n").text, "duration = \"0.1 s\"\n"));
}

TEST_CASE("a shift of zero and a factor of one are the same level") {
  for (const char* level : {"eta_shift = 0", "eta_shift = -0.0", "stress_factor = 1", "stress = \"120 MPa\""}) {
    const Case c = read_stages(std::string("[[history]]\nduration = \"1 s\"\n") + level + "\n");
    CHECK(c.history[0].level == StressLevel{1, 0});
    CHECK(contains(c.text, "stress_factor = 1\n"));
    check_round_trip(c);
  }
}

TEST_CASE("without stages a commented case shows an example that can be used") {
  const Case none = read_stages("");
  CHECK(none.history.empty());
  CHECK_FALSE(contains(none.text, "history"));
  std::string text = commented_case(none);
  const auto example = text.find("# [[history]]");
  REQUIRE(example != std::string::npos);
  for (auto at = example; at != std::string::npos; at = text.find("\n# ", at)) {
    text.erase(text[at] == '\n' ? at + 1 : at, 2);
  }
  const Case c = case_from_text(text, "copy");
  REQUIRE(c.history.size() == 1);
  CHECK(c.history[0].kind == StageKind::pulse);
  for (const StageKey& key : stage_keys()) CHECK(contains(text, std::string(key.name) + ": "));
}

TEST_CASE("--set takes all stages out and does nothing else to them") {
  CHECK(read_stages(pulse, {"history=none"}).text == read_stages("").text);
  CHECK(read_stages(pulse, {"history=\"none\"", "pinning.alpha=2"}).text == read_stages("", {"pinning.alpha=2"}).text);
  CHECK(load_case("al-on-si", std::vector<std::string>{"history=none"}).history.empty());
  for (const char* setting : {"history.0.duration=1 s", "history=pulse", "history[1].kind=hold", "history=none,none"}) {
    CAPTURE(setting);
    const std::string message = input_error([&] { read_stages(pulse, {setting}); });
    CHECK(contains(message, "--set: history"));
    CHECK(contains(message, "--set history=none takes all out"));
  }
}

TEST_CASE("errors of a stage name place, stage, value and remedy") {
  CHECK(error("kind = \"plse\"\nduration = \"1 s\"\n") ==
        "my.toml:3: history stage 1: kind = \"plse\" is not one of hold, ramp, pulse, warm-up; the nearest is "
        "'pulse'");
  CHECK(error("duration = \"-1 s\"\n") ==
        "my.toml:3: history stage 1 (hold): duration = \"-1 s\" is not positive; it needs a time such as \"8 weeks\"");
  CHECK(error("kind = \"warm-up\"\nrefill = 1.5\n") ==
        "my.toml:4: history stage 1 (warm-up): refill = \"1.5\" is out of range; it must be from 0 to 1, such as 0.5");
  CHECK(error("kind = \"pulse\"\nduration = \"1 s\"\neta_shift = 0.01\nstress_factor = 1.1\n") ==
        "my.toml:6: history stage 1 (pulse): eta_shift and stress_factor exclude each other; give one of them");
  for (const auto& refused : std::initializer_list<std::pair<const char*, const char*>>{
           {"duration = \"0 s\"\n", "duration = \"0 s\" is not positive"},
           {"duration = 3600\n", "has no unit; it needs a time"},
           {"duration = \"3 nm\"\n", "is a length, not a time"},
           {"duration = [\"1 s\"]\n", "is a list"},
           {"duration = true\n", "my.toml:3: history stage 1: duration is neither"},
           {"duration = \"inf s\"\n", "is not finite"},
           {"start = \"1e9 s\"\nduration = \"1 ns\"\n", "too short to tell from its start"},
           {"", "my.toml:2: history stage 1 (hold): has no duration; write one, such as duration = \"1 hour\""},
           {"duration = \"1 s\"\nstart = \"-1 s\"\n", "start = \"-1 s\" is a time below zero"},
           {"kind = \"ramp\"\nduration = \"1 s\"\n", "my.toml:2: history stage 1 (ramp): has no stress; give one of"},
           {"kind = \"pulse\"\nduration = \"1 s\"\ntemperature = \"1 K\"\n", "(pulse): has no stress"},
           {"duration = \"1 s\"\neta_shift = 0.6\n", "must be from -1 to 0.5"},
           {"duration = \"1 s\"\nstress_factor = -1\n", "must be from 0 to 100"},
           {"duration = \"1 s\"\nstress = \"-1 MPa\"\n", "is a stress below zero"},
           {"duration = \"1 s\"\nstress = \"13 GPa\"\n", "more than 100 times stress.sigma0 = \"120 MPa\""},
           {"duration = \"1 s\"\nstress = \"13 K\"\n", "is a temperature, not a stress"},
           {"duration = \"1 s\"\ntemperature = \"-1 K\"\n", "temperature = \"-1 K\" is a temperature below zero"},
           {"duration = \"1 s\"\ntemperature = \"20 degC\"\n", "whose zero is not the absolute one"},
           {"duration = \"1 s\"\nrefill = 0.5\n", "(hold): refill = \"0.5\" belongs to kind = \"warm-up\" alone"},
           {"kind = \"warm-up\"\n", "(warm-up): has no refill"},
           {"kind = \"warm-up\"\nduration = \"-1 s\"\nrefill = 1\n", "is a time below zero"},
           {"durration = \"1 s\"\n",
            "my.toml:3: history stage 1 (hold): unknown key 'durration'; the nearest is "
            "'duration'; keys of a stage: kind, start, duration"}}) {
    CAPTURE(refused.first);
    CHECK(contains(error(refused.first), refused.second));
  }
}

TEST_CASE("stages that overlap are refused by their numbers") {
  const std::string message = input_error([] {
    read_stages(pulse + "[[history]]\nkind = \"pulse\"\nstart = \"59 min\"\nduration = \"1 h\"\neta_shift = 0.01\n");
  });
  CHECK(contains(message,
                 "my.toml:8: history stage 2 (pulse): start = \"59 min\" overlaps stage 1, which ends 1 hour after"));
  CHECK_NOTHROW(read_stages(pulse + pulse + "start = \"60 min\"\n"));
}

TEST_CASE("there are at most 64 stages") {
  std::string stages;
  for (int i = 0; i < 64; ++i) stages += pulse;
  const Case c = read_stages(stages);
  CHECK(c.history.size() == max_stages);
  CHECK(c.history.back().end_s == 64 * 3600.0);
  CHECK(contains(input_error([&] { read_stages(stages + pulse); }),
                 "my.toml:258: history stage 65 (pulse): is one too many of 65; at most 64 are allowed"));
}

TEST_CASE("what is no list of tables is refused") {
  CHECK(contains(input_error([] { read_stages("[history]\nduration = \"1 s\"\n"); }),
                 "my.toml:2: history is not a list of stages; write [[history]]"));
  CHECK(contains(input_error([] { read_stages("history = \"pulse\"\n"); }),
                 "my.toml:2: history is not a list of stages"));
  CHECK(contains(input_error([] { read_stages("history = [{duration = \"1 s\"}, 3]\n"); }),
                 "my.toml:2: history stage 2: is not a table"));
  CHECK(contains(input_error([] { read_stages("[[histroy]]\nduration = \"1 s\"\n"); }), "the nearest is 'history'"));
  CHECK(read_stages("history = []\n").history.empty());
}
