#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/output_claim.hpp"
#include "host/app/rate_fit_report.hpp"
#include "host/app/report.hpp"
#include "host/app/start_line.hpp"
#include "host/base/error.hpp"
#include "host/console/progress.hpp"
#include "host/detrapping/rate_laws.hpp"
#include "host/measured/rate_file.hpp"
#include "host/text/nearest.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

struct RateFitOptions {
  std::vector<std::string> data, columns, beside, between, model;
  std::string origin = "0 days", shared = fmt::format("{}", fmt::join(sharable_parameters(), ",")), output;
  bool overwrite = false, json = false;
};

std::vector<std::string> names_of(const std::vector<DecayModel>& models) {
  std::vector<std::string> names;
  for (const DecayModel model : models) names.emplace_back(model_name(model));
  return names;
}

std::vector<DecayModel> models_of(const std::vector<std::string>& names) {
  const std::vector<DecayModel> all = decay_models();
  std::vector<DecayModel> models;
  for (const std::string& name : names) {
    const auto found = std::ranges::find(all, name, [](DecayModel model) { return model_name(model); });
    if (found == all.end()) {
      throw InputError(fmt::format("--model = \"{}\" is not a model; use {}{}", name, fmt::join(names_of(all), ", "),
                                   nearest_hint(name, names_of(all))));
    }
    if (std::ranges::find(models, *found) == models.end()) models.push_back(*found);
  }
  return models.empty() ? all : models;
}

std::vector<std::string> shared_of(const std::string& text) {
  const std::vector<std::string> all = sharable_parameters();
  std::vector<std::string> shared;
  for (std::size_t from = 0; text != "none" && from <= text.size();) {
    const std::size_t comma = std::min(text.find(',', from), text.size());
    const std::string name(trimmed(std::string_view(text).substr(from, comma - from)));
    if (std::ranges::find(all, name) == all.end()) {
      throw InputError(fmt::format("--shared: \"{}\" cannot be one for all data sets; use {}, or none{}", name,
                                   fmt::join(all, ", "), nearest_hint(name, all)));
    }
    shared.push_back(name);
    from = comma + 1;
  }
  return shared;
}

/// Identity of the fit, with the digests of its input files. \pre all files are read
RunIdentity rate_fit_identity(const RateFitOptions& options) {
  RunIdentity identity = run_identity("fit rates");
  identity["columns"] = options.columns;
  identity["model"] = options.model;
  identity["between"] = options.between;
  identity["origin"] = options.origin;
  identity["shared"] = options.shared;
  return identity;
}

void run_fit_rates(const RateFitOptions& options) {
  const OutputClaim output("-o", options.output, options.overwrite);
  const std::vector<DecayModel> models = models_of(options.model);
  RateFitRecord record;
  record.origin_s = parse_quantity(options.origin, Dimension::duration, "--origin");
  record.shared = shared_of(options.shared);
  record.data = read_rate_files(options.data, {options.columns, options.beside, options.between, record.origin_s});
  const RunIdentity identity = rate_fit_identity(options);
  output.require_free_for(identity, "slipburst-fit-rates");
  const Heartbeat heartbeat("fitting");
  for (TriedDecay& tried : fit_rates(record.data, models, record.shared, heartbeat)) {
    if (tried.fit) {
      record.fits.push_back(*tried.fit);
    } else {
      record.left_out.push_back(tried);
    }
  }
  if (record.fits.empty()) {
    throw InputError(fmt::format("none of the models can be fitted: {}", record.left_out.front().reason));
  }
  warn_of(record);
  if (output) write_rate_fit_file(output.path(), record, identity);
  if (options.json) {
    print_report(rate_fit_report(record), true);
  } else {
    print_text(rate_fit_text(record));
  }
}

}  // namespace

void add_fit_rates(CLI::App& fit) {
  const auto options = std::make_shared<RateFitOptions>();
  CLI::App& rates = *fit.add_subcommand("rates", "fit laws of decay to measured rates over time");
  rates.add_option("DATA", options->data, "file of rates over time, a data set each")->required();
  rates.add_option("--columns", options->columns,
                   "columns of the files, \"time [day],rate [1/day],error [1/day]\" or \"time [day],counts "
                   "[1],live_time [day]\", with - for one that is not used; for all files, or repeated for each; "
                   "without it their headers name them");
  rates.add_option("--times", options->beside,
                   "file whose columns stand before those of DATA, line for line; for all files, or repeated for each");
  rates.add_option(
      "--between", options->between,
      "times in the files to use, \"90 days:430 days\", \"90 days:\"; for all files, or repeated for each");
  rates.add_option("--origin", options->origin, "time in the files from which the models count")->capture_default_str();
  rates.add_option("--model", options->model, one_of(names_of(decay_models())) + " (repeatable); without it all")
      ->allow_extra_args(false);
  rates.add_option("--shared", options->shared, "parameters that are one for all data sets, or none")
      ->capture_default_str();
  add_json_option(rates, options->json);
  add_output_options(rates, options->output, options->overwrite);
  rates.callback([options] {
    log_start("fit");
    run_fit_rates(*options);
  });
}

}  // namespace slipburst::host
