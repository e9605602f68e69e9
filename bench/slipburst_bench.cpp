// Speed of the kernels and their variants: named cases on every backend, in turns, with accuracy and context. README.md
// says what it prints.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>

#include "bench/fault.hpp"
#include "bench/measure.hpp"
#include "bench/surroundings.hpp"
#include "bench/work.hpp"
#include "host/app/case_source.hpp"
#include "host/base/error.hpp"
#include "host/files/replacement_file.hpp"
#include "host/files/run_files.hpp"
#include "host/text/count.hpp"
#include "kernels/registry/registry.hpp"

namespace {

using namespace slipburst;
using bench::Json;

constexpr int schema = 1;
constexpr int usage_error = 2;

struct Options {
  std::vector<std::string> cases, backends, precisions;
  int threads = 1, repeats = 5;
  double seconds = 0.5;
  std::vector<int> cpus;
  std::optional<std::string> segments;
  std::string events = "1e7";
  bool list = false, interactive = false, quick = false;
  std::string output, work, answer;
};

/// A case on a backend in a precision.
struct Contender {
  const bench::BenchCase* what;
  kernels::Backend* backend;
  exec::Precision precision;
  std::unique_ptr<bench::Work> work;
  std::unique_ptr<bench::Stopwatch> stopwatch;
  bench::Watch watch;
  std::vector<bench::TimedRun> runs = {};
};

const char* name_of(exec::Precision precision) { return precision == exec::Precision::fp64 ? "fp64" : "fp32"; }

std::string names_of(const std::vector<exec::Precision>& precisions, const std::string& between) {
  std::string names;
  for (const exec::Precision precision : precisions) names += (names.empty() ? "" : between) + name_of(precision);
  return names;
}

std::string title(const Contender& contender) {
  return fmt::format("{} {} {}", contender.what->name, contender.backend->name(), name_of(contender.precision));
}

std::string now() {
  const std::time_t time = std::time(nullptr);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&time));
  return text;
}

void tell(const std::string& line) { std::cerr << line << std::endl; }

std::string joined(const std::vector<bench::BenchCase>& cases) {
  std::string names;
  for (const bench::BenchCase& c : cases) names += (names.empty() ? "" : ", ") + c.name;
  return names;
}

/// Backends of a case that not all support, such as "reference,kokkos"; else empty.
std::string only_backends(const bench::BenchCase& c) { return fmt::format("{}", fmt::join(c.only_on, ",")); }

void list_cases(const std::vector<bench::BenchCase>& cases) {
  for (const bench::BenchCase& c : cases) {
    const std::string where = c.only_on.empty() ? "" : only_backends(c) + " alone";
    fmt::print("{:<22} {:<15} {:<9} {:<22} {}\n", c.name, c.unit, names_of(c.precisions, " "), where, c.what);
  }
}

/// \param usual_segments  segments of a batch unless the options say how many
bench::Sizes sizes_of(const Options& options, const char* usual_segments) {
  constexpr std::uint64_t max_segments = 100'000'000;
  const std::string text = options.segments.value_or(usual_segments);
  const std::uint64_t segments = host::parse_count(text, "--segments");
  const auto side = static_cast<std::uint64_t>(std::llround(std::sqrt(static_cast<double>(segments))));
  if (segments == 0 || segments > max_segments || side * side != segments) {
    throw host::InputError("--segments " + text +
                           " is not a square number from 1 to 1e8: segments are a grid of as many heights as stresses; "
                           "give 1e4 or 1e6");
  }
  const std::uint64_t events = host::parse_count(options.events, "--events");
  if (events < 1000) throw host::InputError("--events " + options.events + " says little; give 1000 or more");
  return {segments, events};
}

/// \throws InputError for a name that is given twice
void require_different(const std::string& what, const std::vector<std::string>& names) {
  for (auto name = names.begin(); name != names.end(); ++name) {
    if (std::find(names.begin(), name, *name) != name) {
      throw host::InputError(fmt::format("{} {} is named twice; once is enough", what, *name));
    }
  }
}

