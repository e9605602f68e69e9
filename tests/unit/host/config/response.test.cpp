#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <initializer_list>
#include <string>

#include "host/config/detector_description.hpp"
#include "host/config/load_case.hpp"
#include "host/config/number_file.hpp"
#include "host/config/response_reader.hpp"
#include "host/error.hpp"
#include "support/cases.hpp"
#include "unit/host/files/scratch_folder.hpp"

using namespace slipburst;
using testing::contains;
using testing::input_error;
using testing::make_case;

namespace {

struct Files {
  testing::ScratchFolder folder;
  std::string write(const std::string& name, const std::string& text) const {
    testing::write_bytes(folder / name, text);
    return folder / name;
  }
};

}  // namespace

TEST_CASE("the keys of [response] and back") {
  const host::Case plain = make_case();
  CHECK_FALSE(host::has_response(plain.response));
  CHECK(plain.response.efficiency == 1);
  const host::Case c =
      make_case({"response.resolution=3.86 eV", "response.threshold=0.03 keV", "response.efficiency=0.887",
                 "response.energy_scale=1.02", "response.live_time=2 days"});
  CHECK(host::has_response(c.response));
  CHECK(c.response.resolution_eV == 3.86);
  CHECK(c.response.threshold_eV == 30);
  CHECK(c.response.live_time_s == 172800);
  const host::Case again = host::case_from_text(c.text, "again");
  CHECK(again.text == c.text);
  CHECK(again.response.efficiency == 0.887);
  const host::Case file = make_case({"response.efficiency=a \"b\"\\c.txt"});
  CHECK(file.response.efficiency_file == "a \"b\"\\c.txt");
  CHECK(host::case_from_text(file.text, "again").response.efficiency_file == file.response.efficiency_file);
  for (const char* bad :
       {"response.resolution=-1 eV", "response.resolution=3", "response.threshold=1 nm", "response.threshold=nan eV",
        "response.efficiency=1.5", "response.efficiency=-0.1", "response.efficiency=nan",
        "response.efficiency=", "response.energy_scale=0", "response.live_time=-1 s"}) {
    CAPTURE(bad);
    CHECK(contains(input_error([&] { make_case({bad}); }), "response."));
  }
}

TEST_CASE("numbers keep their digits when the unit changes") {
  const Files files;
  const std::string path = files.write("n.txt", "# head\n0.0301\n\n3.01e-02, # note\n+1e-3\n");
  const int exponent = 3;
  const host::NumberFile file = host::read_number_file(path, std::span(&exponent, 1), "energies");
  REQUIRE(file.lines.size() == 3);
  CHECK(file.columns[0][0] == 30.1);
  CHECK(file.columns[0][1] == 30.1);
  CHECK(file.columns[0][2] == 1);
  CHECK(file.where(1) == path + ":4");
  for (const char* text : {"1\ntwo\n", "1\nnan\n", "1\ninf\n", "1\n1 2\n", "1\n1e999\n", "1\n0x10\n", "1\n--2\n"}) {
    CAPTURE(text);
    const std::string bad = files.write("bad.txt", text);
    CHECK(contains(input_error([&] { host::read_number_file(bad, std::span(&exponent, 1), "energies"); }), bad + ":2"));
  }
  const std::string empty = files.write("empty.txt", "# nothing\n");
  CHECK(contains(input_error([&] { host::read_number_file(empty, std::span(&exponent, 1), "energies"); }), empty));
  CHECK(contains(input_error([&] { host::read_number_file(files.folder / "absent", std::span(&exponent, 1), "e"); }),
                 "no such file"));
}

TEST_CASE("an efficiency file: keV and shares, or a message with file and line") {
  const Files files;
  const host::EfficiencyCurve curve = host::read_efficiency_file(files.write("good.txt", "0.01 0.2\n0.03\t0.6\n"));
  CHECK(curve.energy_eV == std::vector<double>{10, 30});
  CHECK(curve.at(20) == doctest::Approx(0.4));
  for (const char* text : {"0.01 0.2\n0.02 1.01\n", "0.01 0.2\n0.02 -0.1\n", "0.01 0.2\n0.01 0.3\n",
                           "0.02 0.2\n0.01 0.3\n", "0.01 0.2\n0.02 high\n", "0.01 0.2\n0.02 nan\n"}) {
    CAPTURE(text);
    const std::string path = files.write("bad.txt", text);
    CHECK(contains(input_error([&] { host::read_efficiency_file(path); }), "bad.txt:2"));
  }
  const host::Case c = make_case({"response.efficiency=" + (files.folder / "absent.txt")});
  CHECK(contains(input_error([&] { host::detector_response(c.response); }), "response.efficiency"));
}

