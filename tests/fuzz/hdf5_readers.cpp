/// \file Damaged files of every kind against the commands that read them. Plain damage must be refused or, in a
/// command's own earlier output, lead to the bytes of an undamaged run. The same damage sealed again reaches the code
/// behind the seal: it may be accepted as numbers, but must not cause a crash, a hang or unbounded memory.
///
///     fuzz_hdf5_readers [--files N] [--seed S] [--only I] [--keep FOLDER]
///
/// File I of a seed is always the same. Files that fail are kept in FOLDER, if it is given.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "fuzz/child.hpp"
#include "fuzz/damage.hpp"
#include "support/long_tests.hpp"
#include "unit/host/store/sealed.hpp"

namespace fs = std::filesystem;

namespace slipburst::testing {
namespace {

using Words = std::vector<std::string>;

constexpr const char* film = R"(preset = "al-on-si"
[model]
reading = "equation7"
[film]
gap = "1.5 meV"
[numerics]
relative_tolerance = 1e-6
[table]
tolerance = 1e-2
[histogram]
bins_per_decade = 5
[detector]
aluminium_area = "0.01 cm2"
)";
constexpr const char* clusters = R"(preset = "tungsten-1000kev"
[watch]
temperatures = ["17 K", "300 K"]
energies = ["1000 keV"]
clusters = 20
)";
constexpr const char* detector = R"(events = "events.txt"
energy_unit = "eV"
threshold = "30 eV"
time_cold = "8 weeks"
live_time = "1 day"
aluminium_area = "1 cm2"
)";

/// Command that reads a kind of file, and the files it reads.
struct Reader {
  std::string kind;     ///< "spectrum"
  Words command;        ///< words of the command line
  std::string damaged;  ///< the name of the file that is damaged
  std::string output;   ///< file that must be the same as without damage, if the command succeeds; may be empty
};

/// Files that exist before a reader runs, by their names.
using Files = std::map<std::string, std::string>;

constexpr Limits making{600, rlim_t{8} << 30};

/// Runs commands in an own folder, whose files are set up anew for each reader.
class Bench {
 public:
  Bench() { fs::current_path(folder_.path()); }
  ~Bench() { fs::current_path("/"); }

  Outcome run(const Words& command, const Limits& limits = {}) { return run_slipburst(command, log_path(), limits); }

  /// Runs a command that must succeed. \return all files there are now
  void make(const Words& command, int status = 0) {
    const Outcome outcome = run(command, making);
    if (outcome.status != status || outcome.signal != 0) {
      throw std::runtime_error(fmt::format("slipburst {}: status {}, signal {}, not {}\n{}", fmt::join(command, " "),
                                           outcome.status, outcome.signal, status, outcome.log));
    }
  }

  /// Kills a command once there is a checkpoint of out.h5. \return whether the command was still running
  bool kill_at_checkpoint(Words command) {
    command.insert(command.end(), {"--checkpoint-every", "1 us"});
    const pid_t child = start_slipburst(command, log_path(), making);
    siginfo_t ended{};
    while (!fs::exists("out.h5.checkpoint") &&
           waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid == 0) {
      usleep(200);
    }
    kill(child, SIGKILL);
    wait_for(child, log_path());
    return !fs::exists("out.h5");
  }

  void set_up(const Files& files) {
    for (const auto& entry : fs::directory_iterator(".")) {
      if (!files.contains(entry.path().filename().string())) fs::remove_all(entry.path());
    }
    for (const auto& [name, bytes] : files) write_bytes(name, bytes);
  }

  static Files files() {
    Files files;
    for (const auto& entry : fs::directory_iterator(".")) {
      files[entry.path().filename().string()] = read_bytes(entry.path().string());
    }
    return files;
  }

 private:
  /// Path outside the folder, which must hold no other files.
  std::string log_path() const { return logs_ / "stderr"; }

  ScratchFolder folder_, logs_;
};

/// A reader with the files it needs, intact.
struct Case {
  Reader reader;
  Files files;
  std::string expected;  ///< bytes of the reader's output
};

