#include "host/app/command_line.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>

#include "host/app/commands.hpp"
#include "host/app/report.hpp"
#include "host/app/usage.hpp"
#include "host/base/error.hpp"
#include "host/console/interrupt.hpp"
#include "host/console/logging.hpp"
#include "host/detrapping/rate_laws.hpp"
#include "host/jobs/launch.hpp"
#include "host/jobs/run_ranks.hpp"
#include "host/store/seal.hpp"
#include "slipburst/version.hpp"

namespace slipburst::host {
namespace {

constexpr int usage_error = 2;

/// Options of the log, allowed before a command and after it; in force before the command runs.
void add_logging(CLI::App& app, LogOptions& options) {
  app.fallthrough();  // commands added from here on pass options they do not know to the program
  app.add_flag("--quiet", options.quiet, "log warnings and errors alone");
  app.add_flag("--log-json", options.json, "log one JSON object per line");
  app.parse_complete_callback([&options] { start_logging(options); });
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
  app.require_subcommand(1);
  app.set_version_flag("-V,--version", fmt::format("slipburst {} ({})", version, git_hash));
  app.footer("Values carry units: \"45 MPa\", \"50 nm\", \"8 weeks\". host/manual is the manual.");

  for (AddCommand* const add : all_commands) add(app);
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
