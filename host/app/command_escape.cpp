#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/app/commands.hpp"
#include "host/app/report.hpp"
#include "host/base/error.hpp"
#include "host/detrapping/effective_temperature.hpp"
#include "host/detrapping/escape_rates.hpp"
#include "host/detrapping/rate_laws.hpp"
#include "host/measured/phonon_density_file.hpp"
#include "host/results/escape_result.hpp"
#include "host/results/rows.hpp"
#include "host/units/quantity.hpp"
#include "slipburst/detrapping/sech2_barrier.hpp"
#include "slipburst/detrapping/thermal_escape.hpp"

namespace slipburst::host {
namespace {

struct EscapeOptions {
  std::string model, temperature, barrier, critical_temperature, debye_temperature, phonon_density, phonon_unit, mass,
      width, well_energy, energy, gamma, eta, barrier_exponent;
  bool json = false;
};

/// One option of the command line: its name and its text, empty if the option was not given.
struct Option {
  std::string_view name;
  const std::string& text;
};

/// Rates of a model, and the part of the result that does not depend on temperature.
struct EscapeAnswer {
  EscapeRates rates;
  EscapeResult result;
};

/// Bounds of inputs, in internal units: results of inputs within them do not overflow.
constexpr double min_value = 1e-9, max_value = 1e9;

/// \param zero  whether 0 is allowed  \throws InputError unless the value is in [min_value, max_value] or an allowed 0
double checked(double value, const Option& option, Dimension dimension, bool zero) {
  const auto refuse = [&](const std::string& problem) {
    throw InputError(fmt::format("{} = \"{}\" {}", option.name, option.text, problem));
  };
  if (zero && value == 0) return value;
  if (value < 0) refuse(zero ? "is negative; give 0 or more" : "is negative; give more than 0");
  if (value == 0) refuse("is zero; give more than 0");
  const auto& units = dimension_info(dimension).anchors;
  const std::string_view unit = units.empty() ? "" : units.front().unit;
  if (value < min_value || value > max_value)
    refuse(fmt::format("is not between {:g} and {:g} {}", min_value, max_value, unit));
  return value;
}

double not_negative(const Option& option, Dimension dimension) {
  return checked(parse_quantity(option.text, dimension, option.name), option, dimension, true);
}

double positive(const Option& option, Dimension dimension = Dimension::dimensionless) {
  return checked(parse_quantity(option.text, dimension, option.name), option, dimension, false);
}

/// Comma-separated values, each >= 0.
std::vector<double> not_negative_list(const Option& option, Dimension dimension) {
  std::vector<double> values = parse_quantity_list(option.text, dimension, option.name);
  for (const double value : values) checked(value, option, dimension, true);
  return values;
}

double share(const Option& option) {
  const double value = not_negative(option, Dimension::dimensionless);
  if (value <= 1) return value;
  throw InputError(
      fmt::format("{} = \"{}\" is more than 1; it is 1 - stress / critical stress", option.name, option.text));
}

/// Options with the names that messages quote.
class Options {
 public:
  explicit Options(const EscapeOptions& o)
      : barrier{"--barrier", o.barrier},
        critical_temperature{"--critical-temperature", o.critical_temperature},
        debye_temperature{"--debye-temperature", o.debye_temperature},
        phonon_density{"--phonon-density", o.phonon_density},
        phonon_unit{"--phonon-unit", o.phonon_unit},
        mass{"--mass-u", o.mass},
        width{"--width", o.width},
        well_energy{"--well-energy", o.well_energy},
        energy{"--energy", o.energy},
        gamma{"--gamma", o.gamma},
        eta{"--eta", o.eta},
        barrier_exponent{"--barrier-exponent", o.barrier_exponent} {}

  const Option barrier, critical_temperature, debye_temperature, phonon_density, phonon_unit, mass, width, well_energy,
      energy, gamma, eta, barrier_exponent;

