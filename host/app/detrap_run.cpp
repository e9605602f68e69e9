#include "host/app/detrap_run.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "host/app/beam_caveat.hpp"
#include "host/base/results_version.hpp"
#include "host/config/load_case.hpp"
#include "host/config/presets.hpp"
#include "host/console/interrupt.hpp"
#include "host/console/progress.hpp"
#include "host/numerics/significance.hpp"
#include "host/results/rows.hpp"
#include "host/results/text_header.hpp"
#include "host/units/quantity.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

/// Frequency rounded to six digits, as for a measured value in a table.
double rounded(double frequency_Hz) { return std::stod(fmt::format("{:.6g}", frequency_Hz)); }

/// A condition with its motion in the windows, and with the fitted decay or null.
Report condition_report(const WatchedRow& row) {
  Report report = row_report(condition_fields(), row);
  report.update(row_report(motion_fields(), row));
  report["decay"] = row.motion.decay ? row_report(decay_fields(), row) : Report(nullptr);
  return report;
}

void warn_of_poor_fits(const WatchedClusters& clusters, const std::vector<ConditionMotion>& motion) {
  std::size_t poor = 0, first = 0, fitted = 0;
  for (std::size_t i = 0; i < motion.size(); ++i) {
    if (!motion[i].decay) continue;
    ++fitted;
    if (is_poor_fit(motion[i].decay->p_value) && poor++ == 0) first = i;
  }
  if (poor == 0) return;
  const WatchedCondition& at = clusters.conditions()[first];
  spdlog::warn(
      "in {} of {} conditions the decay does not describe the windows (p < {:g}; by chance in {:.2g}): errors mean "
      "little there; the first is at {:.6g} K, {:.6g} keV, {:.4g} /m2/s, p = {:.2g}",
      poor, fitted, poor_fit, poor_fit * static_cast<double>(fitted), at.temperature_K, at.beam.energy_keV,
      at.beam.flux / units::per_square_metre_and_second, motion[first].decay->p_value);
}

}  // namespace

ClusterCase open_cluster_case(const CaseOptions& options) {
  ClusterCase c = load_case<ClusterCase>(options.name, options.overrides);
  const std::vector<PresetInfo> all = presets<ClusterCase>();
  const auto preset = std::ranges::find(all, c.name, &PresetInfo::name);
  spdlog::info("case {}: {} temperatures, {} energies, {} fluxes", c.name, c.watch.temperatures_K.size(),
               c.watch.energies_keV.size(), c.watch.fluxes.size());
  for (const std::string& notice : c.notices) spdlog::warn("{}", notice);
  if (preset != all.end()) spdlog::warn("{}", preset->caveat);
  spdlog::info("{}", beam_caveat);
  return c;
}

RunIdentity detrap_identity(const ClusterCase& c, const EventRange& range, std::uint64_t areas) {
  RunIdentity identity = run_identity("detrap", c.text, range);
  identity["areas"] = areas;
  return identity;
}

Report finish_detrap(const std::string& output, const WatchedRun& run, const RunIdentity& identity) {
  Heartbeat heartbeat("working out frequencies");
  const auto poll = [&heartbeat] { heartbeat(); };
  const std::vector<ConditionMotion> motion = motion_values(run.clusters, run.counts, poll);
  warn_of_poor_fits(run.clusters, motion);
  WatchedResult result{run, motion, identity.at("areas").get<std::uint64_t>(), {}};
  Report report;
  append_fields(report, coverage_fields(), run.coverage);
  report.update({{"backend", run.backend}, {"cluster_windows_per_second", nullptr}});
  append_fields(report, watched_fields(), result);
  Report conditions = Report::array();
  for (const WatchedRow& row : watched_rows(result)) {
    poll();
    conditions.push_back(condition_report(row));
  }
  report["conditions"] = std::move(conditions);
  if (!output.empty()) {
    result.area_moves = moves_of_areas(run, listed_areas(run.clusters, result.areas), poll);
    write_detrap_file(output, result, {identity, report});
  }
  return report;
}