/// \throws InputError for output files that would overwrite each other or stay empty
void check_files(const Options& options) {
  const bool handed = !options.work.empty() || !options.answer.empty();
  if (!options.output.empty() && (handed || options.interactive)) {
    throw host::InputError("-o " + options.output +
                           " takes timed lines, and --work, --answer and --interactive give none; leave one away");
  }
  const auto whole = [](const std::string& path) { return std::filesystem::weakly_canonical(path); };
  if (!options.work.empty() && !options.answer.empty() && whole(options.work) == whole(options.answer)) {
    throw host::InputError("--work and --answer are both " + options.work + "; give each a file of its own");
  }
}

void check(const Options& options) {
  require_different("case", options.cases);
  require_different("--backend", options.backends);
  require_different("--precision", options.precisions);
  check_files(options);
  if (options.repeats < 1) throw host::InputError(fmt::format("--repeats {}: give 1 or more", options.repeats));
  if (!(options.seconds > 0 && options.seconds <= 3600)) {
    throw host::InputError(fmt::format("--seconds {}: give more than 0 and at most 3600", options.seconds));
  }
  for (const std::string& precision : options.precisions) {
    if (precision != "fp64" && precision != "fp32") {
      throw host::InputError("--precision " + precision + " is unknown; use fp64, fp32 or both, fp64,fp32");
    }
  }
}

/// Binds the process to the chosen CPUs; a single thread, by default, to the CPU that it runs on.
void bind(const Options& options) {
  if (!options.cpus.empty()) {
    bench::bind_to(options.cpus);
  } else if (options.threads == 1) {
    bench::bind_to({bench::current_cpu()});
  }
}

/// The chosen cases, by default all. \throws InputError for an unknown case
std::vector<const bench::BenchCase*> chosen_cases(const std::vector<bench::BenchCase>& all, const Options& options) {
  std::vector<const bench::BenchCase*> chosen;
  for (const std::string& name : options.cases) {
    const auto found = std::ranges::find(all, name, &bench::BenchCase::name);
    if (found == all.end()) throw host::InputError("there is no case " + name + "; there are " + joined(all));
    chosen.push_back(&*found);
  }
  if (chosen.empty()) {
    for (const bench::BenchCase& c : all) chosen.push_back(&c);
  }
  return chosen;
}

std::vector<std::unique_ptr<kernels::Backend>> open_backends(const Options& options) {
  std::vector<std::string> names = options.backends;
  if (names.empty()) {
    for (const kernels::BackendInfo& info : kernels::list_backends()) {
      if (info.usable) names.push_back(info.name);
    }
  }
  std::vector<std::unique_ptr<kernels::Backend>> backends;
  for (const std::string& name : names) backends.push_back(kernels::make_backend(name, options.threads));
  return backends;
}

/// All combinations of the chosen cases, precisions and backends, not prepared yet. \throws InputError for a chosen
/// case without any
std::vector<Contender> contenders_of(const std::vector<const bench::BenchCase*>& cases,
                                     const std::vector<std::unique_ptr<kernels::Backend>>& backends,
                                     const Options& options) {
  std::vector<Contender> contenders;
  for (const bench::BenchCase* c : cases) {
    const std::size_t before = contenders.size();
    for (const std::string& name : options.precisions) {
      const exec::Precision precision = name == "fp64" ? exec::Precision::fp64 : exec::Precision::fp32;
      if (!std::ranges::count(c->precisions, precision)) continue;
      for (const auto& backend : backends) {
        if (!c->only_on.empty() && !std::ranges::count(c->only_on, backend->name())) continue;
        const auto devices = backend->devices();
        const auto device = devices.empty() ? std::nullopt : std::optional(devices.front());
        contenders.push_back({c, backend.get(), precision, nullptr, nullptr, bench::Watch(device)});
      }
    }
    if (contenders.size() > before || options.cases.empty()) continue;
    throw host::InputError(
        fmt::format("case {} cannot be done so: it runs on {}, in {}{}", c->name,
                    c->only_on.empty() ? "every backend" : "--backend " + only_backends(*c) + " alone",
                    names_of(c->precisions, " and "), c->precisions.size() == 1 ? " alone" : ""));
  }
  if (contenders.empty()) throw host::InputError("no case can be done with this --backend and --precision");
  return contenders;
}