  std::vector<const Option*> all() const {
    return {&barrier,
            &critical_temperature,
            &debye_temperature,
            &phonon_density,
            &phonon_unit,
            &mass,
            &width,
            &well_energy,
            &energy,
            &gamma,
            &eta,
            &barrier_exponent};
  }
};

using Selection = std::vector<const Option*>;

std::string names(const Selection& options) {
  std::string text;
  for (const Option* option : options) text += fmt::format("{}{}", text.empty() ? "" : ", ", option->name);
  return text;
}

/// \throws InputError for a needed option that is missing, or a given option that the model does not use
void require(const std::string& model, const Options& options, const Selection& needed, const Selection& optional) {
  for (const Option* option : options.all()) {
    const bool is_needed = std::ranges::find(needed, option) != needed.end();
    const bool is_optional = std::ranges::find(optional, option) != optional.end();
    if (is_needed && option->text.empty()) {
      throw InputError(fmt::format("{} is missing: the model {} needs {}", option->name, model, names(needed)));
    }
    if (!is_needed && !is_optional && !option->text.empty()) {
      throw InputError(fmt::format("{} is no option of the model {}, which needs {}{}", option->name, model,
                                   names(needed), optional.empty() ? "" : " and takes " + names(optional)));
    }
  }
}

/// Thermal escape for any T_c(T).
EscapeAnswer thermal(double barrier, std::function<double(double)> effective) {
  EscapeAnswer answer{thermal_rates(barrier, std::move(effective)), {}};
  answer.result.in_kelvin = true;
  return answer;
}

EscapeAnswer tunnelling(const Options& options) {
  const detrapping::Sech2Barrier barrier(positive(options.barrier, Dimension::energy),
                                         positive(options.width, Dimension::length), positive(options.mass));
  double well = 0;
  if (!options.well_energy.text.empty()) {
    well = positive(options.well_energy, Dimension::energy);
    if (well >= 2 * barrier.height()) {
      throw InputError(
          fmt::format("--well-energy = \"{}\": its half, the energy of the ground state, is not below "
                      "--barrier = \"{}\"; nothing would be trapped",
                      options.well_energy.text, options.barrier.text));
    }
  }
  EscapeAnswer answer{tunnelling_rates(barrier, well), {}};
  answer.result.barrier = barrier;
  if (!options.energy.text.empty()) {
    for (const double energy : not_negative_list(options.energy, Dimension::energy)) {
      answer.result.transmissions.push_back({energy, barrier(energy)});
    }
  }
  return answer;
}

/// Escape of pinned lines by tunnelling and thermally.
EscapeAnswer film(const Options& options) {
  PinnedLine line{not_negative(options.gamma, Dimension::dimensionless), share(options.eta),
                  not_negative(options.barrier, Dimension::energy)};
  if (!options.critical_temperature.text.empty()) {
    line.critical_temperature = not_negative(options.critical_temperature, Dimension::temperature);
  }
  if (!options.barrier_exponent.text.empty()) {
    line.barrier_exponent = positive(options.barrier_exponent);
    if (line.barrier_exponent < 0.5 || line.barrier_exponent > 4) {
      throw InputError(fmt::format("--barrier-exponent = \"{}\" is not from 0.5 to 4", options.barrier_exponent.text));
    }
  }
  return {pinned_line_rates(line), {}};
}

RateLaw law_of(const std::string& name) {
  for (const RateLawEntry& entry : rate_laws()) {
    if (!name.empty() && name == entry.escape) return entry.law;
  }
  throw InputError(fmt::format("--model {} is unknown; use {}", name, one_of(escape_names())));
}

EscapeAnswer model_of(const std::string& name, const EscapeOptions& given) {
  const Options o(given);
  const auto barrier = [&] { return not_negative(o.barrier, Dimension::energy); };
  switch (law_of(name)) {
    case RateLaw::classical:
      require(name, o, {&o.barrier}, {});
      return thermal(barrier(), [](double temperature) { return temperature; });
    case RateLaw::arrhenius:
      require(name, o, {&o.barrier}, {});
      return {arrhenius_rates(barrier()), {}};
    case RateLaw::quantum:
      require(name, o, {&o.barrier, &o.critical_temperature}, {});
      return thermal(barrier(), [critical = not_negative(o.critical_temperature, Dimension::temperature)](double t) {
        return detrapping::effective_temperature(critical, t);
      });
    case RateLaw::debye:
      require(name, o, {&o.barrier, &o.debye_temperature}, {});
      return thermal(barrier(), [debye = positive(o.debye_temperature, Dimension::temperature)](double t) {
        return debye_effective_temperature(debye, t);
      });
    case RateLaw::density: {
      require(name, o, {&o.barrier, &o.phonon_density}, {&o.phonon_unit});
      const auto file = std::make_shared<const PhononDensityFile>(
          read_phonon_density(o.phonon_density.text, {std::string(o.phonon_unit.name), o.phonon_unit.text}));
      EscapeAnswer answer = thermal(barrier(), [file](double t) { return file->density.effective_temperature(t); });
      answer.result.phonons = {file->unit, file->low_meV, file->high_meV};
      return answer;
    }
    case RateLaw::qtst:
      require(name, o, {&o.barrier, &o.mass, &o.width}, {&o.well_energy, &o.energy});
      return tunnelling(o);
    case RateLaw::mott:
      require(name, o, {&o.gamma, &o.eta}, {});
      return {mott_rates(not_negative(o.gamma, Dimension::dimensionless), share(o.eta)), {}};
    case RateLaw::film:
      require(name, o, {&o.barrier, &o.gamma, &o.eta}, {&o.critical_temperature, &o.barrier_exponent});
      return film(o);
    case RateLaw::classical_sum:
      break;
  }
  throw std::logic_error("a law without a rate");
}

void run_escape(const EscapeOptions& options) {
  EscapeAnswer answer = model_of(options.model, options);
  EscapeResult& result = answer.result;
  result.model = options.model;
  for (const double temperature : not_negative_list({"--temperature", options.temperature}, Dimension::temperature)) {
    result.rows.push_back({temperature, answer.rates(temperature)});
  }
  Report report;
  append_fields(report, escape_fields(), result);
  if (!result.transmissions.empty()) {
    report["transmission"] = rows_report(transmission_fields(), result.transmissions);
  }
  report["list"] = rows_report(escape_row_fields(), result.rows);
  print_report(report, options.json);
}

}  // namespace

void add_escape(CLI::App& app) {
  const auto options = std::make_shared<EscapeOptions>();
  CLI::App& escape = *app.add_subcommand("escape", "how fast a trap is left, by several models");
  const auto add = [&escape](const char* name, std::string& option, const char* meaning) {
    return escape.add_option(name, option, meaning);
  };
  add("--model", options->model, one_of(escape_names()).c_str())->required();
  add("--temperature", options->temperature, "temperatures, \"17 K,300 K\"")->required();
  add("--barrier", options->barrier, "height of the barrier, \"38 meV\"");
  add("--critical-temperature", options->critical_temperature, "tau_c of quantum and film, \"103.33 K\"");
  add("--debye-temperature", options->debye_temperature, "of debye, \"310 K\"");
  add("--phonon-density", options->phonon_density, "of density: file of phonon energies and densities");
  add("--phonon-unit", options->phonon_unit,
      "unit of its energies, if the file does not name it: meV, eV, THz, cm^-1, K");
  add("--mass-u", options->mass, "of qtst: mass that tunnels, in atomic mass units");
  add("--width", options->width, "of qtst: a of V0 sech^2(x/a), \"1 angstrom\"");
  add("--well-energy", options->well_energy, "of qtst: hbar omega_0 of a quantum well; without it a classical one");
  add("--energy", options->energy, "of qtst: energies to give the transmission at, \"5 meV,20 meV\"");
  add("--gamma", options->gamma, "Gamma of mott and film");
  add("--eta", options->eta, "of mott and film: 1 - stress / critical stress, 0 to 1");
  add("--barrier-exponent", options->barrier_exponent, "p of film, whose barrier is barrier * eta^p; 1.5");
  add_json_option(escape, options->json);
  escape.callback([options] { run_escape(*options); });
}

}  // namespace slipburst::host
