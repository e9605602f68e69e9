#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/app/case_report.hpp"
#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/detector_source.hpp"
#include "host/app/faint_stress.hpp"
#include "host/app/output_claim.hpp"
#include "host/app/report.hpp"
#include "host/app/start_line.hpp"
#include "host/base/error.hpp"
#include "host/config/case_writer.hpp"
#include "host/console/progress.hpp"
#include "host/numerics/significance.hpp"
#include "host/results/fit_file.hpp"
#include "host/results/rows.hpp"
#include "host/results/table_file.hpp"
#include "host/table/silence.hpp"
#include "host/table/table_error.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

struct FitOptions : DetectorOptions {
  CaseOptions source;
  BackendOptions backend;
  std::string free = "pinning.spacing,stress.sigma0,scale", table, output;
  bool overwrite = false;
};

/// Identity of the fit, with the digests of its input files. \pre note_input() was called for all files
RunIdentity fit_identity(const FitOptions& options, const Case& c) {
  RunIdentity identity = run_identity("fit spectrum", c);
  identity["files_sha256"] = files_sha256();
  identity["detector"] = options.detector;
  identity["bands"] = options.bands;
  identity["area"] = options.area;
  identity["channel"] = options.channel;
  identity["free"] = options.free;
  return identity;
}

Report report_of(const FitRecord& record, const Case& c) {
  Report report = {{"case_name", c.name}};
  append_fields(report, fit_fields(), record);
  report["parameters"] = rows_report(parameter_row_fields(), parameter_rows(record));
  append_arrays(report, fit_fields(), record);
  report["bands"] = rows_report(fitted_band_fields(), fitted_bands(record));
  append_case(report, c);
  return report;
}

std::string fit_text(const FitRecord& record, const Case& c) {
  const PoissonFit& fit = record.fit;
  std::string text;
  text += fmt::format("{}: {}\n", c.name, case_line(c));
  text +=
      fmt::format("{} ({} channel), {} bands\n", record.detector.experiment.name, record.channel, fit.expected.size());
  for (const ParameterRow& parameter : parameter_rows(record)) {
    const std::string unit = parameter.unit == "1" ? "" : " " + parameter.unit;
    text += fmt::format("{:>18} = {:.5g}{} +- {:.3g}, profile {}{:.5g} to {:.5g}{}{}\n", parameter.name,
                        parameter.value, unit, parameter.sigma, parameter.low_is_bound ? "beyond " : "", parameter.low,
                        parameter.high, unit, parameter.high_is_bound ? " and beyond" : "");
  }
  const std::string goodness =
      fit.degrees_of_freedom == 0
          ? ": as many parameters as bands, nothing tests the model"
          : fmt::format(", p = {:.3g}{}", fit.p_value,
                        is_poor_fit(fit.p_value) ? ": the model does not describe the data" : "");
  text += fmt::format("deviance {:.4g} for {} degrees of freedom{}\n", fit.deviance, fit.degrees_of_freedom, goodness);
  return text;
}

/// Bounds as --free states them, such as "pinning.spacing=15 nm:87 nm,scale=1e-06:1e+06".
std::string bounds_text(const std::vector<FreeParameter>& free, std::span<const FitParameter> bounds) {
  std::string text;
  for (std::size_t i = 0; i < free.size(); ++i) {
    text +=
        fmt::format("{}{}={}:{}", i > 0 ? "," : "", bounds[i].name, format_quantity(bounds[i].low, free[i].dimension),
                    format_quantity(bounds[i].high, free[i].dimension));
  }
  return text;
}

/// Table that serves all cases within the bounds. Narrows bounds that no table can serve.
HashedTable open_table_within(const FitOptions& options, const Case& c, const std::vector<FreeParameter>& free,
                              std::span<const SpectrumParameter> parameters, std::span<FitParameter> bounds,
                              kernels::Backend& backend) {
  constexpr int max_narrowings = 5;
  for (int narrowings = 0;; ++narrowings) {
    try {
      return open_table(read_given_table(options.table), PreparedCase(widest_case(c, parameters, bounds)), backend);
    } catch (const TableError& error) {
      if (!options.table.empty() || narrowings == max_narrowings || !narrow_bounds(parameters, bounds)) {
        throw TableError(std::string(error.what()) + "; or give --free narrower bounds");
      }
      spdlog::warn("{}", error.what());
      spdlog::warn("no table serves all bounds of --free; they are narrowed to --free \"{}\"",
                   bounds_text(free, bounds));
    }
  }
}

/// Logs the caveats of the fit.
void warn(const FitRecord& record) {
  for (const FittedParameter& parameter : record.fit.parameters) {
    if (parameter.low_is_bound || parameter.high_is_bound) {
      spdlog::warn("{}: the data do not limit it within its bounds; widen them with --free, or fix it", parameter.name);
    }
  }
  if (is_poor_fit(record.fit.p_value)) {
    spdlog::warn(
        "the model does not describe the data: deviance {:.6g} for {} degrees of freedom, p = {:.2g}; errors "
        "and intervals mean little",
        record.fit.deviance, record.fit.degrees_of_freedom, record.fit.p_value);
  }
}

