#include "host/app/arrhenius_report.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "host/app/parameter_text.hpp"
#include "host/numerics/significance.hpp"
#include "host/results/parameter_fields.hpp"
#include "host/results/rows.hpp"

namespace slipburst::host {
namespace {

constexpr double alike = 1;  // difference of chi-square below which two models fit alike

bool is_poor(const ArrheniusFit& fit) { return is_poor_fit(std::exp(fit.log_p_value)); }

/// Probability as text, such as "3.2e-7", also below the smallest double.
std::string probability_text(const ArrheniusFit& fit) {
  const double log10 = fit.log_p_value / std::log(10.0);
  return log10 > -300 ? fmt::format("{:.3g}", std::exp(fit.log_p_value)) : fmt::format("1e{:.0f}", log10);
}

const ArrheniusFit* find(const ArrheniusRecord& record, RateLaw model) {
  const auto found = std::ranges::find(record.comparison, model, &ComparedModel::model);
  return found != record.comparison.end() && found->fit ? &*found->fit : nullptr;
}

Report sums_of(const ArrheniusRecord& record) {
  Report list = rows_report(sum_fields(), record.sums);
  for (std::size_t i = 0; i < record.sums.size(); ++i) {
    list[i]["parameters"] = rows_report(value_fields<ArrheniusParameter>(), record.sums[i].parameters);
  }
  return list;
}

Report bootstrap_of(const ArrheniusRecord& record) {
  Report report = row_report(bootstrap_fields(), record);
  report["parameters"] = rows_report(bootstrap_parameter_fields(), record.bootstrap->parameters);
  return report;
}

std::string goodness_text(const ArrheniusFit& fit) {
  const std::string test = fit.degrees_of_freedom > 0
                               ? fmt::format("p = {} ({:.2f} sigma)", probability_text(fit), fit.deviations)
                               : "so that nothing tests the model";
  return fmt::format("chi-square {:.4g} for {} degrees of freedom, {}, AIC {:.5g}, BIC {:.5g}", fit.chi_square,
                     fit.degrees_of_freedom, test, fit.aic, fit.bic);
}

}  // namespace

Report arrhenius_report(const ArrheniusRecord& record) {
  Report report;
  append_fields(report, arrhenius_fields(), record);
  append_arrays(report, arrhenius_fields(), record);
  report["sets"] = rows_report(frequency_set_fields(), record.problem.data().sets);
  report["parameters"] = rows_report(arrhenius_parameter_fields(), record.fit.parameters);
  report["data"] = rows_report(fitted_point_fields(), fitted_points(record));
  if (!record.sums.empty()) report["sums"] = sums_of(record);
  report["comparison"] = rows_report(compared_fit_fields(), compared_fits(record));
  report["not_compared"] = rows_report(left_out_fields(), models_left_out(record));
  if (!record.profile.empty()) report["profile"] = rows_report(barrier_profile_fields(), record.profile);
  if (record.bootstrap) report["bootstrap"] = bootstrap_of(record);
  return report;
}

std::string arrhenius_text(const ArrheniusRecord& record) {
  const ArrheniusFit& fit = record.fit;
  std::string text = fmt::format("{}: {}\n", model_name(fit.model), model_formula(fit.model));
  const auto out = std::back_inserter(text);
  for (const FrequencySet& set : record.problem.data().sets) {
    fmt::format_to(out, "  set {}: {} points, {:g} to {:g} K\n", set.name, set.points.size(),
                   set.points.front().temperature_K, set.points.back().temperature_K);
  }
  for (const ArrheniusParameter& parameter : fit.parameters) {
    text += parameter_line(parameter);
  }
  text += goodness_text(fit) + (is_poor(fit) ? ": the model does not describe the data\n" : "\n");
  for (const ArrheniusFit& sum : record.sums) {
    fmt::format_to(out, "  {} barrier{}: {}{}\n", sum.barriers, sum.barriers == 1 ? "" : "s", goodness_text(sum),
                   sum.barriers == lowest(record.sums, &ArrheniusFit::bic).barriers ? " (best by BIC)" : "");
  }
  text += "all models:\n";
  for (const ComparedModel& compared : record.comparison) {
    fmt::format_to(out, "{:>14}: {}\n", model_name(compared.model),
                   compared.fit ? goodness_text(*compared.fit) : "not fitted: " + compared.reason);
  }
  if (!record.profile.empty()) {
    text += "critical temperature that fits best with a given barrier:\n";
    for (const ProfilePoint& point : record.profile) {
      fmt::format_to(out, "{:>10.4g} meV: {:>7.4g} K, chi-square {:.5g}\n", point.value, point.values[2],
                     point.chi_square);
    }
  }
  if (!record.bootstrap) return text;
  fmt::format_to(out, "bootstrap ({}): {} replicas, {} failed\n",
                 scatter_name(record.scatter, record.problem.data().counted), record.bootstrap->replicas,
                 record.bootstrap->failed);
  for (const BootstrapParameter& parameter : record.bootstrap->parameters) {
    fmt::format_to(out, "{:>22}: mean {:.5g}, deviation {:.3g}, 16 to 84 % {:.5g} to {:.5g}{}\n", parameter.name,
                   parameter.mean, parameter.deviation, parameter.low, parameter.high,
                   parameter.unit == "1" ? "" : " " + parameter.unit);
  }
  return text;
}

void warn_of(const ArrheniusRecord& record) {
  const ArrheniusFit& fit = record.fit;
  if (!fit.converged) spdlog::warn("no clear minimum was found: the data do not tell all parameters");
  if (is_poor(fit)) {
    const bool one_scale = record.problem.data().sets.size() > 1 && !record.problem.ratio();
    spdlog::warn("the model {} does not describe the data: p = {}, {:.1f} sigma; errors and intervals mean little{}",
                 model_name(fit.model), probability_text(fit), fit.deviations,
                 one_scale ? "; if the data sets are of different beams, give --ratio" : "");
  }
  for (const ArrheniusParameter& parameter : fit.parameters) {
    const std::string caveat = unlimited_text(parameter);
    if (!caveat.empty()) spdlog::warn("{}", caveat);
  }
  const ArrheniusFit *classical = find(record, RateLaw::classical), *quantum = find(record, RateLaw::quantum);
  if (classical != nullptr && quantum != nullptr && std::abs(classical->chi_square - quantum->chi_square) < alike) {
    spdlog::warn("these data do not tell the quantum model from the classical one: chi-squares {:.4g} and {:.4g}",
                 quantum->chi_square, classical->chi_square);
  }
}

}  // namespace slipburst::host
