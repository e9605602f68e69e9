/// \file Damaged texts of every kind against their readers: case, cluster case and detector files, files of data, and
/// values of options. Each text must be accepted, or refused by an InputError that names the file; accepted values must
/// be finite, and a case must read back as the same from its own text.
///
///     fuzz_text_readers [--texts N] [--seed S] [--only I]
///
/// Text I of a seed is always the same; --only prints it.

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <map>
#include <new>
#include <optional>
#include <string>
#include <vector>

#include "fuzz/text_damage.hpp"
#include "host/base/error.hpp"
#include "host/config/axis.hpp"
#include "host/config/case_writer.hpp"
#include "host/config/data.hpp"
#include "host/config/density_file.hpp"
#include "host/config/load_case.hpp"
#include "host/config/materials.hpp"
#include "host/config/presets.hpp"
#include "host/config/response_reader.hpp"
#include "host/measured/detector_data.hpp"
#include "host/measured/detector_description.hpp"
#include "host/measured/frequency_file.hpp"
#include "host/measured/phonon_density_file.hpp"
#include "host/measured/rate_file.hpp"
#include "host/results/free_parameters.hpp"
#include "host/results/text_header.hpp"
#include "host/text/count.hpp"
#include "host/units/quantity.hpp"
#include "support/long_tests.hpp"
#include "unit/host/files/scratch_folder.hpp"

namespace slipburst::testing {
namespace {

/// Reader of a kind of text. Throws a Fault where the outcome is wrong.
struct Reader {
  std::string kind;
  std::string file;                ///< the name of the file the text is written to; empty: it is an option's value
  std::vector<std::string> texts;  ///< undamaged texts
  std::function<void(const std::string&)> read;  ///< reads a path, or a value
};

struct Fault : std::runtime_error {
  using std::runtime_error::runtime_error;
};

void require(bool good, const std::string& what) {
  if (!good) throw Fault(what);
}

void require_finite(const std::vector<double>& values, const std::string& what) {
  for (const double value : values) require(std::isfinite(value), what + " is not finite");
}

constexpr const char* history_text = R"(preset = "al-on-si"
[depinning]
gamma = 900
density = "exponential"
density_slope = 0.4
[[history]]
kind = "ramp"
duration = "2 days"
stress_factor = 1.1
[[history]]
kind = "pulse"
start = "3 days"
duration = "1 hour"
eta_shift = 0.01
[[history]]
kind = "warm-up"
duration = "1 hour"
refill = 0.5
temperature = "100 K"
[detector]
observation = ["1 week", "2 weeks"]
)";
constexpr const char* detector_text = R"(name = "mine"
substrate = "Si"
events = "events.txt"
energy_unit = "keV"
threshold = "30 eV"
resolution = "4 eV"
efficiency = 0.5
time_cold = "8 weeks"
live_time = "1 day"
mass = "10.6 g"
aluminium_area = "1 cm2"
bands = ["30 eV:60 eV", "60 eV:"]
)";

void read_case(const std::string& path) {
  const host::Case c = host::load_case(path);
  require(host::case_from_text(c.text, "its own text").text == c.text, "the case does not read back from its text");
  host::case_from_text(host::commented_case(c), "the commented case");
  host::detector_response(c.response);
}

void read_clusters(const std::string& path) {
  const host::ClusterCase c = host::load_case<host::ClusterCase>(path);
  require(host::case_from_text<host::ClusterCase>(c.text, "its own text").text == c.text,
          "the case does not read back from its text");
}

void read_detector(const host::DetectorDescription& detector) {
  require_finite(detector.energies_eV, "an energy");
  const host::MeasuredSpectrum measured = host::measured_spectrum(detector, detector.bands);
  host::doubts_about(detector, measured);
}

void read_curve(const std::string& path) {
  const host::EfficiencyCurve curve = host::read_efficiency_file(path, {});
  require_finite(curve.energy_eV, "an energy");
  require_finite(curve.survival, "a probability");
}