TEST_CASE("bands as text") {
  const std::vector<host::BandEnds> bands = host::parse_bands("30 eV:0.06 keV, 200 eV:", "--bands");
  REQUIRE(bands.size() == 2);
  CHECK(bands[0].high == 60);
  CHECK(bands[1].low == 200);
  CHECK(std::isinf(bands[1].high));
  for (const char* bad :
       {"", "30 eV", "60 eV:30 eV", "30 eV:60 eV,50 eV:70 eV", "30:60", "30 eV:,40 eV:50 eV", "nan eV:1 eV"}) {
    CAPTURE(bad);
    CHECK(contains(input_error([&] { host::parse_bands(bad, "--bands"); }), "--bands"));
  }
}

TEST_CASE("a detector file of events, counted in bands") {
  const Files files;
  files.write("events.txt", "40\n30\n59.9\n60\n10\n200\n");
  files.write("eff.txt", "0 0.5\n0.1 0.5\n");
  const std::string path =
      files.write("d.toml",
                  "name = 'mine'\naluminium_area = '2 cm^2'\nmass = '2 g'\nexposure = '0.004 kg day'\n"
                  "time_cold = '1 week'\nefficiency = 'eff.txt'\nthreshold = '30 eV'\n"
                  "events = 'events.txt'\nenergy_unit = 'eV'\n");
  const host::DetectorDescription detector = host::read_detector_file(path, "");
  CHECK(detector.experiment.live_time_s == doctest::Approx(172800));
  CHECK(detector.experiment.inverse_age_Hz == doctest::Approx(1 / 604800.0));
  CHECK(detector.bands.front().low == 30);
  CHECK(detector.bands.back().high > 200);
  const auto counts = [&](const std::string& bands) {
    std::vector<std::uint64_t> result;
    const host::MeasuredSpectrum measured = host::measured_spectrum(detector, host::parse_bands(bands, ""));
    for (const host::MeasuredBand& band : measured.bands()) {
      result.push_back(band.counts);
      CHECK(band.inverse_efficiency == doctest::Approx(2));
    }
    return result;
  };
  CHECK(counts("30 eV:60 eV,60 eV:200 eV") == std::vector<std::uint64_t>{3, 2});
  CHECK(counts("30 eV:60 eV,61 eV:199 eV,300 eV:") == std::vector<std::uint64_t>{4, 0, 0});
  CHECK(contains(input_error([&] { counts("20 eV:60 eV"); }), "threshold"));
}

TEST_CASE("a detector file of bins and windows") {
  const Files files;
  files.write("bins.txt", "0.03 0.04 5\n0.04 0.06 3\n0.08 0.1 0\n");
  const std::string head = "binned = 'bins.txt'\nefficiency = 0.8\n";
  const std::string path = files.write("d.toml", head +
                                                     "[[time]]\nstart='1 day'\nend='3 days'\nlive_time='1 day'\n"
                                                     "[[time]]\nstart='4 days'\nend='9 days'\nlive_time='2 days'\n");
  const host::DetectorDescription detector = host::read_detector_file(path, "");
  const double aged = std::log(3.0) / 2 + 2 * std::log(9.0 / 4) / 5;  // days x 1/day
  CHECK(detector.experiment.live_time_s * detector.experiment.inverse_age_Hz == doctest::Approx(aged));
  const host::MeasuredSpectrum own = host::measured_spectrum(detector, detector.bands);
  REQUIRE(own.bands().size() == 3);
  CHECK(own.bands()[0].counts == 5);
  CHECK(own.bands()[2].inverse_efficiency == doctest::Approx(1.25));
  CHECK(host::measured_spectrum(detector, {{30, 100}}).bands()[0].counts == 8);
  CHECK(contains(input_error([&] { host::measured_spectrum(detector, {{35, 100}}); }), "cuts the bin"));
}