/// All kinds of files, made by short runs.
class Kinds {
 public:
  explicit Kinds(Bench& bench) : bench_(bench) {
    write_bytes("film.toml", film);
    write_bytes("clusters.toml", clusters);
    write_bytes("det.toml", detector);
    write_bytes("events.txt", "31\n45\n100\n");
    bench_.make({"table", "film.toml", "-o", "t.h5"});
    const Words spectrum = {"spectrum", "film.toml", "--table", "t.h5", "--events", "2000"};
    const Words rates = {"rates", "film.toml", "--table", "t.h5", "--events", "2000"};
    const Words list = {"experiment", "film.toml", "--table", "t.h5", "--exposure", "10 hours"};
    const Words scan = {"scan",     "film.toml", "--table",  "t.h5", "--over", "pinning.spacing=40 nm,50 nm",
                        "--method", "plain",     "--events", "2000"};
    const Words detrap = {"detrap", "clusters.toml", "--areas", "20"};
    with_outputs({"t.h5"}, {{"table", plus(spectrum, {"-o", "s.h5"}), "t.h5", ""}});
    finished("table", {"table", "film.toml"});
    for (const auto& [kind, command, table] : {std::tuple{"spectrum", spectrum, false},
                                               {"rates", rates, true},
                                               {"list", list, false},
                                               {"detrap", detrap, false}}) {
      const Words more = table ? Words{"--table", "t.h5"} : Words{};
      bench_.make(plus(command, {"--shard", "1/2", "-o", "1.h5"}));
      bench_.make(plus(command, {"--shard", "2/2", "-o", "2.h5"}));
      with_outputs({"1.h5", "2.h5"}, {{kind, plus({"merge", "1.h5", "2.h5", "-o", "m.h5"}, more), "2.h5", ""},
                                      {kind, plus({"merge", "1.h5", "-o", "m.h5", "--partial"}, more), "1.h5", ""}});
      finished(kind, command);
    }
    bench_.make(plus(spectrum, {"-o", "s.h5"}));
    with_outputs({"s.h5"}, {{"spectrum", {"compare", "s.h5", "--detector", "det.toml"}, "s.h5", ""}});
    bench_.make(plus(list, {"-o", "l.h5"}));
    with_outputs({"l.h5"}, {{"list", {"replay", "l.h5", "--index", "0"}, "l.h5", ""},
                            {"list", {"phonons", "--list", "l.h5", "--index", "0"}, "l.h5", ""}});
    finished("scan", scan);
    stopped("table", {"table", "film.toml"});
    stopped("spectrum", {"spectrum", "film.toml", "--table", "t.h5", "--events", "2e6"});
    stopped("rates", {"rates", "film.toml", "--table", "t.h5", "--events", "1e7"});
    stopped("list", {"experiment", "film.toml", "--table", "t.h5", "--exposure", "1000 hours"});
    stopped("scan", scan);
    stopped("detrap", {"detrap", "clusters.toml", "--areas", "5000"});
  }

  const std::vector<Case>& cases() const { return cases_; }

 private:
  static Words plus(Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }

  /// Readers of the files named, which are then removed.
  void with_outputs(const Words& made, const std::vector<Reader>& readers) {
    const Files files = Bench::files();
    for (const Reader& reader : readers) add(reader, files);
    for (const std::string& name : made) {
      if (name != "t.h5") fs::remove(name);
    }
  }

  /// Reader of a command that finds its finished output.
  void finished(const std::string& kind, const Words& command) {
    const Words writing = plus(command, {"-o", "out.h5"});
    bench_.make(writing);
    with_outputs({"out.h5"}, {{kind + ", finished", plus(writing, {"--resume"}), "out.h5", "out.h5"}});
  }

  /// Reader of a command that resumes from its checkpoint.
  void stopped(const std::string& kind, const Words& command) {
    const Words writing = plus(command, {"-o", "out.h5", "--resume"});
    const Files before = Bench::files();
    constexpr int max_attempts = 100;
    for (int attempt = 0; !bench_.kill_at_checkpoint(writing); ++attempt) {
      if (attempt == max_attempts) throw std::runtime_error("no checkpoint of " + kind);
      bench_.set_up(before);
    }
    std::vector<Reader> readers;
    Words made;
    for (const auto& [name, bytes] : Bench::files()) {
      if (!name.starts_with("out.h5.")) continue;
      made.push_back(name);
      const bool read = name.find(".checkpoint") != name.npos || name.find(".rows-") != name.npos;
      if (!read || name.find(".unfinished") != name.npos) continue;
      readers.push_back({kind + ", " + name.substr(7), writing, name, "out.h5"});
    }
    with_outputs(made, readers);
  }

