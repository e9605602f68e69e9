#include "host/app/command_line.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <exception>
#include <iterator>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/app/commands.hpp"
#include "host/app/report.hpp"
#include "host/app/start_line.hpp"
#include "host/app/usage.hpp"
#include "host/base/error.hpp"
#include "host/console/interrupt.hpp"
#include "host/console/logging.hpp"
#include "host/detrapping/rate_laws.hpp"
#include "host/jobs/launch.hpp"
#include "host/jobs/run_ranks.hpp"
#include "host/store/seal.hpp"
#include "host/text/count.hpp"
#include "slipburst/version.hpp"

namespace slipburst::host {
namespace {

constexpr int usage_error = 2;

void add_materials(CLI::App& command, std::vector<std::string>& files) {
  command.add_option("--materials", files, "file of materials of your own, which the case may name (repeatable)")
      ->allow_extra_args(false);
}

/// \param materials  whether the case may be one of a film
void add_case(CLI::App& command, CaseOptions& options, bool json = true, bool materials = true) {
  command.add_option("CASE", options.name, "a preset (see `slipburst cases`) or a TOML file")->required();
  command.add_option("--set", options.overrides, "override a key: --set pinning.spacing=\"30 nm\" (repeatable)")
      ->allow_extra_args(false);
  if (materials) add_materials(command, options.materials);
  if (json) command.add_flag("--json", options.json, "print one JSON object on stdout");
}

/// Value of --threads, at most the largest int; the backend checks the range.
int parse_threads(const std::string& text) {
  constexpr std::uint64_t max_int = std::numeric_limits<int>::max();
  return static_cast<int>(std::min(parse_count(text, "--threads"), max_int));
}

void add_backend(CLI::App& command, BackendOptions& options) {
  command.add_option("--backend", options.name, "auto (the best there is), cuda, kokkos or reference")
      ->capture_default_str();
  command
      .add_option_function<std::string>(
          "--threads", [&options](const std::string& text) { options.threads = parse_threads(text); },
          "CPU threads of the kokkos backend; 0: all")
      ->default_str("0");
  command.add_option("--devices", options.devices, "GPUs that share the work: 0,1 or all; without it the first");
}

void add_piece(CLI::App& command, PieceOptions& options) {
  command.add_option("--seed", options.seed, "key of the random numbers")->capture_default_str();
  command.add_option("--first-event", options.first_event, "index of the first event")->capture_default_str();
  command.add_option("--piece-events", options.piece_events,
                     "draw only so many from --first-event on, as a piece of the run");
  command.add_option("--shard", options.shard,
                     "draw one of n equal pieces of the run: i/n, from 1/n to n/n, or slurm (the task of a job array)");
}

void add_control(CLI::App& command, RunControlOptions& options) {
  command.add_flag(
      "--resume", options.resume,
      "go on from the checkpoint of the same command, FILE.checkpoint; print the report of a finished one");
  command.add_option("--checkpoint-every", options.checkpoint_every, "time between checkpoints, or never")
      ->capture_default_str();
  command.add_option("--stop-before", options.stop_before, "stop and save this long before a Slurm job's time limit")
      ->capture_default_str();
}

void add_output(CLI::App& command, std::string& path, bool& overwrite) {
  command.add_option("-o,--output", path, "file to write (HDF5)");
  command.add_flag("--overwrite", overwrite,
                   "replace whatever file is there; without it only an earlier result of the same command");
}

void add_rates(CLI::App& app, RatesOptions& options) {
  CLI::App& rates =
      *app.add_subcommand("rates", "draw when lines leave under the case's history, and how much they emit");
  add_case(rates, options.source);
  add_backend(rates, options.backend);
  rates.add_option("--events", options.events, "how many to draw, such as 1e9")->required();
  rates
      .add_option("--sampling", options.sampling,
                  "sliced (events in equal numbers in all slices of time) or plain (lines as they come)")
      ->capture_default_str();
  add_piece(rates, options.piece);
  add_control(rates, options.control);
  rates.add_option("--window", options.windows,
                   "times since cooldown to count between, \"1 week:2 weeks,1 year:366 days\"; without it the case's "
                   "detector.observation");
  rates.add_option("--at", options.at,
                   "times since cooldown to give rates at, \"1 day,1 week\"; without it that of the case");
  rates.add_option("--fit", options.fit,
                   "times between which a power law is fitted, \"1 hour:1 year\"; without it from the end of the last "
                   "stage on");
  rates.add_option("--above", options.above, "energies with rates of their own")->capture_default_str();
  rates.add_option("--table", options.table, "use this table instead of building one");
  add_output(rates, options.output, options.overwrite);
  rates.callback([&options] { run_rates(options); });
}

void add_detrap(CLI::App& app, DetrapOptions& options) {
  CLI::App& detrap =
      *app.add_subcommand("detrap", "watch trapped clusters move under an electron beam, window by window");
  add_case(detrap, options.source, true, false);
  add_backend(detrap, options.backend);
  detrap.add_option("--areas", options.areas, "areas of interest to watch in each condition, such as 1e6")
      ->capture_default_str();
  add_piece(detrap, options.piece);
  add_control(detrap, options.control);
  detrap.add_option("--data", options.data,
                    "file to write (CSV): the first window of --data-areas areas, for `slipburst fit arrhenius`");
  detrap.add_option("--data-areas", options.data_areas, "areas added up for --data")->capture_default_str();
  add_output(detrap, options.output, options.overwrite);
  detrap.callback([&options] { run_detrap(options); });
}

void add_phonons(CLI::App& app, PhononOptions& options) {
  CLI::App& phonons =
      *app.add_subcommand("phonons", "the phonons of one burst, as a source for phonon transport codes");
  add_case(phonons, options.source);
  phonons.get_option("CASE")->required(false);
  phonons.add_option("--pin-height", options.pin_height, "height of the pin, \"100 nm\"");
  phonons.add_option("--stress", options.stress, "resolved shear stress, \"60 MPa\"");
  phonons.add_option("--list", options.list, "take the burst from this list of `slipburst experiment`, with its case");
  phonons.add_option("--index", options.index, "row of that list, from 0");
  phonons.add_option("--seed", options.seed, "key of the random directions")->capture_default_str();
  phonons.add_option("--positions", options.positions, "positions along the line, at least")->capture_default_str();
  phonons.add_option("--bins", options.bins, "bins of phonon energy above the gap")->capture_default_str();
  phonons.add_flag("--all", options.all, "list phonons below the gap too");
  add_output(phonons, options.output, options.overwrite);
  phonons.add_option("--text", options.text, "file to write (columns of text)");
  phonons.callback([&] { run_phonons(options); });
}

/// Pseudo-experiments: lists of bursts.
void add_lists(CLI::App& app, ExperimentOptions& experiment_options, ReplayOptions& replay_options) {
  CLI::App& experiment = *app.add_subcommand("experiment", "write the list of bursts one exposure would see");
  add_case(experiment, experiment_options.source);
  add_backend(experiment, experiment_options.backend);
  experiment.add_option("--exposure", experiment_options.exposure, "how long data are taken, \"30 days\"")->required();
  experiment.add_option("--start", experiment_options.start,
                        "time since cooldown when it begins; without it that of the case");
  experiment.add_option("--above", experiment_options.above, "list bursts above this energy, both channels added")
      ->capture_default_str();
  add_piece(experiment, experiment_options.piece);
  add_control(experiment, experiment_options.control);
  experiment.add_option("--table", experiment_options.table, "use this table instead of building one");
  add_output(experiment, experiment_options.output, experiment_options.overwrite);
  experiment.get_option("--output")->required();
  experiment.callback([&] { run_experiment(experiment_options); });

  CLI::App& replay = *app.add_subcommand("replay", "compute one burst of a list again by direct integration");
  replay.add_option("LIST", replay_options.list, "written by `slipburst experiment`")->required();
  CLI::Option& index = *replay.add_option("--index", replay_options.index, "row of the list, from 0");
  replay.add_option("--event", replay_options.event, "index of the event, instead")->excludes(&index);
  replay.add_flag("--json", replay_options.json, "print one JSON object on stdout");
  replay.callback([&] { run_replay(replay_options); });
}

void add_compare(CLI::App& app, CompareOptions& options) {
  CLI::App& compare = *app.add_subcommand("compare", "compare a spectrum with a measured one, band by band");
  compare.add_option("SPECTRUM", options.spectrum, "file of `slipburst spectrum`")->required();
  compare.add_option("--detector", options.detector, "cpd, cresst, or a TOML file that describes an experiment")
      ->required();
  compare.add_option("--data", options.data, "folder of the measured data");
  compare.add_option("--bands", options.bands, "measured energies, \"30 eV:60 eV,60 eV:200 eV,200 eV:\"");
  compare.add_option("--area", options.area, "aluminium area of the detector, \"0.5 cm^2\"");
  compare.add_option("--channel", options.channel, "crystal or film")->capture_default_str();
  compare.add_flag("--json", options.json, "print one JSON object on stdout");
  add_output(compare, options.output, options.overwrite);
  compare.callback([&options] { run_compare(options); });
}

void add_fit_arrhenius(CLI::App& fit, ArrheniusFitOptions& options) {
  CLI::App& arrhenius =
      *fit.add_subcommand("arrhenius", "fit barriers to frequencies of leaving traps, over temperature");
  arrhenius.add_option("DATA", options.data, "file of comma-separated values, a data set each")->required();
  arrhenius.add_option("--model", options.model, one_of(fit_names()))->capture_default_str();
  arrhenius.add_flag("--ratio", options.ratio, "data sets after the first have frequencies smaller by a free factor");
  arrhenius.add_option(
      "--profile", options.profile,
      "barriers to give the best critical temperature for, \"10 meV,20 meV\"; without it 10 to 90 meV");
  arrhenius.add_option("--bootstrap", options.bootstrap, "replicas to draw from the fitted model and fit again")
      ->capture_default_str();
  arrhenius.add_option("--bootstrap-errors", options.bootstrap_errors,
                       "what counts are drawn from: negative-binomial (default, as the fit assumes) or poisson");
  arrhenius.add_option("--seed", options.seed, "key of the random numbers")->capture_default_str();
  arrhenius.add_flag("--json", options.json, "print one JSON object on stdout");
  add_output(arrhenius, options.output, options.overwrite);
  arrhenius.callback([&options] { run_fit_arrhenius(options); });
}

void add_fit(CLI::App& app, FitOptions& options, ArrheniusFitOptions& arrhenius_options) {
  CLI::App& fit = *app.add_subcommand("fit", "fit parameters of the model to data");
  fit.require_subcommand(1);
  add_fit_arrhenius(fit, arrhenius_options);
  CLI::App& spectrum = *fit.add_subcommand("spectrum", "fit a film's parameters to a measured spectrum");
  add_case(spectrum, options.source);
  add_backend(spectrum, options.backend);
  spectrum.add_option("--detector", options.detector, "cpd, cresst, or a TOML file that describes an experiment")
      ->required();
  spectrum.add_option("--data", options.data, "folder of the measured data");
  spectrum
      .add_option("--free", options.free,
                  "parameters to fit, each with bounds if wanted: \"pinning.spacing=20 nm:120 nm,scale\"; of "
                  "pinning.spacing, stress.sigma0, pinning.alpha, grain.median, scale")
      ->capture_default_str();
  spectrum.add_option("--bands", options.bands, "measured energies, \"30 eV:60 eV,60 eV:200 eV,200 eV:\"");
  spectrum.add_option("--area", options.area, "aluminium area of the detector, \"0.5 cm^2\"");
  spectrum.add_option("--channel", options.channel, "crystal or film")->capture_default_str();
  spectrum.add_option("--table", options.table, "use this table instead of building one");
  add_output(spectrum, options.output, options.overwrite);
  spectrum.callback([&] { run_fit(options); });
}

void add_scan(CLI::App& app, ScanOptions& options) {
  CLI::App& scan = *app.add_subcommand("scan", "spectra over a grid of cases, in one file");
  add_case(scan, options.source);
  add_backend(scan, options.backend);
  scan.add_option("--over", options.over,
                  "axis: pinning.spacing=\"20 nm:200 nm:log:10\" (or lin), or a list, model.dynamics=newtonian,"
                  "elastorelativistic (repeatable)")
      ->required()
      ->allow_extra_args(false);
  scan.add_option("--method", options.method, "quadrature, direct, plain or stratified, as of spectrum")
      ->capture_default_str();
  scan.add_option("--events", options.events, "of each point, for plain and stratified");
  scan.add_option("--seed", options.seed, "key of the random numbers, the same at each point")->capture_default_str();
  scan.add_option("--above", options.above, "energies with rates of their own")->capture_default_str();
  scan.add_option("--table", options.table, "use this table at all points instead of building some");
  add_output(scan, options.output, options.overwrite);
  scan.get_option("--output")->required();
  add_control(scan, options.control);
  scan.callback([&options] { run_scan(options); });
}

void add_merge(CLI::App& app, MergeOptions& options) {
  CLI::App& merge =
      *app.add_subcommand("merge", "add up the pieces of one run: of spectrum, rates, experiment or detrap");
  merge.add_option("FILE", options.files, "a piece")->required();
  add_output(merge, options.output, options.overwrite);
  merge.get_option("--output")->required();
  merge.add_flag("--partial", options.partial, "merge what there is, and say what is missing");
  merge.add_option("--table", options.table, "of rates: use this table instead of building theirs");
  add_backend(merge, options.backend);
  merge.add_flag("--json", options.json, "print one JSON object on stdout");
  merge.callback([&options] { run_merge(options); });
}

/// Quantum de-trapping: rates, beam and Peierls barrier, each without a case.
void add_detrapping(CLI::App& app, EscapeOptions& escape_options, BeamOptions& beam_options,
                    PeierlsOptions& peierls_options) {
  const auto add_json = [](CLI::App& command, bool& json) {
    command.add_flag("--json", json, "print one JSON object on stdout");
  };
  CLI::App& escape = *app.add_subcommand("escape", "how fast a trap is left, by several models");
  const auto add = [&escape](const char* name, std::string& option, const char* meaning) {
    return escape.add_option(name, option, meaning);
  };
  add("--model", escape_options.model, one_of(escape_names()).c_str())->required();
  add("--temperature", escape_options.temperature, "temperatures, \"17 K,300 K\"")->required();
  add("--barrier", escape_options.barrier, "height of the barrier, \"38 meV\"");
  add("--critical-temperature", escape_options.critical_temperature, "tau_c of quantum and film, \"103.33 K\"");
  add("--debye-temperature", escape_options.debye_temperature, "of debye, \"310 K\"");
  add("--phonon-density", escape_options.phonon_density, "of density: file of phonon energies and densities");
  add("--phonon-unit", escape_options.phonon_unit,
      "unit of its energies, if the file does not name it: meV, eV, THz, cm^-1, K");
  add("--mass-u", escape_options.mass, "of qtst: mass that tunnels, in atomic mass units");
  add("--width", escape_options.width, "of qtst: a of V0 sech^2(x/a), \"1 angstrom\"");
  add("--well-energy", escape_options.well_energy,
      "of qtst: hbar omega_0 of a quantum well; without it a classical one");
  add("--energy", escape_options.energy, "of qtst: energies to give the transmission at, \"5 meV,20 meV\"");
  add("--gamma", escape_options.gamma, "Gamma of mott and film");
  add("--eta", escape_options.eta, "of mott and film: 1 - stress / critical stress, 0 to 1");
  add("--barrier-exponent", escape_options.barrier_exponent, "p of film, whose barrier is barrier * eta^p; 1.5");
  add_json(escape, escape_options.json);
  escape.callback([&] { run_escape(escape_options); });

  CLI::App& beam = *app.add_subcommand("beam", "how often an electron beam makes a vacancy jump");
  beam.add_option("--energy", beam_options.energy, "of the electrons, \"100 keV,300 keV\"")->required();
  beam.add_option("--flux", beam_options.flux, "of the electrons, \"2e25 m-2 s-1\"");
  beam.add_option("--charge-number", beam_options.charge_number, "Z of the target; without it tungsten's");
  beam.add_option("--mass-u", beam_options.mass, "of its atom, atomic mass units; without it tungsten's");
  beam.add_option("--migration-energy", beam_options.migration_energy,
                  "of its vacancy; without it tungsten's, 1.78 eV");
  beam.add_option("--neighbours", beam_options.neighbours, "of its vacancy; without it tungsten's");
  add_json(beam, beam_options.json);
  beam.callback([&] { run_beam(beam_options); });

  CLI::App& peierls = *app.add_subcommand("peierls", "the barrier of a kink in a Frenkel-Kontorova chain");
  peierls.add_option("--width", peierls_options.width, "of the kink, in lattice constants")->required();
  peierls.add_option("--second-harmonic", peierls_options.second_harmonic, "A of the substrate; 1 is a single sine")
      ->capture_default_str();
  peierls.add_option("--atoms", peierls_options.atoms, "how many atoms to list")->capture_default_str();
  add_json(peierls, peierls_options.json);
  peierls.callback([&] { run_peierls(peierls_options); });
}

/// Options of the log, allowed before a command and after it; in force before the command runs.
void add_logging(CLI::App& app, LogOptions& options) {
  app.fallthrough();  // commands added from here on pass options they do not know to the program
  app.add_flag("--quiet", options.quiet, "log warnings and errors alone");
  app.add_flag("--log-json", options.json, "log one JSON object per line");
  app.parse_complete_callback([&app, &options] {
    start_logging(options);
    const std::string command = app.get_subcommands().empty() ? "" : app.get_subcommands().front()->get_name();
    constexpr std::string_view long_commands[] = {"table", "spectrum", "rates",  "experiment",
                                                  "fit",   "scan",     "detrap", "merge"};
    if (std::ranges::find(long_commands, command) != std::end(long_commands)) log_start(command);
  });
}

/// Refuses an empty value of any option of any command: an empty text means that the option was left out. Refuses any
/// value of a flag, as in --json=no.
void refuse_odd_values(CLI::App& app) {
  const CLI::Validator not_empty(
      [](const std::string& value) {
        return value.empty() ? std::string("the value is empty; give one, or leave the option out") : std::string();
      },
      "", "not empty");
  for (CLI::Option* option : app.get_options()) {
    if (option->get_items_expected_max() > 0) {
      option->check(not_empty);
    } else {
      option->disable_flag_override();
    }
  }
  for (CLI::App* command : app.get_subcommands({})) refuse_odd_values(*command);
}

int run(CLI::App& app, int argc, char** argv) {
  LogOptions log_options;
  add_logging(app, log_options);
  bool json = false;
  app.require_subcommand(1);
  app.set_version_flag("-V,--version", fmt::format("slipburst {} ({})", version, git_hash));
  app.footer("Values carry units: \"45 MPa\", \"50 nm\", \"8 weeks\". host/manual is the manual.");

  CaseListOptions cases_options;
  CLI::App& cases = *app.add_subcommand("cases", "list the preset cases and the materials");
  add_materials(cases, cases_options.materials);
  cases.add_flag("--json", cases_options.json, "print one JSON object on stdout");
  cases.callback([&] { list_cases(cases_options); });

  std::vector<std::string> helped;
  CLI::App& help = *app.add_subcommand("help", "print the options of a command");
  help.add_option("COMMAND", helped, "such as spectrum, or fit arrhenius; without it all commands are listed");
  help.callback([&] { print_text(help_of(app, helped)); });

  CaseOptions init_options;
  CLI::App& init = *app.add_subcommand("init", "print a commented case file with every key");
  add_case(init, init_options, false);
  init.callback([&] { print_case(init_options); });

  CLI::App& info = *app.add_subcommand("info", "version, backends, devices and their memory");
  info.add_flag("--json", json, "print one JSON object on stdout");
  info.callback([&] { print_info(json); });

  SegmentOptions segment_options;
  CLI::App& segment = *app.add_subcommand("segment", "integrate one dislocation segment to its rest");
  add_case(segment, segment_options.source);
  segment.add_option("--height", segment_options.height, "release height above the interface, \"50 nm\"")->required();
  segment.add_option("--stress", segment_options.stress, "resolved shear stress, \"45 MPa\"")->required();
  add_output(segment, segment_options.output, segment_options.overwrite);
  segment.callback([&] { run_segment(segment_options); });

  BurstOptions burst_options;
  CLI::App& burst = *app.add_subcommand("burst", "energies of one burst: directly integrated, and from the table");
  add_case(burst, burst_options.source);
  add_backend(burst, burst_options.backend);
  burst.add_option("--pin-height", burst_options.pin_height, "height of the pin, \"100 nm\"")->required();
  burst.add_option("--stress", burst_options.stress, "resolved shear stress, \"60 MPa\"")->required();
  burst.add_option("--table", burst_options.table, "use this table instead of building one");
  burst.callback([&] { run_burst(burst_options); });

  TableCommandOptions table_options;
  CLI::App& table = *app.add_subcommand("table", "build the table of line energies");
  add_case(table, table_options.source);
  add_backend(table, table_options.backend);
  add_output(table, table_options.output, table_options.overwrite);
  table.get_option("--output")->required();
  add_control(table, table_options.control);
  table.callback([&] { run_table(table_options); });

  SpectrumOptions spectrum_options;
  CLI::App& spectrum = *app.add_subcommand("spectrum", "draw events and histogram their energies");
  add_case(spectrum, spectrum_options.source);
  add_backend(spectrum, spectrum_options.backend);
  spectrum
      .add_option("--method", spectrum_options.method,
                  "plain (draw --events), stratified (draw them for the tail), quadrature (exact, of the table) or "
                  "direct (exact, without the table)")
      ->capture_default_str();
  spectrum.add_option("--events", spectrum_options.events, "how many, such as 1e9");
  add_piece(spectrum, spectrum_options.piece);
  add_control(spectrum, spectrum_options.control);
  spectrum.add_option("--above", spectrum_options.above, "energies with exact counts of their own, \"1 eV,30 eV\"")
      ->capture_default_str();
  spectrum.add_option("--table", spectrum_options.table, "use this table instead of building one");
  add_output(spectrum, spectrum_options.output, spectrum_options.overwrite);
  spectrum.callback([&] { run_spectrum(spectrum_options); });

  RatesOptions rates_options;
  add_rates(app, rates_options);
  PhononOptions phonon_options;
  add_phonons(app, phonon_options);
  ExperimentOptions experiment_options;
  ReplayOptions replay_options;
  add_lists(app, experiment_options, replay_options);
  CompareOptions compare_options;
  add_compare(app, compare_options);
  FitOptions fit_options;
  ArrheniusFitOptions arrhenius_fit_options;
  add_fit(app, fit_options, arrhenius_fit_options);
  ScanOptions scan_options;
  add_scan(app, scan_options);
  DetrapOptions detrap_options;
  add_detrap(app, detrap_options);
  MergeOptions merge_options;
  add_merge(app, merge_options);
  EscapeOptions escape_options;
  BeamOptions beam_options;
  PeierlsOptions peierls_options;
  add_detrapping(app, escape_options, beam_options, peierls_options);

  refuse_odd_values(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForVersion& version_text) {
    print_text(std::string(version_text.what()) + "\n");
  } catch (const CLI::CallForHelp&) {
    print_text(app.help());
  } catch (const CLI::ParseError& error) {
    spdlog::error("{}", describe(app, error));
    return usage_error;
  }
  return EXIT_SUCCESS;
}

}  // namespace

int run_command_line(int argc, char** argv) {
  start_logging();
  watch_interrupts();
  call_while_checking(check_interrupt);
  std::unique_ptr<RunRanks> ranks;
  try {
    ranks = std::make_unique<RunRanks>();
    if (!ranks->leads()) {
      ranks->serve();
      return EXIT_SUCCESS;
    }
  } catch (const std::exception& error) {
    // Every task fails alike: only the first of each node logs the error.
    if (launched_task(std::getenv).local_rank == 0) spdlog::error("{}", error.what());
    return EXIT_FAILURE;
  }
  CLI::App app("phonon bursts from dislocations in stressed thin films, and clusters that leave traps", "slipburst");
  try {
    return run(app, argc, argv);
  } catch (const Interrupted& interruption) {
    spdlog::log(interruption.status == Interrupted::resumable ? spdlog::level::warn : spdlog::level::err,
                "interrupted; {}", interruption.left);
    return interruption.status;
  } catch (const std::bad_alloc&) {
    spdlog::error("out of memory");
  } catch (const InputError& error) {
    spdlog::error("{}", error.what());
    return error.about_command_line() ? usage_error : EXIT_FAILURE;
  } catch (const std::exception& error) {
    spdlog::error("{}", error.what());
  }
  return EXIT_FAILURE;
}

}  // namespace slipburst::host