void print_motion(const Report& report) {
  std::string text = fmt::format("{} area(s) of interest in each of {} conditions, seed {}, counts_sha256 {}\n",
                                 report["areas"].get<std::uint64_t>(), report["conditions"].size(),
                                 report["seed"].get<std::uint64_t>(), report["counts_sha256"].get<std::string>());
  text += fmt::format("{:>8} {:>9} {:>13} {:>9} {:>24} {:>15} {:>14} {:>9}\n", "T (K)", "E (keV)", "flux (/m2/s)",
                      "moves (1)", "first window (mHz)", "expected (mHz)", "plateau (mHz)", "Gd/Gth (1)");
  bool any_poor = false;
  for (const Report& row : report["conditions"]) {
    const Report &fit = row["decay"], &ratio = row["direct_over_thermal"];
    const bool poor = !fit.is_null() && fit["poor_fit"].get<bool>();
    text += fmt::format(
        "{:>8.6g} {:>9.6g} {:>13.4g} {:>9} {:>12.5g} +- {:>8.3g} {:>15.5g} {:>14} {:>10}\n",
        row["temperature_K"].get<double>(), row["energy_keV"].get<double>(), row["flux_per_m2_s"].get<double>(),
        row["moves"][0].get<std::uint64_t>(), 1e3 * row["frequency_Hz"][0].get<double>(),
        1e3 * row["error_Hz"][0].get<double>(), 1e3 * row["expected_Hz"][0].get<double>(),
        fit.is_null() ? "-" : fmt::format("{:.4g}{}", 1e3 * fit["plateau_Hz"].get<double>(), poor ? "*" : ""),
        ratio.is_null() ? "-" : fmt::format("{:.3g}", ratio.get<double>()));
    any_poor = any_poor || poor;
  }
  text += "Gd/Gth: direct hits over motion by the supply of vacancies at first\n";
  if (any_poor) text += "* the decay does not describe the windows: p < 0.001\n";
  print_text(text);
}

RunIdentity measurement_identity(const ClusterCase& c, std::uint64_t seed, std::uint64_t areas) {
  return {{"command", "detrap --data"},
          {"results_version", results_version},
          {"case", c.text},
          {"seed", seed},
          {"areas", areas}};
}

std::string measurement_text(const ClusterCase& c, const WatchedClusters& clusters, const RunIdentity& measurement) {
  const auto seed = measurement.at("seed").get<std::uint64_t>(), areas = measurement.at("areas").get<std::uint64_t>();
  const auto& conditions = clusters.conditions();
  std::vector<std::uint64_t> moves(conditions.size());
  for (std::uint64_t area = 0; area < areas; ++area) {
    const std::vector<std::uint64_t> own = moves_of_area(clusters, seed, area, 1, check_interrupt);
    for (std::size_t i = 0; i < conditions.size(); ++i) moves[i] += own[i];
  }
  const std::string title =
      fmt::format("drawn from the model, not measured: case {}, seed {}, {} area{} of interest, first window", c.name,
                  seed, areas, areas == 1 ? "" : "s");
  std::string text = text_header(measurement_format, title, measurement) +
                     "set,temperature [K],clusters [1],moves [1],window [s],direct [Hz]\n";
  const std::size_t beams = c.watch.energies_keV.size() * c.watch.fluxes.size();
  for (std::size_t beam = 0; beam < beams; ++beam) {
    for (std::size_t i = beam; i < conditions.size(); i += beams) {
      const WatchedCondition& at = conditions[i];
      text +=
          fmt::format("{} at {},{},{},{},{},{}\n", format_quantity(at.beam.energy_keV, Dimension::beam_energy),
                      format_quantity(at.beam.flux, Dimension::particle_flux), format_number(at.temperature_K),
                      areas * static_cast<std::uint64_t>(c.watch.clusters), moves[i], format_number(c.watch.window_s),
                      format_number(rounded(clusters.experiment().conditions[i].direct)));
    }
  }
  return text;
}

}  // namespace slipburst::host
