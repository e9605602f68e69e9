#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "host/columns/number_file.hpp"
#include "host/config/load_case.hpp"
#include "host/config/response_reader.hpp"
#include "host/measured/detector_description.hpp"
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
  const std::vector<std::string> odd_name = {"response.efficiency=a \"b\"\\c.txt"};
  const host::Case file = host::case_from_text("preset = \"al-on-si\"\n", "my.toml", odd_name);
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

constexpr host::FileUnit file_units[] = {{"keV", 3}, {"eV"}, {"half", 0, 0.5}};

TEST_CASE("numbers keep their digits when the unit changes") {
  const Files files;
  const host::FileColumn columns[] = {{"energy", file_units}};
  const std::string path = files.write("n.txt", "# energy (keV)\n0.0301\n\n3.01e-02, # note\n+1e-3\n");
  const host::NumberFile file = host::read_number_file(path, columns);
  REQUIRE(file.lines.size() == 3);
  CHECK(file.columns[0][0] == 30.1);
  CHECK(file.columns[0][1] == 30.1);
  CHECK(file.columns[0][2] == 1);
  CHECK(file.where(1) == path + ":4");
  CHECK(file.units[0].name == "keV");
  const host::FileColumn keV[] = {{"energy", file_units, {"energy_unit", "keV"}}};
  for (const char* text : {"1\ntwo\n", "1\nnan\n", "1\ninf\n", "1\n1 2\n", "1\n1e999\n", "1\n0x10\n", "1\n--2\n",
                           "1\n0e2147483647\n", "1\n1e-2147483648\n", "1\n0e99999\n", "1\n1e+-1\n", "1\n1e\n"}) {
    CAPTURE(text);
    const std::string bad = files.write("bad.txt", text);
    CHECK(contains(input_error([&] { host::read_number_file(bad, keV); }), bad + ":2"));
  }
  const std::string empty = files.write("empty.txt", "# nothing\n");
  CHECK(contains(input_error([&] { host::read_number_file(empty, keV); }), empty));
  CHECK(contains(input_error([&] { host::read_number_file(files.folder / "absent", keV); }), "no such file"));
}

TEST_CASE("a file of data names its units in a line before the rows, or a key does") {
  const Files files;
  const auto first = [&](const std::string& text, const std::string& given = "") {
    const host::FileColumn columns[] = {{"energy", file_units, {"energy_unit in d.toml", given}}, {"share"}};
    return host::read_number_file(files.write("f.txt", text), columns).columns[0][0];
  };
  for (const char* heading :
       {"# energy (keV), share", "#E[keV] share", "energy (keV),share", "# E [keV]\tp [1]", "# energy_keV share",
        "# keV, share", "# energy (in keV), survival (probability of all)",
        "## taken in May (run 5), 2021\n# E (keV), p", "\n\n# E(keV) p\n# a remark, and another (2021)",
        "# Energy of an event (keV), share of them"}) {
    CAPTURE(heading);
    CHECK(first(std::string(heading) + "\n0.0301, 1\n") == 30.1);
  }
  CHECK(first("0.0301 1\n", "keV") == 30.1);
  CHECK(first("# E (keV), p\n0.0301 1\n", "keV") == 30.1);
  CHECK(first("# E (half), p\n3 1\n") == 1.5);
  struct Refused {
    std::string text, given, words;
  };
  for (const Refused& bad : {
           Refused{"1 1\n", "", "does not name the unit of its energy (keV, eV or half)"},
           {"1 1\n", "", "\"# energy (keV), share\", or give energy_unit in d.toml"},
           {"# energy, share\n1 1\n", "", "does not name the unit"},
           {"# measured in keV\n1 1\n", "", "does not name the unit"},
           {"1 1\n# energy (keV), share\n", "", "does not name the unit"},
           {"# E (J), p\n1 1\n", "", "f.txt:1: 'J' is no unit for the energy"},
           {"# E (keVee), p\n1 1\n", "keV", "f.txt:1: 'keVee' is no unit for the energy"},
           {"1 1\n", "kev", "energy_unit in d.toml: 'kev' is no unit for the energy"},
           {"# E (eV), p\n1 1\n", "keV", "f.txt:1: the energy has the unit eV, but energy_unit in d.toml says keV"},
           {"# E (eV), p\n# E (keV), p\n1 1\n", "", "f.txt:2: the energy has the unit keV, but"},
           {"energy, share\n1 1\n", "keV", "f.txt:1: 'energy' is not a finite number"},
           {"4O.1, 1\n1 1\n", "keV", "f.txt:1: '4O.1' is not a finite number"},
           {"4O.1 (eV), 1\n1 1\n", "keV", "f.txt:1: has 3 values"},
       }) {
    CAPTURE(bad.text);
    const std::string message = input_error([&] { first(bad.text, bad.given); });
    CAPTURE(message);
    CHECK(contains(message, bad.words));
  }
}

