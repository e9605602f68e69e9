#include "host/app/rate_fit_report.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>

#include "host/app/parameter_text.hpp"
#include "host/numerics/significance.hpp"
#include "host/results/rows.hpp"

namespace slipburst::host {
namespace {

constexpr double alike_by_aic = 2;  // difference of AIC below which laws fit alike

}  // namespace

Report rate_fit_report(const RateFitRecord& record) {
  Report report;
  append_fields(report, rate_fit_fields(), record);
  append_arrays(report, rate_fit_fields(), record);
  report["sets"] = rows_report(rate_set_fields(), record.data.sets);
  report["models"] = rows_report(rate_fit_row_fields(), rate_fit_rows(record));
  for (const RateParameterRow& row : rate_parameter_rows(record)) {
    report["models"][row.model]["parameters"].push_back(row_report(rate_parameter_fields(), row));
  }
  report["not_fitted"] = rows_report(decay_left_out_fields(), record.left_out);
  report["data"] = rows_report(fitted_rate_fields(), fitted_rates(record));
  return report;
}

std::string rate_fit_text(const RateFitRecord& record) {
  std::string text;
  const auto out = std::back_inserter(text);
  for (const RateSet& set : record.data.sets) {
    fmt::format_to(out, "set {}: {} points{}\n", set.name, set.points.size(),
                   set.left_out > 0 ? fmt::format(", {} rows without numbers left out", set.left_out) : "");
  }
  for (const RateFitRow& row : rate_fit_rows(record)) {
    const RateFit& fit = row.fit;
    fmt::format_to(out, "{}: {}, t in days\n", model_name(fit.model), model_formula(fit.model));
    for (const RateFitParameter& parameter : fit.parameters) text += parameter_line(parameter);
    fmt::format_to(out,
                   "    chi-square {:.4g} for {} degrees of freedom{}, AIC {:.4g} (+{:.3g}), BIC {:.4g} (+{:.3g}){}\n",
                   fit.chi_square, fit.degrees_of_freedom,
                   fit.degrees_of_freedom > 0 ? fmt::format(", p = {:.2g}", fit.p_value) : "", fit.aic, row.delta_aic,
                   fit.bic, row.delta_bic, is_poor_fit(fit.p_value) ? ": it does not describe the data" : "");
  }
  for (const TriedDecay& tried : record.left_out) {
    fmt::format_to(out, "{}: not fitted: {}\n", model_name(tried.model), tried.reason);
  }
  return text;
}

void warn_of(const RateFitRecord& record) {
  for (const RateSet& set : record.data.sets) {
    if (set.left_out > 0) {
      spdlog::warn("{}: {} rows have no number in a column that is used, and are left out", set.file, set.left_out);
    }
  }
  for (const RateFit& fit : record.fits) {
    const std::string_view name = model_name(fit.model);
    if (!fit.converged) spdlog::warn("{}: no clear minimum: the data do not determine all its parameters", name);
    for (const RateFitParameter& parameter : fit.parameters) {
      const std::string caveat = unlimited_text(parameter);
      if (!caveat.empty()) spdlog::warn("{}: {}", name, caveat);
    }
  }
  const bool all_poor = std::ranges::all_of(record.fits, [](const RateFit& fit) { return is_poor_fit(fit.p_value); });
  if (!record.fits.empty() && all_poor) {
    spdlog::warn("none of the laws describes the data: errors and intervals mean little");
  }
  std::string names;
  int count = 0;
  for (const RateFitRow& row : rate_fit_rows(record)) {
    if (row.delta_aic >= alike_by_aic || is_poor_fit(row.fit.p_value)) continue;
    names += (count > 0 ? ", " : "") + std::string(model_name(row.fit.model));
    ++count;
  }
  if (count > 1)
    spdlog::warn("these data do not tell {} from one another: their AIC differ by less than {}", names, alike_by_aic);
}

}  // namespace slipburst::host
