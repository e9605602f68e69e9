#include "host/app/case_source.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <limits>

#include "host/app/device_report.hpp"
#include "host/app/faint_stress.hpp"
#include "host/app/material_files.hpp"
#include "host/app/report.hpp"
#include "host/base/error.hpp"
#include "host/config/load_case.hpp"
#include "host/console/interrupt.hpp"
#include "host/console/logging.hpp"
#include "host/console/progress.hpp"
#include "host/files/replacement_file.hpp"
#include "host/jobs/run_ranks.hpp"
#include "host/model/reduced_model.hpp"
#include "host/release/film_history.hpp"
#include "host/table/builder.hpp"
#include "host/table/silence.hpp"
#include "host/text/count.hpp"
#include "slipburst/physics/reading.hpp"

namespace slipburst::host {
namespace {

/// Whether a case sets temperatures that its escape model does not use.
bool names_idle_temperature(const Case& c) {
  if (c.depinning.escape != Escape::tunnelling) return false;
  return c.depinning.temperature_K != 0 || c.depinning.critical_temperature != 0 ||
         std::ranges::any_of(c.history, [](const Stage& stage) { return stage.temperature_K.has_value(); });
}

/// Value of --threads, at most the largest int; the backend checks the range.
int parse_threads(const std::string& text) {
  constexpr std::uint64_t max_int = std::numeric_limits<int>::max();
  return static_cast<int>(std::min(parse_count(text, "--threads"), max_int));
}

}  // namespace

void add_case_options(CLI::App& command, CaseOptions& options, bool json, bool materials) {
  command.add_option("CASE", options.name, "a preset (see `slipburst cases`) or a TOML file")->required();
  command.add_option("--set", options.overrides, "override a key: --set pinning.spacing=\"30 nm\" (repeatable)")
      ->allow_extra_args(false);
  if (materials) add_materials_option(command, options.materials);
  if (json) add_json_option(command, options.json);
}

void add_backend_options(CLI::App& command, BackendOptions& options) {
  command.add_option("--backend", options.name, "auto (the best there is), cuda, kokkos or reference")
      ->capture_default_str();
  command
      .add_option_function<std::string>(
          "--threads", [&options](const std::string& text) { options.threads = parse_threads(text); },
          "CPU threads of the kokkos backend; 0: all")
      ->default_str("0");
  command.add_option("--devices", options.devices, "GPUs that share the work: 0,1 or all; without it the first");
  command
      .add_option("--kokkos-space", options.kokkos_space,
                  "kernels of the kokkos backend: host (vectorised), or device (of a GPU if Kokkos has one)")
      ->capture_default_str();
}

void add_table_option(CLI::App& command, std::string& path) {
  command.add_option("--table", path, "use this table instead of building one");
}

PreparedCase open_case(const CaseOptions& options) {
  const Materials materials = open_materials(options.materials);
  PreparedCase c(load_case(options.name, options.overrides, materials));
  spdlog::info("case {}: reading {} ({})", c->name, physics::name(c->reading), physics::description(c->reading));
  for (const std::string& notice : c->notices) spdlog::warn("{}", notice);
  if (const std::string_view caveat = materials.caveat(c->film); !caveat.empty()) spdlog::warn("{}", caveat);
  for (const std::string& words : faint_stresses(c)) spdlog::warn("{}", words);
  if (names_idle_temperature(c)) {
    spdlog::warn(
        "the temperatures of this case do nothing: lines leave by tunnelling alone; set depinning.escape to classical "
        "or quantum, or leave the temperatures out");
  }
  if (c->dynamics == DynamicsLaw::elastorelativistic) {
    spdlog::info(
        "elastorelativistic dynamics change the mass and the kinetic energy of a moving line alone; radiation force, "
        "frequency and image force are those of a slow one");
  }
  if (c.model().silent()) spdlog::warn("{}", silence(c));
  return c;
}

std::unique_ptr<kernels::Backend> open_backend(const BackendOptions& options) {
  auto backend = RunRanks::open_backend({options.name, options.threads, options.devices, options.kokkos_space});
  if (options.threads > 1 && backend->name().find("kokkos") == std::string::npos) {
    spdlog::warn("--threads is for the kokkos backend; {} does not use it", backend->name());
  }
  LogFields fields = {{"backend", backend->name()}, {"description", backend->description()}};
  if (const std::vector<kernels::Device> devices = backend->devices(); !devices.empty())
    fields["devices"] = device_report(devices);
  log_event(spdlog::level::info,
            fmt::format("backend {}{}: {}", backend->name(), options.name == "auto" ? " (chosen by auto)" : "",
                        backend->description()),
            fields);
  return backend;
}

void warn_unless_inverse_time(const Case& c) {
  if (is_plain_mott(c)) return;
  spdlog::warn(
      "times of measured data are mapped by 1/t, which the case does not follow: it has a history, a density of "
      "pins or thermal escape");
}

std::string warn_if_silent(const PreparedCase& c) {
  std::string reason = silence(c);
  if (!reason.empty() && !c.model().silent()) spdlog::warn("{}", reason);
  return reason;
}

void warn_of_escape(const Case& c) {
  if (c.depinning.escape == Escape::tunnelling) return;
  spdlog::warn(
      "depinning.escape adds thermal escape to tunnelling: the two are alternative pictures of what quantum "
      "mechanics does to pinned lines");
}

void warn_inside_core(double turning_point_nm, double burgers_nm) {
  spdlog::warn(
      "the line turns {:.3g} nm from the interface, inside the core of the dislocation ({:.3g} nm, one Burgers "
      "vector): "
      "linear elasticity does not hold there",
      turning_point_nm, burgers_nm);
}

void require_writable(const std::string& path) {
  if (!path.empty()) const ReplacementFile probe(path);
}

Table build_table_logged(const PreparedCase& c, kernels::Backend& backend) {
  return build_table(c, backend,
                     {[](const std::string& message) { spdlog::info("{}", message); },
                      Heartbeat("integrating segments for the table")});
}

GivenTable read_given_table(const std::string& path) {
  if (path.empty()) return {};
  return {path, read_table_file(path)};
}

HashedTable open_table(GivenTable given, const PreparedCase& c, kernels::Backend& backend) {
  if (!given.table) return hashed(build_table_logged(c, backend));
  require_table_for(c, given.table->content, given.path);
  return *std::move(given.table);
}

}  // namespace slipburst::host