void read_density(const std::string& path) {
  host::Case c = host::load_case("al-on-si");
  c.depinning.density_file = path;
  const auto table = host::read_density_file(c);
  require_finite(table.eta, "eta");
  require_finite(table.density, "a density");
}

void read_value(const std::string& text) {
  std::optional<host::InputError> refusal;
  bool taken = false;
  for (const host::Dimension dimension :
       {host::Dimension::length, host::Dimension::pressure, host::Dimension::energy, host::Dimension::duration,
        host::Dimension::area, host::Dimension::dimensionless}) {
    try {
      for (const double value : host::parse_quantity_list(text, dimension, "--option")) {
        require(std::isfinite(value), "the value is not finite");
        require(host::parse_quantity(host::format_quantity(value, dimension), dimension) == value,
                "the value does not read back");
      }
      taken = true;
    } catch (const host::InputError& error) {  // such as a quantity of another dimension
      refusal = error;
    }
  }
  if (!taken) throw *refusal;
}

/// Reads a folder of the form of the EXCESS workshop's, in which one file is damaged.
Reader excess_reader(const std::string& folder, const std::string& damaged) {
  const std::map<std::string, std::string> files = {{"CPD.txt", "0.0301\n0.045\n0.1\n\n0.2  \n"},
                                                    {"CPD_eff.txt", "0.01 0\n0.03 0.2\n0.1 0.5\n10 0.5\n"},
                                                    {"CPD_exposure.txt", "0.1\n"},
                                                    {"CPD_weight.txt", "0.0106\n"}};
  const std::string own = "of-" + damaged, path = folder + "/" + own;
  std::filesystem::create_directory(path);
  for (const auto& [name, text] : files) write_bytes(path + "/" + name, text);
  return {"EXCESS " + damaged, own + "/" + damaged, {files.at(damaged)}, [path](const std::string&) {
            read_detector(host::excess_detector("cpd", path));
          }};
}