void prepare(Contender& contender, bench::Inputs& inputs) {
  contender.work = contender.what->prepare({*contender.backend, contender.precision}, inputs);
  contender.stopwatch = std::make_unique<bench::Stopwatch>(*contender.work, *contender.backend);
}

Json description(const Contender& contender, const Options& options) {
  const std::size_t batch = contender.work->batch();
  return {{"schema", schema},
          {"benchmark", "slipburst_bench"},
          {"case", contender.what->name},
          {"unit", contender.what->unit},
          {"backend", contender.backend->name()},
          {"precision", name_of(contender.precision)},
          {"threads", contender.backend->workers()},
          {"quick", options.quick},
          {"batch", batch > 0 ? Json(batch) : Json()}};
}

void run_once(Contender& contender) {
  contender.watch.begin();
  contender.runs.push_back(contender.stopwatch->run());
  contender.watch.end();
}

Json result(Contender& contender, const Options& options) {
  Json json = description(contender, options);
  json.update(bench::summary(contender.runs));
  json["accuracy"] = contender.work->accuracy();
  json.update(contender.watch.report());
  json.update(bench::surroundings(*contender.backend));
  json["time"] = now();
  return json;
}

/// Lines of an existing file of results, or none. \throws InputError for a file of another kind
std::string lines_of(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  if (file) text << file.rdbuf();
  int number = 0;
  for (std::string line; std::getline(text, line);) {
    ++number;
    if (!Json::accept(line)) {
      throw host::InputError(
          fmt::format("-o {}: line {} is not JSON, so that is no file of results; name another", path, number));
    }
  }
  std::string lines = text.str();
  if (!lines.empty() && lines.back() != '\n') lines += '\n';
  return lines;
}

void write(const std::string& path, const std::string& text) {
  host::ReplacementFile file(path);
  file.write(std::as_bytes(std::span(text)));
  file.commit();
}

/// Writes the work for other programs (--work), and this program's answer (--answer).
void hand_out(const Contender& contender, const Options& options) {
  for (const auto& [option, path] : {std::pair("--work", options.work), std::pair("--answer", options.answer)}) {
    if (path.empty()) continue;
    const Json json = option == std::string("--work") ? contender.work->order() : contender.work->answer();
    if (json.is_null()) throw host::InputError(fmt::format("{}: case {} offers none", option, contender.what->name));
    write(path, json.dump() + "\n");
  }
}

/// One timed run for each line on stdin.
void serve(Contender& contender, const Options& options) {
  contender.stopwatch->warm_up(options.seconds);
  Json ready = {{"ready", true}};
  ready.update(description(contender, options));
  ready["amount"] = contender.stopwatch->run().amount;
  ready.update(bench::surroundings(*contender.backend));
  std::cout << ready.dump() << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
    const bench::TimedRun run = contender.stopwatch->run();
    const Json json = {{"seconds", run.seconds},
                       {"kernel_seconds", run.kernel_seconds ? Json(*run.kernel_seconds) : Json()},
                       {"amount", run.amount}};
    std::cout << json.dump() << std::endl;
  }
}

void compete(std::vector<Contender>& contenders, const Options& options) {
  for (Contender& contender : contenders) {
    tell("warm-up: " + title(contender));
    contender.stopwatch->warm_up(options.seconds);
  }
  for (int repeat = 1; repeat <= options.repeats; ++repeat) {
    tell(fmt::format("repeat {} of {}", repeat, options.repeats));
    for (Contender& contender : contenders) run_once(contender);
  }
  std::string lines, faults;
  for (Contender& contender : contenders) {
    tell("accuracy: " + title(contender));
    const Json json = result(contender, options);
    const std::string line = json.dump() + "\n", fault = bench::fault(json["accuracy"]);
    if (options.output.empty()) std::cout << line << std::flush;
    lines += line;
    if (!fault.empty()) faults += (faults.empty() ? "" : "; ") + title(contender) + ": " + fault;
  }
  if (!options.output.empty()) write(options.output, lines_of(options.output) + lines);
  if (!faults.empty()) throw std::runtime_error("wrong results: " + faults);
}