TEST_CASE("an efficiency file: energies and shares, or a message with file and line") {
  const Files files;
  const auto read = [&](const std::string& text) {
    return host::read_efficiency_file(files.write("eff.txt", "# energy (keV), survival\n" + text), {});
  };
  const host::EfficiencyCurve curve = read("0.01 0.2\n0.03\t0.6\n");
  CHECK(curve.energy_eV == std::vector<double>{10, 30});
  CHECK(curve.at(20) == doctest::Approx(0.4));
  for (const char* text : {"0.01 0.2\n0.02 1.01\n", "0.01 0.2\n0.02 -0.1\n", "0.02 0.2\n0.01 0.3\n",
                           "0.01 0.2\n0.02 high\n", "0.01 0.2\n0.02 nan\n"}) {
    CAPTURE(text);
    CHECK(contains(input_error([&] { read(text); }), "eff.txt:3"));
  }
  CHECK(contains(input_error([&] { read("0.01 0.2\n0.01 0.3\n0.01 0.4\n"); }), "eff.txt:4: the energy is there three"));
  CHECK(contains(input_error([&] { read("0e2147483647 1\n1 1\n"); }), "eff.txt:2: '0e2147483647'"));
  CHECK(
      contains(input_error([&] { make_case({"response.efficiency=" + (files.folder / "absent.txt")}); }),
               "there is no such file; write a number from 0 to 1, or the path of a file, from the working directory"));
}

TEST_CASE("an efficiency file may be in per cent") {
  const Files files;
  const auto survival = [&](const std::string& heading) {
    return host::read_efficiency_file(files.write("eff.txt", heading + "\n10 0.5\n20 0.9\n"), {}).survival;
  };
  const std::vector<double> shares = {0.5, 0.9}, hundredths = {0.005, 0.009};
  for (const char* unit : {"", " (1)", " (fraction)", " (run 5)"}) {
    CAPTURE(unit);
    CHECK(survival(std::string("# energy (eV), efficiency") + unit) == shares);
  }
  CHECK(survival("# energy (eV), efficiency (%)") == hundredths);
  CHECK(survival("energy_eV survival_percent") == hundredths);
  CHECK(survival("# E (eV), efficiency in %") == hundredths);
  CHECK(survival("# E (eV), efficiency (per cent)") == hundredths);
  CHECK(contains(input_error([&] { survival("# energy (eV), efficiency (permille)"); }),
                 "'permille' is no unit for the survival probability"));
}

