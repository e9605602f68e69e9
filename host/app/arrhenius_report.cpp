#include "host/app/arrhenius_report.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "host/numerics/significance.hpp"

namespace slipburst::host {
namespace {

constexpr double alike = 1;  // difference of chi-square below which two models fit alike

double log10_p_value(const ArrheniusFit& fit) { return fit.log_p_value / std::log(10.0); }

bool is_poor(const ArrheniusFit& fit) { return is_poor_fit(std::exp(fit.log_p_value)); }

/// Probability as text, such as "3.2e-7", also below the smallest double.
std::string probability_text(const ArrheniusFit& fit) {
  const double log10 = log10_p_value(fit);
  return log10 > -300 ? fmt::format("{:.3g}", std::exp(fit.log_p_value)) : fmt::format("1e{:.0f}", log10);
}

const ArrheniusFit* find(const ArrheniusRecord& record, RateLaw model) {
  const auto found = std::ranges::find(record.comparison, model, &ComparedModel::model);
  return found != record.comparison.end() && found->fit ? &*found->fit : nullptr;
}

const ArrheniusFit& least(const std::vector<ArrheniusFit>& fits, double ArrheniusFit::*criterion) {
  return *std::ranges::min_element(fits, {}, criterion);
}

void append_goodness(Report& report, const ArrheniusFit& fit) {
  report["chi_square"] = fit.chi_square;
  report["degrees_of_freedom"] = fit.degrees_of_freedom;
  report["p_value"] = std::exp(fit.log_p_value);
  report["log10_p_value"] = log10_p_value(fit);
  report["poor_fit"] = is_poor(fit);
  report["sigma"] = fit.deviations;
  report["aic"] = fit.aic;
  report["bic"] = fit.bic;
}

Report parameters_of(const ArrheniusFit& fit, bool intervals) {
  Report list = Report::array();
  for (const ArrheniusParameter& parameter : fit.parameters) {
    Report row = {{"name", parameter.name},
                  {"unit", parameter.unit},
                  {"value", finite_or_null(parameter.value)},
                  {"sigma", finite_or_null(parameter.sigma)}};
    if (intervals) {
      row["low"] = finite_or_null(parameter.low);
      row["high"] = finite_or_null(parameter.high);
      row["low_is_bound"] = parameter.low_is_bound;
      row["high_is_bound"] = parameter.high_is_bound;
    }
    list.push_back(std::move(row));
  }
  return list;
}

Report covariance_of(const ArrheniusFit& fit) {
  Report rows = Report::array();
  for (const std::vector<double>& values : fit.covariance) {
    Report row = Report::array();
    for (const double value : values) row.push_back(finite_or_null(value));
    rows.push_back(std::move(row));
  }
  return rows;
}

Report points_of(const ArrheniusRecord& record) {
  Report list = Report::array();
  std::size_t i = 0;
  for (const FrequencySet& set : record.problem.data().sets) {
    for (const FrequencyPoint& point : set.points) {
      list.push_back({{"set", set.name},
                      {"temperature_K", point.temperature_K},
                      {"frequency_Hz", point.frequency_Hz},
                      {"error_Hz", point.error_Hz},
                      {"expected_Hz", finite_or_null(record.fit.expected_Hz[i])},
                      {"residual", -record.fit.residuals[i]}});
      ++i;
    }
  }
  return list;
}

void append_sums(Report& report, const ArrheniusRecord& record) {
  Report list = Report::array();
  for (const ArrheniusFit& fit : record.sums) {
    Report row = {{"barriers", fit.barriers}};
    append_goodness(row, fit);
    row["parameters"] = parameters_of(fit, false);
    list.push_back(std::move(row));
  }
  report["sums"] = std::move(list);
  report["best_barriers"] = least(record.sums, &ArrheniusFit::bic).barriers;
}

void append_comparison(Report& report, const ArrheniusRecord& record) {
  std::vector<ArrheniusFit> fits;
  Report list = Report::array(), left_out = Report::array();
  for (const ComparedModel& compared : record.comparison) {
    if (compared.fit) {
      fits.push_back(*compared.fit);
    } else {
      left_out.push_back({{"model", model_name(compared.model)}, {"reason", compared.reason}});
    }
  }
  for (const ArrheniusFit& fit : fits) {
    Report row = {{"model", model_name(fit.model)}, {"barriers", fit.barriers}};
    append_goodness(row, fit);
    row["delta_aic"] = fit.aic - least(fits, &ArrheniusFit::aic).aic;
    row["delta_bic"] = fit.bic - least(fits, &ArrheniusFit::bic).bic;
    list.push_back(std::move(row));
  }
  report["comparison"] = std::move(list);
  report["not_compared"] = std::move(left_out);
}

Report bootstrap_of(const ArrheniusRecord& record) {
  Report list = Report::array();
  for (const BootstrapParameter& parameter : record.bootstrap->parameters) {
    list.push_back({{"name", parameter.name},
                    {"unit", parameter.unit},
                    {"mean", finite_or_null(parameter.mean)},
                    {"deviation", finite_or_null(parameter.deviation)},
                    {"low", finite_or_null(parameter.low)},
                    {"high", finite_or_null(parameter.high)}});
  }
  return {{"replicas", record.bootstrap->replicas},
          {"failed", record.bootstrap->failed},
          {"seed", record.seed},
          {"errors", scatter_name(record.scatter, record.problem.data().counted)},
          {"parameters", std::move(list)}};
}

std::string goodness_text(const ArrheniusFit& fit) {
  return fmt::format("chi-square {:.4g} for {} degrees of freedom, p = {} ({:.2f} sigma), AIC {:.5g}, BIC {:.5g}",
                     fit.chi_square, fit.degrees_of_freedom, probability_text(fit), fit.deviations, fit.aic, fit.bic);
}

}  // namespace

Report arrhenius_report(const ArrheniusRecord& record) {
  const ArrheniusFit& fit = record.fit;
  Report sets = Report::array();
  for (const FrequencySet& set : record.problem.data().sets) {
    sets.push_back({{"name", set.name},
                    {"points", set.points.size()},
                    {"lowest_K", set.points.front().temperature_K},
                    {"highest_K", set.points.back().temperature_K}});
  }
  Report report = {{"model", model_name(fit.model)},
                   {"formula", model_formula(fit.model)},
                   {"data", record.problem.data().counted ? "counts" : "frequencies"},
                   {"files", record.paths},
                   {"sets", std::move(sets)},
                   {"parameters", parameters_of(fit, true)},
                   {"covariance", covariance_of(fit)}};
  append_goodness(report, fit);
  report["converged"] = fit.converged;
  report["points"] = points_of(record);
  if (!record.sums.empty()) append_sums(report, record);
  append_comparison(report, record);
  if (!record.profile.empty()) {
    Report list = Report::array();
    for (const ProfilePoint& point : record.profile) {
      list.push_back({{"barrier_meV", point.value},
                      {"critical_temperature_K", point.values[2]},
                      {"chi_square", point.chi_square}});
    }
    report["profile"] = std::move(list);
  }
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
    const std::string unit = parameter.unit == "1" ? "" : " " + parameter.unit;
    const std::string sigma = std::isfinite(parameter.sigma) ? fmt::format(" +- {:.3g}", parameter.sigma) : "";
    fmt::format_to(out, "{:>22} = {:.5g}{}{}, profile {:.5g}{} to {:.5g}{}{}\n", parameter.name, parameter.value, unit,
                   sigma, parameter.low, parameter.low_is_bound ? " (its bound)" : "", parameter.high, unit,
                   parameter.high_is_bound ? " (its bound)" : "");
  }
  text += goodness_text(fit) + (is_poor(fit) ? ": the model does not describe the data\n" : "\n");
  for (const ArrheniusFit& sum : record.sums) {
    fmt::format_to(out, "  {} barrier{}: {}{}\n", sum.barriers, sum.barriers == 1 ? "" : "s", goodness_text(sum),
                   sum.barriers == least(record.sums, &ArrheniusFit::bic).barriers ? " (best by BIC)" : "");
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
    if (!parameter.low_is_bound && !parameter.high_is_bound) continue;
    spdlog::warn("{}: the data do not limit it {}: its interval ends at its bound, {:g} {}", parameter.name,
                 parameter.low_is_bound && parameter.high_is_bound ? "on either side"
                 : parameter.low_is_bound                          ? "from below"
                                                                   : "from above",
                 parameter.low_is_bound ? parameter.low : parameter.high, parameter.unit);
  }
  const ArrheniusFit *classical = find(record, RateLaw::classical), *quantum = find(record, RateLaw::quantum);
  if (classical != nullptr && quantum != nullptr && std::abs(classical->chi_square - quantum->chi_square) < alike) {
    spdlog::warn("these data do not tell the quantum model from the classical one: chi-squares {:.4g} and {:.4g}",
                 quantum->chi_square, classical->chi_square);
  }
}

}  // namespace slipburst::host
