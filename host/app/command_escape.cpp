#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/app/commands.hpp"
#include "host/app/report.hpp"
#include "host/base/error.hpp"
#include "host/detrapping/deep_tunnelling.hpp"
#include "host/detrapping/effective_temperature.hpp"
#include "host/detrapping/rate_laws.hpp"
#include "host/measured/phonon_density_file.hpp"
#include "host/units/quantity.hpp"
#include "slipburst/detrapping/sech2_barrier.hpp"
#include "slipburst/detrapping/thermal_escape.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/release/escape.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// One option of the command line: its name and its text, empty if the option was not given.
struct Option {
  std::string_view name;
  const std::string& text;
};

/// Result fields at one temperature, without the temperature itself.
using Row = std::function<Report(double temperature)>;

/// Results of a model: a row for each temperature, and a head with the fields common to all rows.
struct EscapeAnswer {
  Row row;
  Report head = Report::object();
  bool in_kelvin = false;  ///< unit of rate_over_prefactor: K if true, else 1
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

Report row(std::optional<double> effective_temperature, double rate) {
  return {{"effective_temperature_K", effective_temperature ? Report(*effective_temperature) : Report()},
          {"rate_over_prefactor", rate}};
}

/// Thermal escape, T_c exp(-barrier / k_B T_c) in K, for any T_c(T).
EscapeAnswer thermal(double barrier, std::function<double(double)> effective) {
  const detrapping::ThermalEscape escape(barrier);
  EscapeAnswer model;
  model.in_kelvin = true;
  model.row = [escape, effective = std::move(effective)](double temperature) {
    const double shaken = effective(temperature);
    return row(shaken, escape(shaken));
  };
  return model;
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
  EscapeAnswer model;
  model.head = {{"barrier_energy_meV", barrier.energy()}, {"crossover_temperature_K", barrier.crossover_temperature()}};
  if (!options.energy.text.empty()) {
    Report transmissions = Report::array();
    for (const double energy : not_negative_list(options.energy, Dimension::energy)) {
      transmissions.push_back({{"energy_meV", energy}, {"transmission", barrier(energy)}});
    }
    model.head["transmission"] = transmissions;
  }
  model.row = [rates = DeepTunnelling(barrier, well), height = barrier.height()](double temperature) {
    const double log_rate = rates.log_rate(temperature);
    // Temperature at which exp(-height / k_B T) equals the rate over its prefactor.
    std::optional<double> effective;
    if (log_rate < 0) effective = height / (units::boltzmann * -log_rate);
    Report fields = row(effective, std::exp(log_rate));
    const double log_correction = temperature > 0 ? rates.log_correction(temperature) : infinity;
    const double correction = std::exp(log_correction);
    fields["tunnelling_correction"] = std::isfinite(correction) ? Report(correction) : Report();
    fields["log_tunnelling_correction"] = std::isfinite(log_correction) ? Report(log_correction) : Report();
    return fields;
  };
  return model;
}

/// Escape of pinned lines: tunnelling, and for `film` thermal escape in addition.
EscapeAnswer pinned_line(const Options& options, bool film) {
  const double gamma = not_negative(options.gamma, Dimension::dimensionless), eta = share(options.eta);
  release::EscapeLaw law{0, gamma / math::ln2, 1.5};
  EscapeAnswer model;
  if (!film) {
    model.row = [=](double) { return row(std::nullopt, std::exp2(law.log2_rate(eta, infinity))); };
    return model;
  }
  const double height = not_negative(options.barrier, Dimension::energy) / units::boltzmann;
  double critical = 0;
  if (!options.critical_temperature.text.empty()) {
    critical = not_negative(options.critical_temperature, Dimension::temperature);
  }
  if (!options.barrier_exponent.text.empty()) {
    law.barrier_exponent = positive(options.barrier_exponent);
    if (law.barrier_exponent < 0.5 || law.barrier_exponent > 4) {
      throw InputError(fmt::format("--barrier-exponent = \"{}\" is not from 0.5 to 4", options.barrier_exponent.text));
    }
  }
  model.row = [=](double temperature) {
    const double effective = detrapping::effective_temperature(critical, temperature);
    const double barrier = height > 0 ? height / effective / math::ln2 : 0;
    return row(effective, std::exp2(law.log2_rate(eta, barrier)));
  };
  return model;
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
    case RateLaw::arrhenius: {
      require(name, o, {&o.barrier}, {});
      EscapeAnswer model;
      model.row = [escape = detrapping::ThermalEscape(barrier())](double temperature) {
        return row(temperature, escape.boltzmann_factor(temperature));
      };
      return model;
    }
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
      EscapeAnswer model = thermal(barrier(), [file](double t) { return file->density.effective_temperature(t); });
      model.head = {
          {"phonon_unit", file->unit}, {"phonon_low_meV", file->low_meV}, {"phonon_high_meV", file->high_meV}};
      return model;
    }
    case RateLaw::qtst:
      require(name, o, {&o.barrier, &o.mass, &o.width}, {&o.well_energy, &o.energy});
      return tunnelling(o);
    case RateLaw::mott:
      require(name, o, {&o.gamma, &o.eta}, {});
      return pinned_line(o, false);
    case RateLaw::film:
      require(name, o, {&o.barrier, &o.gamma, &o.eta}, {&o.critical_temperature, &o.barrier_exponent});
      return pinned_line(o, true);
    case RateLaw::classical_sum:
      break;
  }
  throw std::logic_error("a law without a rate");
}

}  // namespace

void run_escape(const EscapeOptions& options) {
  const EscapeAnswer model = model_of(options.model, options);
  Report list = Report::array();
  for (const double temperature : not_negative_list({"--temperature", options.temperature}, Dimension::temperature)) {
    Report fields = {{"temperature_K", temperature}};
    fields.update(model.row(temperature));
    list.push_back(fields);
  }
  Report report = {{"model", options.model}, {"rate_over_prefactor_unit", model.in_kelvin ? "K" : "1"}};
  report.update(model.head);
  report["list"] = list;
  print_report(report, options.json);
}

}  // namespace slipburst::host