TEST_CASE("detector files that are wrong name file, line and key") {
  const Files files;
  files.write("e.txt", "0.04\n");
  files.write("overlap.txt", "0.03 0.05 1\n0.04 0.06 2\n");
  files.write("half.txt", "0.03 0.05 1.5\n");
  const std::string good = "time_cold='1 day'\nlive_time='1 day'\n";
  struct Bad {
    std::string text, word;
  };
  for (const Bad& bad : {
           Bad{good + "events='e.txt'\nthresold='30 eV'\n", "'threshold'"},
           {good + "events='e.txt'\nresolution='-1 eV'\n", ":4: resolution"},
           {good + "events='e.txt'\nthreshold=30\n", ":4: threshold"},
           {good + "events='e.txt'\nthreshold='30 nm'\n", ":4: threshold"},
           {good + "events='e.txt'\nefficiency=1.5\n", ":4: efficiency"},
           {good + "events='e.txt'\nefficiency=nan\n", ":4: efficiency"},
           {good + "events='e.txt'\nenergy_scale=0\n", ":4: energy_scale"},
           {good + "events='e.txt'\nenergy_unit='kev'\n", "keV"},
           {good + "events='e.txt'\n", "bands"},
           {good + "events='e.txt'\nbinned='half.txt'\n", "one of the two"},
           {good, "one of the two"},
           {good + "events='absent.txt'\n", "absent.txt"},
           {good + "binned='overlap.txt'\n", "overlap.txt:2"},
           {good + "binned='half.txt'\n", "half.txt:1"},
           {good + "exposure='1 kg day'\nevents='e.txt'\n", "one of the two"},
           {"time_cold='1 day'\nexposure='1 kg day'\nevents='e.txt'\n", "mass"},
           {"live_time='1 day'\nevents='e.txt'\n", "time_cold"},
           {good + "events='e.txt'\nbands=['60 eV:30 eV']\n", ":4: bands"},
           {good + "events='e.txt'\n[[time]]\nstart='1 day'\nend='2 days'\nlive_time='1 day'\n", "exclude"},
           {"events='e.txt'\n[[time]]\nstart='2 days'\nend='1 day'\nlive_time='1 day'\n", "end"},
           {"events='e.txt'\n[[time]]\nstart='1 day'\nend='2 days'\nlive_time='3 days'\n", "live_time"},
           {"events='e.txt'\n[[time]]\nstart='1 day'\nend='2 days'\n", "live_time"},
           {good + "events='e.txt'\nname=\n", "TOML"},
       }) {
    CAPTURE(bad.text);
    const std::string path = files.write("bad.toml", bad.text);
    const std::string message = input_error([&] { host::read_detector_file(path, ""); });
    CAPTURE(message);
    CHECK(contains(message, bad.word));
  }
  CHECK(contains(input_error([&] { host::read_detector_file(files.folder / "none.toml", ""); }), "cpd"));
  CHECK(contains(input_error([&] { host::excess_detector("cpd", ""); }), "--data"));
  CHECK(contains(input_error([&] { host::excess_detector("cpd", files.folder.path()); }), "CPD.txt"));
}

TEST_CASE("files of a known detector lie in a folder of their own, or where its repository has them") {
  for (const std::string own :
       {"", "SuperCDMS/CPD", "converted_data/SuperCDMS/CPD", "data/converted_data/SuperCDMS/CPD"}) {
    CAPTURE(own);
    const Files files;
    std::filesystem::create_directories(std::filesystem::path(files.folder.path()) / own);
    const std::string base = own.empty() ? "CPD" : own + "/CPD";
    files.write(base + ".txt", "0.04\n0.05\n");
    files.write(base + "_eff.txt", "0 1\n1 1\n");
    files.write(base + "_exposure.txt", "0.02\n");
    files.write(base + "_weight.txt", "0.01\n");
    CHECK(host::excess_detector("cpd", files.folder.path()).energies_eV.size() == 2);
  }
}
