#include "host/results/scan_file.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "host/store/input_file.hpp"
#include "support/cases.hpp"
#include "unit/host/files/scratch_folder.hpp"

namespace slipburst::host {
namespace {

const ScanForm form{{0.1, 1, 10}, {1, 30}, true, false};

const RunRecord record{{{"command", "scan"}}, {}};

/// Two spacings, two laws; the second law has an area.
struct Scan {
  std::vector<Axis> axes = parse_axes(
      std::vector<std::string>{"pinning.spacing=30 nm,50 nm", "model.dynamics=newtonian,elastorelativistic"});
  std::vector<PreparedCase> cases;
  ScanMethod method{"quadrature", {}, {1, 30}};

  explicit Scan(std::vector<std::string> overrides = {}) {
    for (const std::uint64_t point : {0, 1, 2, 3}) {
      overrides.push_back(axes[0].setting(point / 2));
      overrides.push_back(axes[1].setting(point % 2));
      cases.emplace_back(slipburst::testing::make_case(overrides));
    }
  }
  ScanIdentity identity(const std::string& table = "") const { return scan_identity(axes, cases, method, table); }
  RunIdentity run(const std::string& table = "") const { return run_identity(identity(table), cases); }
};

ScanSpectrum spectrum(double scale) {
  ScanSpectrum result{{"quadrature", form.edges_eV, form.thresholds_eV, {}, {0.25 * scale, 0}, {}}, 1e-9 * scale};
  for (ChannelValues& channel : result.values.channel) {
    channel.above = {{0.5 * scale, 0.1}, {0.3 * scale, 0.1}, {0, 0}};
    channel.bins = {{0.2 * scale, 0.1}, {0, 0}};
    channel.supersonic = {{0.05 * scale, 0.1}, {0, 0}};
    channel.thresholds = {{0.3 * scale, 0.01}, {0, 0}};
    channel.mean_eV = {7 * scale, 0.5};
    channel.underflow = {0.1, 0};
    channel.supersonic_share = 0.125;
  }
  return result;
}

void add(ScanResults& results, const Scan& scan, std::uint64_t point) {
  results.set(point, {rate_scale(scan.cases[point]),
                      spectrum(1 + static_cast<double>(point)),
                      std::nullopt,
                      {"digest" + std::to_string(point), 1e-5}});
}

TEST_CASE("A partial file gives back the points it has, and the whole one is the same bytes") {
  const testing::ScratchFolder folder;
  const Scan scan;
  ScanResults whole(form, 4), half(form, 4), resumed(form, 4);
  for (const std::uint64_t point : {0, 1, 2, 3}) add(whole, scan, point);
  write_scan_file(folder / "whole.h5", scan.identity(), whole, "reference", record);
  add(half, scan, 1);
  add(half, scan, 2);
  write_scan_file(folder / "half.h5", scan.identity(), half, "reference", record);

  read_scan(InputFile(folder / "half.h5", "slipburst-scan"), scan.identity(), resumed);
  CHECK(resumed.computed() == 2);
  CHECK(resumed.has(1));
  CHECK_FALSE(resumed.has(3));
  add(resumed, scan, 3);
  add(resumed, scan, 0);
  write_scan_file(folder / "resumed.h5", scan.identity(), resumed, "reference", record);
  CHECK(testing::read_bytes(folder / "resumed.h5") == testing::read_bytes(folder / "whole.h5"));
  CHECK(testing::read_bytes(folder / "half.h5") != testing::read_bytes(folder / "whole.h5"));
}

TEST_CASE("The arrays are [first axis][second axis] and what they are called") {
  const testing::ScratchFolder folder;
  const Scan scan;
  ScanResults results(form, 4);
  for (const std::uint64_t point : {0, 1, 2}) add(results, scan, point);
  write_scan_file(folder / "scan.h5", scan.identity(), results, "reference", record);
  const InputFile file(folder / "scan.h5", "slipburst-scan");
  CHECK(file.text("/", "axes") == "pinning.spacing,model.dynamics");
  CHECK(file.dataset<double>("/axes/pinning.spacing") == std::vector<double>{30, 50});
  CHECK(file.texts("/axes/model.dynamics") == std::vector<std::string>{"newtonian", "elastorelativistic"});
  CHECK(file.shape("/crystal/above_rate_Hz") == std::vector<std::uint64_t>{2, 2, 2});
  CHECK(file.shape("/film/integral_probability") == std::vector<std::uint64_t>{2, 2, 3});
  const auto mean = file.dataset<double>("/crystal/mean_energy_eV", std::vector<std::uint64_t>{2, 2});
  CHECK(mean[0] == 7);
  CHECK(mean[1] == 14);
  CHECK(mean[2] == 21);
  CHECK(std::isnan(mean[3]));
  const auto rate = file.dataset<double>("/release_rate_Hz_per_cm2");
  CHECK(rate[0] == doctest::Approx(204.128).epsilon(1e-5));  // N / (Gamma t) at 30 nm and 50 nm
  CHECK(rate[2] == doctest::Approx(73.486).epsilon(1e-5));
  const auto above = file.dataset<double>("/crystal/above_rate_Hz_per_cm2");
  CHECK(above[4] == doctest::Approx(0.9 * rate[2]));
  const auto share = file.dataset<double>("/film/supersonic_share_per_bin");
  CHECK(share[0] == doctest::Approx(0.25));
  CHECK(std::isnan(share[1]));
  CHECK(file.dataset<double>("/film/supersonic_share")[2] == 0.125);
  CHECK(file.texts("/table/sha256") == std::vector<std::string>{"digest0", "digest1", "digest2", ""});
  CHECK(file.dataset<std::uint64_t>("/computed") == std::vector<std::uint64_t>{1, 1, 1, 0});
}

TEST_CASE("What is different about another scan is said in words") {
  const Scan scan;
  const auto differs = [&](const Scan& other, const std::string& table = "") {
    return difference(scan.run(), other.run(table));
  };
  const auto has = [](const std::string& text, const std::string& word) {
    return text.find(word) != std::string::npos;
  };

  CHECK(differs(scan).empty());
  CHECK(has(differs(Scan({"film.pair_breaking_energy=0.4 meV"})),
            "film.pair_breaking_energy is \"0.36 meV\" there, \"0.4 meV\" here"));
  CHECK(has(differs(Scan({"film.thickness=600 nm"})), "film.thickness is not set there"));
  Scan other;
  other.cases[3] = PreparedCase(slipburst::testing::make_case({"depinning.gamma=800"}));
  CHECK(has(differs(other), "cases_sha256"));
  other = Scan();
  other.axes[0] = parse_axis("pinning.spacing=30 nm,60 nm");
  CHECK(has(differs(other), "30 nm,50 nm"));
  CHECK(has(differs(other), "30 nm,60 nm"));
  other.axes[0] = parse_axis("pinning.alpha=1,2");
  CHECK(has(differs(other), "pinning.alpha"));
  other = Scan();
  other.method.name = "direct";
  CHECK(has(differs(other), "its method is 'quadrature', not 'direct'"));
  other = Scan();
  other.method.thresholds_eV = {1, 31};
  CHECK(has(differs(other), "above_eV"));
  CHECK(has(differs(scan, "0123"), "table_sha256"));
  CHECK(differs(Scan({"detector.mass=none"})).empty());
}

TEST_CASE("A sampled scan is told by its seed and events") {
  Scan scan;
  scan.method = {"plain", {1, 1000, 0, 1000}, {1, 30}};
  const RunIdentity first = scan.run();
  scan.method.range.seed = 2;
  CHECK(difference(first, scan.run()) == "its seed is 1, not 2");
  scan.method.range = {1, 2000, 0, 2000};
  CHECK(difference(first, scan.run()) == "its events is 1000, not 2000");
}

}  // namespace
}  // namespace slipburst::host