std::vector<Reader> all_readers(const std::string& folder) {
  std::vector<std::string> cases = {history_text}, clusters;
  for (const host::PresetInfo& preset : host::presets()) cases.push_back(host::load_case(preset.name).text);
  cases.push_back(host::commented_case(host::load_case("cpd")));
  for (const host::PresetInfo& preset : host::presets<host::ClusterCase>()) {
    clusters.push_back(host::load_case<host::ClusterCase>(preset.name).text);
  }
  write_bytes(folder + "/events.txt", "31\n45\n100\n");
  const host::Case al = host::load_case("al-on-si");
  return {
      {"case", "case.toml", cases, read_case},
      {"cluster case", "clusters.toml", clusters, read_clusters},
      {"detector",
       "detector.toml",
       {detector_text},
       [](const auto& path) { read_detector(host::read_detector_file(path, "")); }},
      {"events",
       "ev.txt",
       {"# energy (eV)\n31\n45.5\n1e3\n", "E[keV]\r\n0.03\r\n0.05\r\n"},
       [](const auto& path) { require_finite(host::read_event_energies(path, {}), "an energy"); }},
      {"binned counts",
       "bins.txt",
       {"low (eV), high (eV), counts\n30, 60, 12\n60, 90, 5\n90 120 0\n"},
       [](const auto& path) {
         for (const auto& band : host::read_binned_counts(path, {}, {})) {
           require_finite({band.low_eV, band.high_eV}, "the end of a bin");
         }
       }},
      {"efficiency",
       "eff.txt",
       {"energy (eV), probability\n"
        "10 0\n30 0.2\n30 0.4\n100 0.5\n"},
       read_curve},
      {"materials",
       "materials.toml",
       {std::string(host::materials_toml), "[substrate.\"Al Mn\"]\nshear_modulus = \"26 GPa\"\ncaveat = \"\"\n"},
       [](const auto& path) {
         host::Materials materials = host::builtin_materials();
         materials.add_file(path);
       }},
      {"density of pins", "pins.txt", {"0 1\n0.5 2 # so\n1 0\n"}, read_density},
      {"density of phonons",
       "dos.txt",
       {"# energy (meV) density\n0 0\n10 0.2\n20, 1\n40 0\n", "f (THz)  dos\n0 0\n1 2\n"},
       [](const auto& path) { host::read_phonon_density(path, {}); }},
      {"frequencies",
       "arrhenius.csv",
       {"temperature [K], frequency [Hz], error [Hz]\n17, 1e-3, 1e-4\n300, 2, 0.1\n",
        "set, temperature [K], clusters [1], moves [1], window [s]\na, 17, 150, 3, 60\nb, 300, 150, 80, 60\n"},
       [](const auto& path) { host::read_frequency_files(std::vector<std::string>{path}); }},
      {"rates over time",
       "rates.csv",
       {"time [day], rate [1/day], error [1/day]\n1, 2, 0.3\nNaN, 1, 1\n3, 1, 0.2\n",
        "# time [hour] counts [1] live_time [s]\n17 150 3\n18 2 60 # x\n"},
       [](const auto& path) { host::read_rate_files(std::vector<std::string>{path}, {}); }},
      excess_reader(folder, "CPD.txt"),
      excess_reader(folder, "CPD_eff.txt"),
      excess_reader(folder, "CPD_weight.txt"),
      {"header of a text",
       "phonons.txt",
       {"# slipburst-phonons 1, phonons of one burst\n# run " + std::string(64, 'a') + "\n1 2 3\n"},
       [](const auto& path) { host::run_of_text(path, "slipburst-phonons"); }},
      {"quantity", "", {"45 MPa", "0.286 nm", "8 weeks", "1 cm²", "8.9e12", "1 eV,30 eV"}, read_value},
      {"axis",
       "",
       {"pinning.spacing=20 nm:200 nm:log:10", "stress.sigma0=10 MPa:100 MPa:lin:4",
        "model.dynamics=newtonian,elastorelativistic"},
       [](const auto& text) { host::parse_axis(text); }},
      {"bands", "", {"30 eV:60 eV,60 eV:200 eV,200 eV:"}, [](const auto& text) { host::parse_bands(text, "--bands"); }},
      {"free parameters",
       "",
       {"pinning.spacing=20 nm:120 nm,scale"},
       [al](const auto& text) { host::parse_free(text, al); }},
      {"setting",
       "",
       {"pinning.spacing=30 nm", "detector.observation=1 week,2 weeks", "film.thickness=none", "film.name=AlMn"},
       [](const auto& text) { host::load_case("al-on-si", std::vector<std::string>{text}); }},
      {"count",
       "",
       {"1000000", "1e9", "18446744073709551615"},
       [](const auto& text) { host::parse_count(text, "--events"); }},
  };
}

/// Fault in how a text is read; empty if there is none. \param refusal  the message, if it is refused
std::string fault_of(const Reader& reader, const std::string& folder, const std::string& text, std::string& refusal) {
  const std::string path = reader.file.empty() ? text : folder + "/" + reader.file;
  if (!reader.file.empty()) write_bytes(path, text);
  try {
    reader.read(path);
  } catch (const host::InputError& error) {
    refusal = error.what();
    if (refusal.empty()) return "is refused without a word";
    // A detector file may name any file; if files of an experiment do not fit together, the message names the
    // experiment.
    const bool named =
        refusal.find(folder) != std::string::npos || refusal.starts_with("/") || refusal.starts_with("SuperCDMS-CPD: ");
    if (!reader.file.empty() && !named) return "is refused namelessly: " + refusal;
  } catch (const Fault& fault) {
    return fault.what();
  } catch (const std::exception& error) {
    return fmt::format("ends in an error that is not for users: {}", error.what());
  }
  return {};
}

struct Options {
  std::uint64_t texts = long_tests() ? 1'000'000 : 40'000, seed = 1, first = 0;
  bool show = false;
};