void run(const Options& options) {
  const std::vector<bench::BenchCase> all = bench::bench_cases();
  if (options.list) return list_cases(all);
  check(options);
  const bench::Sizes sizes = sizes_of(options, "10000"), gpu_sizes = sizes_of(options, "1048576");
  const auto cases = chosen_cases(all, options);
  for (const std::string& path : {options.output, options.work, options.answer}) host::require_writable(path);
  for (const std::string& path : {options.work, options.answer}) {
    if (!path.empty() && host::file_identity(path)) {
      throw host::InputError(path + ": is there already; choose another name, or delete it");
    }
  }
  if (!options.output.empty()) lines_of(options.output);
  bind(options);
  const auto backends = open_backends(options);
  std::vector<Contender> contenders = contenders_of(cases, backends, options);
  const bool one_by_one = options.interactive || !options.work.empty() || !options.answer.empty();
  if (one_by_one && contenders.size() > 1) {
    throw host::InputError(
        "--interactive, --work and --answer take one case, backend and precision; these are " +
        fmt::format("{}, the first two {} and {}", contenders.size(), title(contenders[0]), title(contenders[1])));
  }
  bench::Inputs inputs(sizes, options.quick, *backends.front()),
      gpu_inputs(gpu_sizes, options.quick, *backends.front());
  for (Contender& contender : contenders) {
    tell("set-up: " + title(contender));
    prepare(contender, contender.backend->name() == "cuda" ? gpu_inputs : inputs);
  }
  if (one_by_one) {
    hand_out(contenders.front(), options);
    if (options.interactive) serve(contenders.front(), options);
    return;
  }
  compete(contenders, options);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  options.precisions = {"fp64", "fp32"};
  CLI::App app("Measures the speed of slipburst's kernels, one JSON line for each case, backend and precision.");
  app.add_option("CASE", options.cases, "what to measure, see --list; without it everything");
  app.add_option("--backend", options.backends,
                 "reference, kokkos, cuda, with commas between; without it all there are")
      ->delimiter(',');
  app.add_option("--precision", options.precisions, "fp64, fp32 or both")->delimiter(',')->capture_default_str();
  app.add_option("--threads", options.threads, "CPU threads of the kokkos backend; 0: all")->capture_default_str();
  app.add_option("--repeats", options.repeats, "timed runs of each")->capture_default_str();
  app.add_option("--seconds", options.seconds, "a timed run takes this long at least")->capture_default_str();
  app.add_option("--cpu", options.cpus,
                 "CPUs to stay on, with commas between; without it one thread stays on its first")
      ->delimiter(',');
  app.add_option("--segments", options.segments, "segments of a batch; without it 10000, on a GPU 1048576");
  app.add_option("--events", options.events, "events of the answer and of the check of accuracy")
      ->capture_default_str();
  app.add_flag("--quick", options.quick,
               "coarse tables and histograms of films, ready in a tenth of the time: for tests, not to compare speeds");
  app.add_flag("--list", options.list, "say which cases there are");
  app.add_option("-o,--output", options.output, "file of JSON lines to add to, instead of stdout");
  app.add_option("--work", options.work, "write the work of the case, for other programs, and time nothing");
  app.add_option("--answer", options.answer, "write the answer of the case, and time nothing");
  app.add_flag("--interactive", options.interactive, "do one timed run for each line on stdin");
  try {
    app.parse(argc, argv);
    run(options);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : usage_error;
  } catch (const std::exception& error) {
    std::cerr << "slipburst_bench: " << error.what() << "\n";
    return 1;
  }
}
