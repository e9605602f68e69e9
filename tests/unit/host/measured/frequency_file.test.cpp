#include "host/measured/frequency_file.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <string>
#include <vector>

#include "host/base/error.hpp"

using namespace slipburst;

namespace {

/// A file that goes with the test.
class TextFile {
 public:
  TextFile(const std::string& name, const std::string& text)
      : path_((std::filesystem::temp_directory_path() / ("slipburst_frequency_" + name)).string()) {
    std::ofstream(path_) << text;
  }
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;
  ~TextFile() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

host::FrequencyData read(const std::string& text) {
  const TextFile file("one.csv", text);
  return host::read_frequency_files(std::vector{file.path()});
}

std::string problem(const std::string& text) {
  try {
    read(text);
  } catch (const host::InputError& error) {
    return error.what();
  }
  return "read";
}

#define CHECK_REFUSED(text, words) CHECK_MESSAGE(problem(text).find(words) != std::string::npos, problem(text))

const std::string measured = "temperature [K], frequency [Hz], error [Hz]\n";
const std::string counted = "temperature [K], clusters [1], moves [1], window [s]\n";

}  // namespace

TEST_CASE("frequencies, with comments, units and any order of columns") {
  const host::FrequencyData data = read(
      "# a comment\n\n error [mHz],temperature [kK] ,frequency [1/min]\r\n"
      "5, 0.017, 6 # another\n+50, 0.3, 6e1\n");
  CHECK_FALSE(data.counted);
  REQUIRE(data.sets.size() == 1);
  CHECK(data.size() == 2);
  CHECK(data.sets[0].name == "slipburst_frequency_one");
  const host::FrequencyPoint &first = data.sets[0].points[0], &second = data.sets[0].points[1];
  CHECK(first.temperature_K == doctest::Approx(17).epsilon(1e-15));
  CHECK(first.frequency_Hz == doctest::Approx(0.1).epsilon(1e-15));
  CHECK(first.error_Hz == doctest::Approx(0.005).epsilon(1e-15));
  CHECK(second.frequency_Hz == doctest::Approx(1).epsilon(1e-15));
  CHECK(second.error_Hz == doctest::Approx(0.05).epsilon(1e-15));
  CHECK(second.direct_Hz == 0);
}

TEST_CASE("the header may stand in a comment, and units in round brackets") {
  for (const char* head :
       {"# temperature [K], frequency (mHz), error [mHz]\n", "temperature (K),frequency (mHz),error (mHz)\n",
        "# temperatures, by hand (May)\n#temperature (K), frequency [mHz], error (mHz)\n# 1, 2, 3\n"}) {
    CAPTURE(head);
    const host::FrequencyData data = read(std::string(head) + "17, 1, 0.1\n20, 2, 0.25\n");
    REQUIRE(data.size() == 2);
    CHECK(data.sets[0].points[1].frequency_Hz == doctest::Approx(0.002));
  }
  CHECK_REFUSED("# temperature (K), frequency, error (Hz)\n17, 1, 0.1\n", "column 'frequency' has no unit");
}

TEST_CASE("files as spreadsheets write them") {
  for (const std::string mark : {"", "\xef\xbb\xbf"}) {
    const host::FrequencyData data =
        read(mark + "set,temperature [K],frequency [Hz],error [Hz]\r\n\xce\xbc,17,1,0.1\r\n\xce\xbc,20,2,0.25");
    REQUIRE(data.sets.size() == 1);
    CHECK(data.sets[0].name == "\xce\xbc");
    REQUIRE(data.size() == 2);
    CHECK(data.sets[0].points[1].error_Hz == 0.25);
  }
  const std::string with_set = "set, temperature [K], frequency [Hz], error [Hz]\n";
  CHECK_REFUSED("\"temperature [K]\", frequency [Hz], error [Hz]\n17,1,1\n", ":1: has a quote; write names, labels");
  CHECK_REFUSED(with_set + "\"a, b\", 17, 1, 0.1\n", ":2: has a quote; write names, labels and numbers without");
  CHECK_REFUSED(with_set + "a\xff, 17, 1, 0.1\n", ":2: has bytes that are not UTF-8 text");
  CHECK_REFUSED("temperature [K];frequency [Hz];error [Hz]\n17;1;0,1\n", ":1: has semicolons; write commas");
  CHECK_REFUSED("temperature [K], frequency [Hz], error [Hz]\r17, 1, 0.1\r", ":1: has a carriage return within");
  CHECK(read("# M\xfcller\n" + measured + "17, 1, 0.1 # \"quoted\"\n").size() == 1);
  const TextFile odd("\xff.csv", measured + "17, 1, 0.1\n");
  CHECK_THROWS_WITH_AS(host::read_frequency_files(std::vector{odd.path()}), doctest::Contains("rename the file"),
                       host::InputError);
}

TEST_CASE("values in the stored units keep their bits") {
  const host::FrequencyData data = read(measured + "17.3, 0.0123456789, 1e-3\n");
  CHECK(data.sets[0].points[0].temperature_K == 17.3);
  CHECK(data.sets[0].points[0].frequency_Hz == 0.0123456789);
  CHECK(data.sets[0].points[0].error_Hz == 1e-3);
}

TEST_CASE("counts, sets and a plateau") {
  const host::FrequencyData data = read(
      "set, temperature [K], clusters [1], moves [1], window [min], direct [Hz]\n"
      "1000 keV, 17, 150, 12, 1, 1e-4\n"
      "300 keV, 0, 200, 0, 2, 0\n"
      "1000 keV, 20, 150, 15, 1, 1e-4\n");
  CHECK(data.counted);
  REQUIRE(data.sets.size() == 2);
  CHECK(data.sets[0].name == "1000 keV");
  CHECK(data.sets[0].points.size() == 2);
  const host::FrequencyPoint& point = data.sets[0].points[0];
  CHECK(point.window_s == 60);
  CHECK(point.frequency_Hz == doctest::Approx(12.0 / 150 / 60));
  CHECK(point.error_Hz == doctest::Approx(12.0 / 150 / 60 * std::sqrt(1 / 150.0 + 1 / 12.0)));
  CHECK(point.direct_Hz == 1e-4);
  CHECK(data.sets[1].points[0].temperature_K == 0);
  CHECK(data.sets[1].points[0].moves == 0);
}

TEST_CASE("several files are sets by their stems") {
  const TextFile first("high.csv", counted + "17, 150, 12, 60\n"), second("low.csv", counted + "17, 150, 3, 60\n");
  const host::FrequencyData data = host::read_frequency_files(std::vector{first.path(), second.path()});
  REQUIRE(data.sets.size() == 2);
  CHECK(data.sets[1].name == "slipburst_frequency_low");
  CHECK_THROWS_WITH_AS(host::read_frequency_files(std::vector{first.path(), first.path()}),
                       doctest::Contains("give each its own name"), host::InputError);
  const TextFile other("other.csv", measured + "17, 1, 0.1\n");
  CHECK_THROWS_WITH_AS(host::read_frequency_files(std::vector{first.path(), other.path()}),
                       doctest::Contains("use one kind in all files"), host::InputError);
}

TEST_CASE("up to ten thousand rows in all") {
  std::string rows = counted;
  for (int i = 1; i <= 5000; ++i) rows += std::to_string(i) + ", 150, 3, 60\n";
  const TextFile first("first.csv", rows), second("second.csv", rows), third("third.csv", counted + "17, 150, 3, 60\n");
  CHECK(host::read_frequency_files(std::vector{first.path(), second.path()}).size() == 10000);
  CHECK_THROWS_WITH_AS(host::read_frequency_files(std::vector{first.path(), second.path(), third.path()}),
                       doctest::Contains("third.csv:2: one row too many"), host::InputError);
}

TEST_CASE("headers that are refused") {
  CHECK_REFUSED("temperature, frequency [Hz], error [Hz]\n17,1,1\n", ":1: column 'temperature' has no unit");
  CHECK_REFUSED("temperature [K], frequency [], error [Hz]\n17,1,1\n", "column 'frequency' has no unit");
  CHECK_REFUSED("temperature [K, frequency [Hz], error [Hz]\n", "unknown column 'temperature [K'");
  CHECK_REFUSED("temperature [nm], frequency [Hz], error [Hz]\n", "is a length, not a temperature");
  CHECK_REFUSED("temperature [degC], frequency [Hz], error [Hz]\n", "whose zero is not the absolute one");
  CHECK_REFUSED("temperature [K], frequency [s], error [Hz]\n", "column 'frequency' with 's' is a time");
  CHECK_REFUSED("temperature [K], frequency [frob], error [Hz]\n", "unknown unit");
  CHECK_REFUSED("# c\ntemperature [K], frequencies [Hz], error [Hz]\n",
                ":2: unknown column 'frequencies'; the nearest");
  CHECK_REFUSED("temperature [K], frequency [Hz]\n17, 1\n", "has no column 'error'");
  CHECK_REFUSED("frequency [Hz], error [Hz]\n", "has no column 'temperature'");
  CHECK_REFUSED("temperature [K], clusters [1], window [s]\n", "has no column 'moves'");
  CHECK_REFUSED("temperature [K], frequency [Hz], error [Hz], error [Hz]\n", "column 'error' is there twice");
  CHECK_REFUSED("temperature [K], frequency [Hz], error [Hz], moves [1]\n", "both frequencies and counts");
  CHECK_REFUSED("temperature [K], clusters [K], moves [1], window [s]\n", "its unit is not 'K'");
  CHECK_REFUSED("set [1], temperature [K], frequency [Hz], error [Hz]\n", "is a label and has no unit");
  CHECK_REFUSED("17, 1, 0.1\n", "unknown column '17'");
  CHECK_REFUSED("", "is empty");
  CHECK_REFUSED("# only a comment\n", "is empty");
  CHECK_REFUSED(measured, "has a header and no rows");
}

TEST_CASE("rows that are refused") {
  CHECK_REFUSED(measured + "17, 1, 0.1\n20, nan, 0.1\n", ":3: column 'frequency': 'nan' is not a finite number");
  CHECK_REFUSED(measured + "17, inf, 0.1\n", "'inf' is not a finite number");
  CHECK_REFUSED(measured + "17, one, 0.1\n", "'one' is not a finite number");
  CHECK_REFUSED(measured + "17, 1 Hz, 0.1\n", "'1 Hz' is not a finite number");
  CHECK_REFUSED(measured + "17, , 0.1\n", "'' is not a finite number");
  CHECK_REFUSED(measured + "17, 1e999, 0.1\n", "'1e999' is not a finite number");
  CHECK_REFUSED(measured + "17, 1\n", "has 2 values where the header has 3 columns");
  CHECK_REFUSED(measured + "17, 1, 0.1,\n", "has 4 values");
  CHECK_REFUSED(measured + "17 1 0.1\n", "has 1 values");
  CHECK_REFUSED(measured + "-17, 1, 0.1\n", "column 'temperature': '-17' is below zero");
  CHECK_REFUSED(measured + "17, -1, 0.1\n", "column 'frequency': '-1' is below zero");
  CHECK_REFUSED(measured + "17, 0, 0.1\n", "give what was counted, which can be zero");
  CHECK_REFUSED(measured + "17, 1, 0\n", "an error of 0 cannot be");
  CHECK_REFUSED(measured + "17, 1, 0.1\n17, 1, 0.1\n", ":3: 17 K is there twice in set 'slipburst_frequency_one'");
  CHECK_REFUSED(measured + "17, 1, 0.1\n20, 1, 0.1\n17, 1, 0.1\n", ":4: 17 K after 20 K");
  CHECK_REFUSED(counted + "17, 150, 2.5, 60\n", "column 'moves': 2.5 is not a whole number");
  CHECK_REFUSED(counted + "17, 0, 0, 60\n", "there is nothing to observe");
  CHECK_REFUSED(counted + "17, 0.5, 0, 60\n", "column 'clusters': 0.5 is not a whole number");
  CHECK_REFUSED(counted + "17, 1e15, 60, 1e-5\n", ":2: column 'clusters': 1e+15 is too many; give at most 1e+12");
  CHECK_REFUSED(counted + "17, 150, 2e15, 60\n", "column 'moves': 2e+15 is too many; give at most 1e+15");
  CHECK(read(counted + "17, 1e12, 1e15, 60\n").size() == 1);
  CHECK_REFUSED(counted + "17, 150, -2, 60\n", "'-2' is below zero");
  CHECK_REFUSED(counted + "17, 150, 2, 0\n", "column 'window' is 0");
  CHECK_REFUSED("temperature [K], frequency [Hz], error [Hz], direct [Hz]\n17, 1, 0.1, -1\n", "'-1' is below zero");
  CHECK_REFUSED("set, temperature [K], frequency [Hz], error [Hz]\n, 17, 1, 0.1\n", "column 'set' is empty");
  CHECK_THROWS_WITH_AS(host::read_frequency_files(std::vector<std::string>{"/nowhere/at/all.csv"}),
                       doctest::Contains("there is no such file"), host::InputError);
  CHECK_THROWS_WITH_AS(host::read_frequency_files(std::vector<std::string>{"/tmp"}),
                       doctest::Contains("cannot be read"), host::InputError);
}
