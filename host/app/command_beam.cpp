#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/app/beam_caveat.hpp"
#include "host/app/commands.hpp"
#include "host/app/report.hpp"
#include "host/base/error.hpp"
#include "host/results/beam_result.hpp"
#include "host/results/rows.hpp"
#include "host/units/quantity.hpp"
#include "slipburst/detrapping/beam.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

struct BeamOptions {
  std::string energy, flux, charge_number, mass, migration_energy, neighbours;
  bool json = false;
};

constexpr double max_charge = 120, min_heavy = 0.2;  // Z; alpha Z at and above which the caveat is a warning
constexpr double min_energy = 1;
constexpr double max_energy = 1e9 * units::millielectronvolt_per_keV;

/// \param least, most  bounds of the value, in internal units
double value_or(double usual, const std::string& text, Dimension dimension, const char* option, double least,
                double most) {
  if (text.empty()) return usual;
  const double value = parse_positive_quantity(text, dimension, option);
  if (value >= least && value <= most) return value;
  const auto& units = dimension_info(dimension).anchors;
  throw InputError(fmt::format("{} = \"{}\" is not from {:g} to {:g} {}", option, text, least, most,
                               units.empty() ? "" : units.front().unit));
}

detrapping::Target target_of(const BeamOptions& options) {
  const detrapping::Target& usual = detrapping::tungsten;
  const detrapping::Target target{
      value_or(usual.charge_number, options.charge_number, Dimension::dimensionless, "--charge-number", 1, max_charge),
      value_or(usual.mass_u, options.mass, Dimension::dimensionless, "--mass-u", 1, 1000),
      value_or(usual.migration_energy, options.migration_energy, Dimension::energy, "--migration-energy", 1e-3, 1e9),
      value_or(usual.neighbours, options.neighbours, Dimension::dimensionless, "--neighbours", 1, 1000)};
  if (target.charge_number != std::floor(target.charge_number)) {
    throw InputError(
        fmt::format("--charge-number = \"{}\" is not a whole number; tungsten has 74", options.charge_number));
  }
  return target;
}

void run_beam(const BeamOptions& options) {
  const detrapping::Target target = target_of(options);
  std::optional<double> flux;
  if (!options.flux.empty()) {
    flux = parse_quantity(options.flux, Dimension::particle_flux, "--flux");
    if (*flux < 0) throw InputError(fmt::format("--flux = \"{}\" is negative; give 0 or more", options.flux));
  }
  const std::vector<double> energies = parse_quantity_list(options.energy, Dimension::energy, "--energy");
  for (const double energy : energies) {
    if (!(energy > 0)) throw InputError(fmt::format("--energy = \"{}\" has one that is not positive", options.energy));
    if (energy < min_energy) {
      throw InputError(fmt::format("--energy = \"{}\" has one below 1 meV, slower than any beam", options.energy));
    }
    if (energy > max_energy) {
      throw InputError(fmt::format("--energy = \"{}\" has one above 1 TeV, where nuclei no longer recoil classically",
                                   options.energy));
    }
  }
  if (coupling(target) >= min_heavy) spdlog::warn("alpha Z = {:.2f}: {}", coupling(target), beam_caveat);
  const BeamResult result{target, beam_caveat, beam_rates(target, energies, flux)};
  Report report = {{"target", row_report(beam_target_fields(), target)}};
  append_fields(report, beam_fields(), result);
  report["list"] = rows_report(beam_rate_fields(), result.rates);
  print_report(report, options.json);
}

}  // namespace

void add_beam(CLI::App& app) {
  const auto options = std::make_shared<BeamOptions>();
  CLI::App& beam = *app.add_subcommand("beam", "how often an electron beam makes a vacancy jump");
  beam.add_option("--energy", options->energy, "of the electrons, \"100 keV,300 keV\"")->required();
  beam.add_option("--flux", options->flux, "of the electrons, \"2e25 m-2 s-1\"");
  beam.add_option("--charge-number", options->charge_number, "Z of the target; without it tungsten's");
  beam.add_option("--mass-u", options->mass, "of its atom, atomic mass units; without it tungsten's");
  beam.add_option("--migration-energy", options->migration_energy, "of its vacancy; without it tungsten's, 1.78 eV");
  beam.add_option("--neighbours", options->neighbours, "of its vacancy; without it tungsten's");
  add_json_option(beam, options->json);
  beam.callback([options] { run_beam(*options); });
}

}  // namespace slipburst::host