Options parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const std::uint64_t value = std::stoull(argv[i + 1]);
    if (name == "--texts") options.texts = value;
    if (name == "--seed") options.seed = value;
    if (name == "--only") {
      options.first = value;
      options.texts = value + 1;
      options.show = true;
    }
  }
  return options;
}

/// Damaged text number `index`.
std::string damaged(const Reader& reader, std::uint64_t seed, std::uint64_t index) {
  TextDamage damage(seed * 1'000'003 + index);
  std::string text = reader.texts[damage.below(reader.texts.size())];
  for (std::size_t times = 1 + damage.below(3); times > 0; --times) damage.apply(text);
  return text;
}

constexpr std::size_t max_kinds = 32;

/// Progress of the reading process, shared with the process that watches it.
struct Progress {
  std::atomic<std::uint64_t> next, faults, texts[max_kinds], refused[max_kinds];
};

/// Reads texts from progress.next on; ends the process.
[[noreturn]] void read_texts(const Options& options, const std::vector<Reader>& readers, const std::string& folder,
                             Progress& progress) {
  constexpr rlim_t max_memory = rlim_t{2} << 30;
  constexpr unsigned longest_s = 10;
  const rlimit core{0, 0}, memory{max_memory, max_memory};
  setrlimit(RLIMIT_CORE, &core);
#if !defined(__SANITIZE_ADDRESS__)
  setrlimit(RLIMIT_AS, &memory);
#endif
  for (std::uint64_t i = progress.next; i < options.texts; progress.next = ++i) {
    const std::size_t kind = i % readers.size();
    const std::string text = damaged(readers[kind], options.seed, i);
    if (options.show) fmt::print("{}\n", text);
    alarm(longest_s);
    std::string refusal;
    const std::string fault = fault_of(readers[kind], folder, text, refusal);
    alarm(0);
    ++progress.texts[kind];
    if (!refusal.empty()) ++progress.refused[kind];
    if (fault.empty()) continue;
    ++progress.faults;
    fmt::print("text {} of seed {}, {}: {}\n", i, options.seed, readers[kind].kind, fault);
  }
  std::fflush(nullptr);
  _exit(EXIT_SUCCESS);
}

int run(const Options& options) {
  const ScratchFolder folder;
  const std::vector<Reader> readers = all_readers(folder.path());
  for (const Reader& reader : readers) {
    for (const std::string& text : reader.texts) {
      std::string refusal;
      const std::string fault = fault_of(reader, folder.path(), text, refusal) + refusal;
      if (!fault.empty()) throw std::runtime_error(reader.kind + ": a text in order is not taken: " + fault);
    }
  }
  void* shared = mmap(nullptr, sizeof(Progress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  Progress& progress = *new (shared) Progress{};
  progress.next = options.first;
  while (progress.next < options.texts) {
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child < 0) throw std::runtime_error("cannot fork");
    if (child == 0) read_texts(options, readers, folder.path(), progress);
    int state = 0;
    waitpid(child, &state, 0);
    if (WIFEXITED(state) && WEXITSTATUS(state) == EXIT_SUCCESS) continue;
    const std::uint64_t text = progress.next++;
    ++progress.faults;
    fmt::print("text {} of seed {}, {}: {}\n", text, options.seed, readers[text % readers.size()].kind,
               WIFSIGNALED(state) ? strsignal(WTERMSIG(state)) : fmt::format("exit {}", WEXITSTATUS(state)));
  }
  for (std::size_t kind = 0; kind < readers.size(); ++kind) {
    fmt::print("{:20} {:8} texts, {:8} refused\n", readers[kind].kind, progress.texts[kind].load(),
               progress.refused[kind].load());
  }
  fmt::print("{} texts, {} faults\n", options.texts - options.first, progress.faults.load());
  return progress.faults == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace slipburst::testing

int main(int argc, char** argv) try {
  return slipburst::testing::run(slipburst::testing::parse(argc, argv));
} catch (const std::exception& error) {
  fmt::print("{}\n", error.what());
  return EXIT_FAILURE;
}