  void add(const Reader& reader, const Files& files) {
    bench_.make(reader.command);  // the undamaged file must be readable
    cases_.push_back({reader, files, reader.output.empty() ? "" : read_bytes(reader.output)});
    bench_.set_up(files);
  }

  Bench& bench_;
  std::vector<Case> cases_;
};

struct Options {
  std::size_t files = long_tests() ? 20000 : 150;
  std::uint64_t seed = 1;
  std::size_t first = 0;
  std::string keep;
};

Options parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    if (name == "--files") options.files = std::stoull(argv[i + 1]);
    if (name == "--seed") options.seed = std::stoull(argv[i + 1]);
    if (name == "--only") options.first = std::stoull(argv[i + 1]);
    if (name == "--only") options.files = options.first + 1;
    if (name == "--keep") options.keep = argv[i + 1];
  }
  return options;
}

/// Fault of an outcome; empty if there is none.
std::string fault(const Case& c, const Outcome& outcome, bool resealed) {
  if (outcome.hung()) return "hangs";
  if (outcome.crashed()) return fmt::format("crashes ({})", strsignal(outcome.signal));
  // Messages of libraries, which say neither the fault nor the place.
  for (const char* word : {"out of memory", "json.exception", "std::", "basic_string", "vector::", "stoi"}) {
    if (outcome.log.find(word) != std::string::npos) return "ends without a message of ours";
  }
  const bool refused = outcome.status == 1;
  if (outcome.status != 0 && !refused) return fmt::format("ends with status {}", outcome.status);
  if (resealed) return {};
  if (refused) return outcome.log.find(c.reader.damaged) == std::string::npos ? "does not name the file" : "";
  const bool same = !c.reader.output.empty() && read_bytes(c.reader.output) == c.expected;
  return same ? "" : "accepts altered values";
}

int run(const Options& options) {
  setenv("OMP_NUM_THREADS", "1", 1);
  Bench bench;
  const Kinds kinds(bench);
  const std::vector<Case>& cases = kinds.cases();
  std::map<std::string, std::size_t> tally, refused;
  std::size_t faults = 0;
  for (std::size_t i = options.first; i < options.files; ++i) {
    const Case& c = cases[i % cases.size()];
    const bool resealed = i / cases.size() % 2 == 1;
    Damage damage(options.seed * 1'000'003 + i);
    Files files = c.files;
    std::string& bytes = files[c.reader.damaged];
    const std::string whole = bytes;
    while (bytes == whole) {
      if (resealed) bytes = without_seal(bytes);
      damage.apply(bytes);
      if (resealed) bytes += host::seal_of(std::as_bytes(std::span(bytes)));
    }
    bench.set_up(files);
    const Outcome outcome = bench.run(c.reader.command);
    ++tally[c.reader.kind];
    if (outcome.status == 1) ++refused[c.reader.kind];
    const std::string what = fault(c, outcome, resealed);
    if (what.empty()) continue;
    ++faults;
    fmt::print("file {} of seed {}, {}{}: slipburst {} {}\n{}\n", i, options.seed, c.reader.kind,
               resealed ? ", sealed again" : "", fmt::join(c.reader.command, " "), what, outcome.log.substr(0, 2000));
    if (!options.keep.empty()) {
      write_bytes(fmt::format("{}/{}-{}.h5", options.keep, options.seed, i), bytes);
    }
  }
  for (const auto& [kind, count] : tally) {
    fmt::print("{:30} {:6} files, {:6} refused\n", kind, count, refused[kind]);
  }
  fmt::print("{} files, {} faults\n", options.files - options.first, faults);
  return faults == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace slipburst::testing

int main(int argc, char** argv) try {
  return slipburst::testing::run(slipburst::testing::parse(argc, argv));
} catch (const std::exception& error) {
  fmt::print("{}\n", error.what());
  return EXIT_FAILURE;
}
