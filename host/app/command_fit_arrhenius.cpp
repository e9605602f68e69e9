#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "host/app/arrhenius_report.hpp"
#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/output_claim.hpp"
#include "host/app/report.hpp"
#include "host/app/start_line.hpp"
#include "host/base/error.hpp"
#include "host/console/progress.hpp"
#include "host/detrapping/rate_laws.hpp"
#include "host/measured/frequency_file.hpp"
#include "host/text/count.hpp"
#include "host/text/nearest.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

struct ArrheniusFitOptions {
  std::vector<std::string> data;  ///< paths of the data files
  std::string model = "quantum", bootstrap = "0", bootstrap_errors, seed = "1", profile, output;
  bool ratio = false, overwrite = false, json = false;
};

constexpr std::uint64_t max_replicas = 1000000;
constexpr std::size_t barrier_index = 1;
constexpr std::size_t max_ratio_sets = 64;  // each adds a parameter, and so one more fit of all data

RateLaw parse_model(const std::string& text) {
  for (const RateLaw model : fitted_laws()) {
    if (text == model_name(model)) return model;
  }
  const std::vector<std::string> names = fit_names();
  throw InputError(fmt::format("--model = \"{}\" is not a model; use {}{}", text, fmt::join(names, ", "),
                               nearest_hint(text, names)));
}

CountScatter parse_scatter(const std::string& text, bool counted) {
  if (text.empty()) return CountScatter::negative_binomial;
  if (!counted) {
    throw InputError("--bootstrap-errors is for counts; these data are frequencies, whose errors are Gaussian");
  }
  for (const CountScatter scatter : {CountScatter::negative_binomial, CountScatter::poisson}) {
    if (text == scatter_name(scatter, true)) return scatter;
  }
  throw InputError(fmt::format("--bootstrap-errors = \"{}\": use negative-binomial or poisson", text));
}

std::vector<double> profile_barriers(const ArrheniusFitOptions& options, RateLaw model) {
  if (model != RateLaw::quantum) {
    if (options.profile.empty()) return {};
    throw InputError("--profile is the critical temperature over barriers: use it with --model quantum");
  }
  if (options.profile.empty()) return {10, 20, 30, 40, 50, 60, 70, 80, 90};
  const std::vector<double> barriers = parse_quantity_list(options.profile, Dimension::energy, "--profile");
  const ModelParameter range = RateModel(model).parameters().at(barrier_index);
  for (const double barrier : barriers) {
    if (barrier < range.low || barrier > range.high) {
      throw InputError(fmt::format("--profile: a barrier of {} meV cannot be fitted with; give {} to {} meV",
                                   format_number(barrier), format_number(range.low), format_number(range.high)));
    }
  }
  return barriers;
}

/// Fit problem with as many barriers as the data allow.
ArrheniusProblem problem_of(FrequencyData data, RateLaw model, bool ratio) {
  if (ratio && data.sets.size() < 2) {
    throw InputError("--ratio is that of data sets; there is only one. Give another file, or a column \"set\"");
  }
  if (ratio && data.sets.size() > max_ratio_sets) {
    throw InputError(
        fmt::format("--ratio of {} data sets: at most {}; fit fewer at once", data.sets.size(), max_ratio_sets));
  }
  const std::size_t barriers = max_barriers(model, data, ratio);
  if (barriers == 0) {
    throw InputError(fmt::format("{} points cannot tell the {} parameters of the model {}{}; give more points{}",
                                 data.size(), parameter_count(model, 1, data, ratio), model_name(model),
                                 ratio ? " with --ratio" : "", ratio ? ", or leave --ratio out" : ""));
  }
  return {std::move(data), RateModel(model, barriers), ratio};
}