TEST_CASE("an energy twice in an efficiency file is a step") {
  const Files files;
  const std::string path = files.write("step.txt", "# E (eV), p\n10 0.2\n20 0.4\n20 0.8\n30 1\n");
  const host::EfficiencyCurve curve = host::read_efficiency_file(path, {});
  CHECK(curve.at(std::nextafter(20, 0)) == doctest::Approx(0.4));
  CHECK(curve.at(20) == 0.8);
  CHECK(curve.at(25) == doctest::Approx(0.9));
  CHECK(curve.mean(10, 20) == doctest::Approx(0.3));
  CHECK(curve.mean(20, 30) == doctest::Approx(0.9));
  CHECK(curve.mean(15, 25) == doctest::Approx((0.35 + 0.85) / 2));
  CHECK(curve.mean(0, 40) == doctest::Approx((2 + 3 + 9 + 10) / 40.0));
  const host::EfficiencyCurve first{{10, 10}, {0.2, 0.5}}, last{{5, 10, 10}, {0.1, 0.2, 0.5}};
  CHECK(first.at(9) == 0.2);
  CHECK(first.at(10) == 0.5);
  CHECK(first.mean(5, 15) == doctest::Approx(0.35));
  CHECK(last.at(11) == 0.5);
  CHECK(last.mean(5, 15) == doctest::Approx((0.15 + 0.5) / 2));
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
  files.write("eff.txt", "# energy (keV), survival\n0 0.5\n0.1 0.5\n");
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
  files.write("bins.txt", "# low (keV), high (keV), counts\n0.03 0.04 5\n0.04 0.06 3\n0.08 0.1 0\n");
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
  const std::string bins = "# low (keV), high (keV), counts\n";
  files.write("e.txt", "# energy (keV)\n0.04\n");
  files.write("no-unit.txt", "0.04\n");
  files.write("overlap.txt", bins + "0.03 0.05 1\n0.04 0.06 2\n");
  files.write("half.txt", bins + "0.03 0.05 1.5\n");
  files.write("flat.txt", bins + "0.03 0.03 1\n");
  files.write("values.txt", "# low (keV), high (keV), value\n0.03 0.05 2\n");
  files.write("rates.txt", "# low (keV), high (keV), rate (counts/(keV kg d))\n0.03 0.05 2\n");
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
           {good + "binned='overlap.txt'\n", "overlap.txt:3"},
           {good + "binned='half.txt'\n", "half.txt:2"},
           {good + "binned='flat.txt'\n", "flat.txt:2: the bin has no width"},
           {good + "binned='values.txt'\n", "does not name the unit of its counts"},
           {good + "binned='values.txt'\nbinned_unit='counts/(keV kg d)'\n",
            ":4: binned_unit: 'counts/(keV kg d)' is no"},
           {good + "binned='rates.txt'\n", "rates, such as counts/(keV kg d), are not compared"},
           {good + "binned='rates.txt'\nbinned_unit='counts'\n", "rates.txt:1"},
           {good + "events='no-unit.txt'\n", "does not name the unit of its energy"},
           {good + "events='e.txt'\nenergy_unit='eV'\n", "the unit keV, but"},
           {good + "events='e.txt'\nbinned_unit='counts'\n", ":4: binned_unit is for binned"},
           {good + "events='e.txt'\nefficiency=0.5\nefficiency_unit='keV'\n", ":5: efficiency_unit is for a file"},
           {good + "exposure='1 kg day'\nevents='e.txt'\n", "one of the two"},
           {"time_cold='1 day'\nexposure='1 kg day'\nevents='e.txt'\n", "mass"},
           {"live_time='1 day'\nevents='e.txt'\n", "time_cold"},
           {good + "events='e.txt'\nbands=['60 eV:30 eV']\n", ":4: bands"},
           {good + "events='e.txt'\n[[time]]\nstart='1 day'\nend='2 days'\nlive_time='1 day'\n", "exclude"},
           {"events='e.txt'\n[[time]]\nstart='2 days'\nend='1 day'\nlive_time='1 day'\n", "end"},
           {"events='e.txt'\n[[time]]\nstart='1 day'\nend='2 days'\nlive_time='3 days'\n", "live_time"},
           {"events='e.txt'\n[[time]]\nstart='1 day'\nend='2 days'\n", "live_time"},
           {good + "events='e.txt'\nname=\n", "TOML"},
           {good + "events='e.txt'\nenergy_scale=1e-300\n", "energy_scale is not from 1e-30 to 1e+30"},
           {good + "events='e.txt'\nefficiency=1e-300\n", "efficiency is not from 1e-30 to 1"},
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

TEST_CASE("what is doubtful about a detector and its data is said") {
  const Files files;
  const std::string head = "time_cold='1 day'\nlive_time='1 day'\n";
  const auto doubts = [&](const std::string& text, const std::string& bands = "") {
    const host::DetectorDescription detector = host::read_detector_file(files.write("d.toml", head + text), "");
    std::string all;
    for (const std::string& doubt : detector.doubts) all += doubt + "\n";
    const host::MeasuredSpectrum measured =
        host::measured_spectrum(detector, bands.empty() ? detector.bands : host::parse_bands(bands, ""));
    for (const std::string& doubt : host::doubts_about(detector, measured)) all += doubt + "\n";
    return all;
  };
  files.write("e.txt", "# energy (eV)\n31.2\n45\n100\n");
  files.write("bins.txt", "# low (eV), high (eV), counts\n20 25 4\n25 40 1\n40 60 3\n");
  files.write("none.txt", "# low (eV), high (eV), counts\n20 25 0\n");
  std::string rows;
  for (int i = 0; i < 20; ++i) rows += std::to_string(2 * i) + " " + std::to_string(0.05 * i) + "\n";
  files.write("wrong.txt", "# energy (keV), survival\n" + rows);
  files.write("right.txt", "# energy (eV), survival\n" + rows);
  const std::string events = "events='e.txt'\nthreshold='30 eV'\n";
  CHECK(doubts(events).empty());
  CHECK(doubts(events + "efficiency='right.txt'\n").empty());
  CHECK(contains(doubts(events + "efficiency='wrong.txt'\n"), "check the unit of its file"));
  CHECK(contains(doubts(events, "200 eV:300 eV"),
                 "no event of d lies in any band: the bands are 200 eV:300 eV, the "
                 "events at 31.2 eV:100 eV"));
  CHECK(contains(doubts("binned='bins.txt'\nthreshold='30 eV'\n"), "cuts the bin from 25 to 40 eV, which is left out"));
  CHECK(doubts("binned='bins.txt'\nthreshold='25 eV'\n").empty());
  CHECK(contains(doubts("binned='none.txt'\n"), "there are no events at all"));
}