void run_fit(const FitOptions& options) {
  const OutputClaim output("-o", options.output, options.overwrite);
  const int channel = channel_of(options.channel);
  const DetectorDescription detector = open_detector(options.detector, options.data);
  const MeasuredSpectrum measured = open_measured(detector, options.bands);
  require_events(detector, measured);
  const PreparedCase c = open_case(options.source);
  warn_unless_inverse_time(c);
  std::vector<FreeParameter> free = parse_free(options.free, c);
  std::vector<SpectrumParameter> parameters;
  std::vector<FitParameter> bounds;
  bool scaled = false;
  for (const FreeParameter& parameter : free) {
    parameters.push_back(parameter.parameter);
    bounds.push_back(parameter.fit);
    if (parameter.dimension == Dimension::pressure) {
      warn_if_faint(fmt::format("--free: the lower bound of {}", parameter.fit.name), parameter.fit.low);
    }
    scaled = scaled || parameter.parameter == SpectrumParameter::scale;
  }
  std::optional<double> area = detector.experiment.aluminium_area_cm2;
  if (!options.area.empty()) area = parse_positive_quantity(options.area, Dimension::area, "--area");
  if (!area && !scaled) {
    throw InputError(
        fmt::format("the aluminium area of {} is unknown; give --area, or let scale be free: with 1 cm^2 "
                    "it is the area in cm^2",
                    detector.experiment.name));
  }
  if (measured.bands().size() < free.size()) {
    throw InputError(fmt::format("{} bands cannot tell {} parameters; give more --bands or fewer --free",
                                 measured.bands().size(), free.size()));
  }
  if (const Substrate& substrate = c->substrate; !detector.substrate.empty() &&
                                                 detector.substrate != substrate.material &&
                                                 detector.substrate != substrate.shown_name()) {
    spdlog::warn("the substrate of {} is {}, that of the case {}", detector.experiment.name, detector.substrate,
                 substrate.shown_name());
  }
  const auto backend = open_backend(options.backend);
  if (!options.table.empty()) note_input(options.table);  // part of the run's identity
  const RunIdentity identity = fit_identity(options, c);
  output.require_free_for(identity, "slipburst-fit");
  const HashedTable table = open_table_within(options, c, free, parameters, bounds, *backend);
  for (std::size_t i = 0; i < free.size(); ++i) free[i].fit = bounds[i];
  if (table.content.silent) {
    const PreparedCase widest(widest_case(c, parameters, bounds));
    throw InputError("there is nothing to fit: " + silence(widest, default_range(widest)));
  }
  const SpectrumModel model(c, table.content, channel, measured, area.value_or(1), parameters, bounds);
  std::vector<std::uint64_t> counts;
  for (const MeasuredBand& band : measured.bands()) counts.push_back(band.counts);
  const Heartbeat heartbeat("fitting");
  FitRecord record{detector, measured, free, {}, options.channel, table.sha256, area.value_or(1), identity};
  try {
    record.fit = fit_poisson(std::cref(model), counts, bounds, heartbeat);
  } catch (const NothingExpected& nothing) {
    const MeasuredBand& band = measured.bands()[nothing.bin()];
    throw InputError(
        fmt::format("within its bounds the model expects nothing from {:g} to {:g} eV, where {} events are: raise "
                    "stress.sigma0, or its bound in --free, or leave that band out with --bands",
                    band.low_eV, band.high_eV, band.counts));
  }
  warn(record);
  if (!area) {
    spdlog::warn("the aluminium area of {} is unknown: scale is that area in cm^2", detector.experiment.name);
  }
  std::vector<double> values;
  for (const FittedParameter& parameter : record.fit.parameters) values.push_back(parameter.value);
  Case best = model.case_with(values);
  best.text = canonical_case(best);
  if (output) write_fit_file(output.path(), best, backend->name(), record);
  if (options.source.json) return print_report(report_of(record, best), true);
  print_text(fit_text(record, best));
}

void add_fit_spectrum(CLI::App& fit) {
  const auto options = std::make_shared<FitOptions>();
  CLI::App& spectrum = *fit.add_subcommand("spectrum", "fit a film's parameters to a measured spectrum");
  add_case_options(spectrum, options->source);
  add_backend_options(spectrum, options->backend);
  add_detector_options(spectrum, *options);
  spectrum
      .add_option("--free", options->free,
                  "parameters to fit, each with bounds if wanted: \"pinning.spacing=20 nm:120 nm,scale\"; of "
                  "pinning.spacing, stress.sigma0, pinning.alpha, grain.median, scale")
      ->capture_default_str();
  add_band_options(spectrum, *options);
  add_table_option(spectrum, options->table);
  add_output_options(spectrum, options->output, options->overwrite);
  spectrum.callback([options] {
    log_start("fit");
    run_fit(*options);
  });
}

}  // namespace

void add_fit(CLI::App& app) {
  CLI::App& fit = *app.add_subcommand("fit", "fit parameters of the model to data");
  fit.require_subcommand(1);
  add_fit_arrhenius(fit);
  add_fit_rates(fit);
  add_fit_spectrum(fit);
}

}  // namespace slipburst::host