/// Identity of the fit, with the digests of its input files. \pre all files are read
RunIdentity arrhenius_identity(const ArrheniusFitOptions& options) {
  RunIdentity identity = run_identity("fit arrhenius");
  identity["model"] = options.model;
  identity["ratio"] = options.ratio;
  identity["profile"] = options.profile;
  identity["bootstrap"] = options.bootstrap;
  identity["bootstrap_errors"] = options.bootstrap_errors;
  identity["seed"] = options.seed;
  return identity;
}

void run_fit_arrhenius(const ArrheniusFitOptions& options) {
  const OutputClaim output("-o", options.output, options.overwrite);
  const RateLaw model = parse_model(options.model);
  const std::vector<double> barriers = profile_barriers(options, model);
  const std::uint64_t replicas = parse_count(options.bootstrap, "--bootstrap");
  const std::uint64_t seed = parse_count(options.seed, "--seed");
  if (replicas > max_replicas) {
    throw InputError(fmt::format("--bootstrap = {}: at most {} replicas", replicas, max_replicas));
  }
  if (replicas == 0 && !options.bootstrap_errors.empty()) {
    throw InputError("--bootstrap-errors says what replicas are drawn from: give their number, --bootstrap 1000");
  }
  const FrequencyData data = read_frequency_files(options.data);
  const CountScatter scatter = parse_scatter(options.bootstrap_errors, data.counted);
  const RunIdentity identity = arrhenius_identity(options);
  output.require_free_for(identity, "slipburst-fit-arrhenius");
  try {
    const Heartbeat heartbeat("fitting");
    ArrheniusRecord record{options.data, problem_of(data, model, options.ratio), {}, {}, {}, {}, {}, scatter, seed};
    record.fit = fit_arrhenius(record.problem, true, heartbeat);
    if (model == RateLaw::classical_sum) record.sums = fits_of_fewer(record.problem, record.fit, heartbeat);
    record.comparison = compare_models(data, options.ratio, &record.fit, heartbeat);
    if (!barriers.empty()) record.profile = profile_of(record.problem, record.fit, barrier_index, barriers, heartbeat);
    if (replicas > 0) {
      record.bootstrap =
          bootstrap(record.problem, record.fit, static_cast<std::uint32_t>(replicas), seed, scatter, heartbeat);
    }
    warn_of(record);
    if (output) write_arrhenius_file(output.path(), record, identity);
    if (options.json) {
      print_report(arrhenius_report(record), true);
    } else {
      print_text(arrhenius_text(record));
    }
  } catch (const NoRate& error) {
    throw InputError(error.what());
  } catch (const NothingMoved& error) {
    throw InputError(error.what());
  }
}

}  // namespace

void add_fit_arrhenius(CLI::App& fit) {
  const auto options = std::make_shared<ArrheniusFitOptions>();
  CLI::App& arrhenius =
      *fit.add_subcommand("arrhenius", "fit barriers to frequencies of leaving traps, over temperature");
  arrhenius.add_option("DATA", options->data, "file of comma-separated values, a data set each")->required();
  arrhenius.add_option("--model", options->model, one_of(fit_names()))->capture_default_str();
  arrhenius.add_flag("--ratio", options->ratio, "data sets after the first have frequencies smaller by a free factor");
  arrhenius.add_option(
      "--profile", options->profile,
      "barriers to give the best critical temperature for, \"10 meV,20 meV\"; without it 10 to 90 meV");
  arrhenius.add_option("--bootstrap", options->bootstrap, "replicas to draw from the fitted model and fit again")
      ->capture_default_str();
  arrhenius.add_option("--bootstrap-errors", options->bootstrap_errors,
                       "what counts are drawn from: negative-binomial (default, as the fit assumes) or poisson");
  arrhenius.add_option("--seed", options->seed, "key of the random numbers")->capture_default_str();
  add_json_option(arrhenius, options->json);
  add_output_options(arrhenius, options->output, options->overwrite);
  arrhenius.callback([options] {
    log_start("fit");
    run_fit_arrhenius(*options);
  });
}

}  // namespace slipburst::host
