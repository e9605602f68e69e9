#include "host/results/rate_fit_file.hpp"

#include <algorithm>
#include <cmath>

#include "host/numerics/significance.hpp"
#include "host/results/parameter_fields.hpp"
#include "host/results/provenance.hpp"
#include "host/results/rows.hpp"

namespace slipburst::host {
namespace {

constexpr std::size_t decay_curve_points = 512;

/// Times fine enough to draw the laws, in equal ratios.
std::vector<double> decay_curve_days(const RateFitRecord& record) {
  const DaysOfRates days = days_of(record.data);
  std::vector<double> times;
  for (std::size_t i = 0; i < decay_curve_points; ++i) {
    times.push_back(days.first * std::pow(days.last / days.first,
                                          static_cast<double>(i) / static_cast<double>(decay_curve_points - 1)));
  }
  return times;
}

/// Rates of the laws, [law][set][time].
ArrayValue decay_curve_Hz(const RateFitRecord& record) {
  const std::vector<double> times = decay_curve_days(record);
  ArrayValue curve{{}, {record.fits.size(), record.data.sets.size(), decay_curve_points}};
  for (const RateFit& fit : record.fits) {
    for (const std::vector<double>& values : fit.set_values) {
      for (const double time : times) curve.values.push_back(decay_rate(fit.model, values, time));
    }
  }
  return curve;
}

double lowest_of(const std::vector<RateFit>& fits, double RateFit::*criterion) {
  return std::ranges::min(fits, {}, criterion).*criterion;
}

Fields<RateFitRecord> make_rate_fit_fields() {
  using Record = const RateFitRecord&;
  constexpr auto file = FieldPlace::file;
  return {
      {{"data_kind", "", "", "`counts` in live times, or `rates` with errors"},
       [](Record r) { return std::string(r.data.counted ? "counts" : "rates"); }},
      {{"points", "1", "", "number of points of all sets"}, [](Record r) { return std::uint64_t{r.data.size()}; }},
      {{"origin_s", "s", "", "time in the files from which `time_day` counts"}, [](Record r) { return r.origin_s; }},
      {{"shared", "", "[k]", "parameters that are one for all data sets"}, [](Record r) { return r.shared; }},
      {{"curve/time_day", "day", "[512]",
        "times of the curves, in equal ratios from the first to the last of the data"},
       decay_curve_days,
       file},
      {{"curve/rate_Hz", "Hz", "[m, s, 512]", "rate of each fitted law in each set"}, decay_curve_Hz, file},
  };
}

Fields<RateSet> make_rate_set_fields() {
  using Set = const RateSet&;
  const auto edge = [](bool latest) {
    return [latest](Set s) {
      const auto [first, last] = std::ranges::minmax_element(s.points, {}, &RatePoint::time_day);
      return (latest ? last : first)->time_day;
    };
  };
  return {
      {{"name", "", "", "name of the data set"}, [](Set s) { return s.name; }},
      {{"file", "", "", "file of the data set"}, [](Set s) { return s.file; }},
      {{"points", "1", "", "number of points of the set"}, [](Set s) { return std::uint64_t{s.points.size()}; }},
      {{"left_out", "1", "", "rows of the file without a number in a column that is used"},
       [](Set s) { return std::uint64_t{s.left_out}; }},
      {{"first_day", "day", "", "earliest time of the set"}, edge(false)},
      {{"last_day", "day", "", "latest time of the set"}, edge(true)},
  };
}

Fields<RateFitRow> make_law_fields() {
  using Row = const RateFitRow&;
  return {
      {{"model", "", "", "[law](methods.md#fits-of-rates-over-time) that was fitted"},
       [](Row r) { return std::string(model_name(r.fit.model)); }},
      {{"formula", "", "", "rate of the law, t in days"},
       [](Row r) { return std::string(model_formula(r.fit.model)); }},
      {{"chi_square", "1", "", "sum of the squared residuals; of counts the deviance"},
       [](Row r) { return r.fit.chi_square; }},
      {{"degrees_of_freedom", "1", "", "points less parameters"},
       [](Row r) { return std::uint64_t{r.fit.degrees_of_freedom}; }},
      {{"p_value", "1", "", "probability of a chi-square at least as large; none without degrees of freedom"},
       [](Row r) { return r.fit.p_value; }},
      {{"poor_fit", "", "", "whether `p_value` is below 1e-3: the law does not describe the data"},
       [](Row r) { return is_poor_fit(r.fit.p_value); }},
      {{"aic", "1", "", "chi-square + 2k for k parameters"}, [](Row r) { return r.fit.aic; }},
      {{"bic", "1", "", "chi-square + k ln N for k parameters and N points"}, [](Row r) { return r.fit.bic; }},
      {{"delta_aic", "1", "", "AIC less the lowest of all laws"}, [](Row r) { return r.delta_aic; }},
      {{"delta_bic", "1", "", "BIC less the lowest of all laws"}, [](Row r) { return r.delta_bic; }},
      {{"converged", "", "", "false where the data do not determine all parameters"},
       [](Row r) { return r.fit.converged; }},
  };
}

Fields<RateParameterRow> make_rate_parameter_fields() {
  Fields<RateParameterRow> fields = {{{"model", "1", "", "index of the law of the parameter in `models`, from 0"},
                                      [](const RateParameterRow& p) { return p.model; },
                                      FieldPlace::file}};
  const Fields<RateParameterRow> more = parameter_fields<RateParameterRow>();
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}

Fields<FittedRate> make_rate_point_fields() {
  using Point = const FittedRate&;
  const auto counted = [](double RatePoint::*member) {
    return [member](Point p) -> FieldValue {
      if (!p.counted) return {};
      return p.point.*member;
    };
  };
  return {
      {{"set", "1", "", "index of the point's data set in `sets`, from 0"}, [](Point p) { return p.set; }},
      {{"time_day", "day", "", "time since the origin"}, [](Point p) { return p.point.time_day; }},
      {{"rate_Hz", "Hz", "", "measured rate; of counts those over the live time"},
       [](Point p) { return p.point.rate_Hz; }},
      {{"error_Hz", "Hz", "", "standard deviation of the measured rate; of n counts that of sqrt(n)"},
       [](Point p) { return p.point.error_Hz; }},
      {{"counts", "1", "", "counts of the point; none for data that are rates"}, counted(&RatePoint::counts)},
      {{"live_time_s", "s", "", "live time of the counts; none for data that are rates"},
       counted(&RatePoint::live_time_s)},
      {{"expected_Hz", "Hz", "[m]", "rate of each fitted law"}, [](Point p) { return p.expected_Hz; }},
      {{"residual", "1", "[m]",
        "standard deviations by which the measured rate misses each law, positive where more was measured; their "
        "squares add up to `chi_square`"},
       [](Point p) { return p.residuals; }},
  };
}

Fields<TriedDecay> make_untried_fields() {
  return {
      {{"model", "", "", "law that was not fitted"},
       [](const TriedDecay& m) { return std::string(model_name(m.model)); }},
      {{"reason", "", "", "why: fewer points than parameters, or no likelihood anywhere"},
       [](const TriedDecay& m) { return m.reason; }},
  };
}

}  // namespace

std::vector<RateFitRow> rate_fit_rows(const RateFitRecord& record) {
  std::vector<RateFitRow> rows;
  for (const RateFit& fit : record.fits) {
    rows.push_back(
        {fit, fit.aic - lowest_of(record.fits, &RateFit::aic), fit.bic - lowest_of(record.fits, &RateFit::bic)});
  }
  return rows;
}

std::vector<RateParameterRow> rate_parameter_rows(const RateFitRecord& record) {
  std::vector<RateParameterRow> rows;
  for (std::size_t m = 0; m < record.fits.size(); ++m) {
    for (const RateFitParameter& parameter : record.fits[m].parameters) rows.push_back({parameter, m});
  }
  return rows;
}

std::vector<FittedRate> fitted_rates(const RateFitRecord& record) {
  std::vector<FittedRate> points;
  for (std::size_t s = 0; s < record.data.sets.size(); ++s) {
    for (const RatePoint& point : record.data.sets[s].points) {
      FittedRate row{s, point, record.data.counted, {}, {}};
      for (const RateFit& fit : record.fits) {
        row.expected_Hz.push_back(fit.expected_Hz[points.size()]);
        row.residuals.push_back(-fit.residuals[points.size()]);
      }
      points.push_back(std::move(row));
    }
  }
  return points;
}

const Fields<RateFitRecord>& rate_fit_fields() {
  static const Fields<RateFitRecord> fields = make_rate_fit_fields();
  return fields;
}

const Fields<RateSet>& rate_set_fields() {
  static const Fields<RateSet> fields = make_rate_set_fields();
  return fields;
}

const Fields<RateFitRow>& rate_fit_row_fields() {
  static const Fields<RateFitRow> fields = make_law_fields();
  return fields;
}

const Fields<RateParameterRow>& rate_parameter_fields() {
  static const Fields<RateParameterRow> fields = make_rate_parameter_fields();
  return fields;
}

const Fields<FittedRate>& fitted_rate_fields() {
  static const Fields<FittedRate> fields = make_rate_point_fields();
  return fields;
}

const Fields<TriedDecay>& decay_left_out_fields() {
  static const Fields<TriedDecay> fields = make_untried_fields();
  return fields;
}

void write_rate_fit_file(const std::string& path, const RateFitRecord& record, const RunIdentity& identity) {
  OutputFile file(path, "slipburst-fit-rates");
  write_program(file);
  write_identity(file, identity);
  write_fields(file, "/", rate_fit_fields(), record);
  write_rows(file, "/sets", rate_set_fields(), record.data.sets);
  write_rows(file, "/data", fitted_rate_fields(), fitted_rates(record));
  write_rows(file, "/models", rate_fit_row_fields(), rate_fit_rows(record));
  write_rows(file, "/parameters", rate_parameter_fields(), rate_parameter_rows(record));
  write_rows(file, "/not_fitted", decay_left_out_fields(), record.left_out);
  file.commit();
}

}  // namespace slipburst::host
