#include "host/results/arrhenius_file.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "host/numerics/significance.hpp"
#include "host/results/parameter_fields.hpp"
#include "host/results/provenance.hpp"
#include "host/results/rows.hpp"

namespace slipburst::host {
namespace {

constexpr std::size_t curve_points = 512;

/// Temperatures fine enough to draw the model.
std::vector<double> curve_temperatures_K(const ArrheniusRecord& record) {
  std::vector<double> temperatures;
  for (std::size_t i = 0; i < curve_points; ++i) {
    temperatures.push_back(std::lerp(record.problem.lowest_K(), record.problem.highest_K(),
                                     static_cast<double>(i) / static_cast<double>(curve_points - 1)));
  }
  return temperatures;
}

/// Frequencies of the model, [set][temperature].
ArrayValue curve_Hz(const ArrheniusRecord& record) {
  const ArrheniusProblem& problem = record.problem;
  const std::size_t sets = problem.data().sets.size(), own = problem.model().parameters().size();
  std::vector<double> rates(curve_points);
  problem.model().log_rates(record.fit.place, curve_temperatures_K(record), rates);
  ArrayValue curve{{}, {sets, curve_points}};
  for (std::size_t s = 0; s < sets; ++s) {
    const double log_ratio = problem.ratio() && s > 0 ? record.fit.place[own + s - 1] : 0;
    for (const double rate : rates) curve.values.push_back(std::exp(rate - log_ratio));
  }
  return curve;
}

/// Goodness of a fit. \param fit  ArrheniusFit of a result
template <class Result, class GetFit>
Fields<Result> goodness_fields(GetFit fit) {
  using Of = const Result&;
  return {
      {{"chi_square", "1", "", "sum of the squared residuals"}, [=](Of r) { return fit(r).chi_square; }},
      {{"degrees_of_freedom", "1", "", "points less parameters"},
       [=](Of r) { return std::uint64_t{fit(r).degrees_of_freedom}; }},
      {{"p_value", "1", "",
        "probability of a chi-square at least as large; 0 below 1e-308, none without degrees of freedom"},
       [=](Of r) { return std::exp(fit(r).log_p_value); }},
      {{"log_p_value", "1", "", "natural logarithm of the probability of a chi-square at least as large"},
       [=](Of r) { return fit(r).log_p_value; }},
      {{"poor_fit", "", "", "whether `p_value` is below 1e-3: the model does not describe the data"},
       [=](Of r) { return is_poor_fit(std::exp(fit(r).log_p_value)); }},
      {{"sigma", "1", "", "`p_value` as standard deviations of a Gaussian, two-sided"},
       [=](Of r) { return fit(r).deviations; }},
      {{"aic", "1", "", "chi-square + 2k for k parameters"}, [=](Of r) { return fit(r).aic; }},
      {{"bic", "1", "", "chi-square + k ln N for k parameters and N points"}, [=](Of r) { return fit(r).bic; }},
  };
}

template <class Result>
void append(Fields<Result>& fields, const Fields<Result>& more) {
  fields.insert(fields.end(), more.begin(), more.end());
}

Fields<ArrheniusRecord> make_arrhenius_fields() {
  using Record = const ArrheniusRecord&;
  constexpr auto file = FieldPlace::file;
  Fields<ArrheniusRecord> fields = {
      {{"model", "", "", "[model](methods.md#fits-of-de-trapping-frequencies) that was fitted, as asked"},
       [](Record r) { return std::string(model_name(r.fit.model)); }},
      {{"formula", "", "", "rate of the model as a formula"},
       [](Record r) { return std::string(model_formula(r.fit.model)); }},
      {{"barriers", "1", "", "number of barriers of the model"},
       [](Record r) { return std::uint64_t{r.fit.barriers}; }},
      {{"data_kind", "", "", "`counts`, or `frequencies` with errors"},
       [](Record r) { return std::string(r.problem.data().counted ? "counts" : "frequencies"); }},
  };
  append(fields, goodness_fields<ArrheniusRecord>([](Record r) -> const ArrheniusFit& { return r.fit; }));
  append<ArrheniusRecord>(
      fields,
      {{{"converged", "", "", "false where the data do not determine all parameters"},
        [](Record r) { return r.fit.converged; }},
       {{"best_barriers", "1", "", "`classical-3` alone: number of barriers with the lowest BIC"},
        [](Record r) -> FieldValue {
          if (r.sums.empty()) return {};
          return std::uint64_t{lowest(r.sums, &ArrheniusFit::bic).barriers};
        }},
       {{"files", "", "[f]", "files of the data"}, [](Record r) { return r.paths; }},
       covariance_field<ArrheniusRecord>([](Record r) -> const auto& { return r.fit.covariance; }),
       {{"curve/temperature_K", "K", "[512]", "temperatures of the curve, from the lowest to the highest of the data"},
        curve_temperatures_K,
        file},
       {{"curve/frequency_Hz", "Hz", "[s, 512]",
         "frequency of the fitted model in each set, without the direct plateau"},
        curve_Hz,
        file}});
  return fields;
}

Fields<FrequencySet> make_set_fields() {
  using Set = const FrequencySet&;
  return {
      {{"name", "", "", "name of the data set"}, [](Set s) { return s.name; }},
      {{"points", "1", "", "number of points of the set"}, [](Set s) { return std::uint64_t{s.points.size()}; }},
      {{"lowest_K", "K", "", "lowest temperature of the set"}, [](Set s) { return s.points.front().temperature_K; }},
      {{"highest_K", "K", "", "highest temperature of the set"}, [](Set s) { return s.points.back().temperature_K; }},
  };
}

Fields<FittedPoint> make_point_fields() {
  using Point = const FittedPoint&;
  const auto counted = [](double FrequencyPoint::*member) {
    return [member](Point p) -> FieldValue {
      if (!p.counted) return {};
      return p.point.*member;
    };
  };
  return {
      {{"set", "1", "", "index of the point's data set in `sets`, from 0"}, [](Point p) { return p.set; }},
      {{"temperature_K", "K", "", "temperature at which the frequency was measured"},
       [](Point p) { return p.point.temperature_K; }},
      {{"frequency_Hz", "Hz", "", "ν: measured frequency, direct moves included"},
       [](Point p) { return p.point.frequency_Hz; }},
      {{"error_Hz", "Hz", "", "standard deviation of the measured frequency; of counts ν sqrt(1/n + 1/n_m)"},
       [](Point p) { return p.point.error_Hz; }},
      {{"direct_Hz", "Hz", "", "plateau of direct de-trapping, given with the data"},
       [](Point p) { return p.point.direct_Hz; }},
      {{"clusters", "1", "", "n: clusters observed; none for data that are frequencies"},
       counted(&FrequencyPoint::clusters)},
      {{"moves", "1", "", "n_m: moves counted; none for data that are frequencies"}, counted(&FrequencyPoint::moves)},
      {{"window_s", "s", "", "time in which moves were counted; none for data that are frequencies"},
       counted(&FrequencyPoint::window_s)},
      {{"expected_Hz", "Hz", "", "frequency of the fitted model, with `direct_Hz`"},
       [](Point p) { return p.expected_Hz; }},
      {{"residual", "1", "",
        "standard deviations by which the measured frequency misses the model, positive where more was measured; their "
        "squares add up to `chi_square`"},
       [](Point p) { return p.residual; }},
  };
}

Fields<ArrheniusFit> make_sum_fields() {
  Fields<ArrheniusFit> fields = {{{"barriers", "1", "", "number of barriers in the sum"},
                                  [](const ArrheniusFit& f) { return std::uint64_t{f.barriers}; }}};
  append(fields, goodness_fields<ArrheniusFit>([](const ArrheniusFit& f) -> const ArrheniusFit& { return f; }));
  return fields;
}

Fields<ComparedFit> make_compared_fields() {
  using Fit = const ComparedFit&;
  Fields<ComparedFit> fields = {
      {{"model", "", "", "a model, fitted to the data of `sets`"},
       [](Fit f) { return std::string(model_name(f.fit.model)); }},
      {{"barriers", "1", "", "number of barriers of the compared model"},
       [](Fit f) { return std::uint64_t{f.fit.barriers}; }},
  };
  append(fields, goodness_fields<ComparedFit>([](Fit f) -> const ArrheniusFit& { return f.fit; }));
  append<ComparedFit>(
      fields, {{{"delta_aic", "1", "", "AIC less the lowest of all models"}, [](Fit f) { return f.delta_aic; }},
               {{"delta_bic", "1", "", "BIC less the lowest of all models"}, [](Fit f) { return f.delta_bic; }}});
  return fields;
}

Fields<ComparedModel> make_left_out_fields() {
  return {
      {{"model", "", "", "model that was not fitted"},
       [](const ComparedModel& m) { return std::string(model_name(m.model)); }},
      {{"reason", "", "", "fewer points than parameters, or no rate where something moved"},
       [](const ComparedModel& m) { return m.reason; }},
  };
}

Fields<ProfilePoint> make_profile_fields() {
  using Point = const ProfilePoint&;
  return {
      {{"barrier_meV", "meV", "", "given barrier"}, [](Point p) { return p.value; }},
      {{"critical_temperature_K", "K", "", "critical temperature that fits best with the given barrier"},
       [](Point p) { return p.values[2]; }},
      {{"chi_square", "1", "", "chi-square minimised over all parameters but the barrier"},
       [](Point p) { return p.chi_square; }},
  };
}

Fields<ArrheniusRecord> make_bootstrap_fields() {
  using Record = const ArrheniusRecord&;
  return {
      {{"replicas", "1", "", "replicas drawn from the fitted model"},
       [](Record r) { return std::uint64_t{r.bootstrap->replicas}; }},
      {{"failed", "1", "", "replicas without a minimum or without moves, which the other values leave out"},
       [](Record r) { return std::uint64_t{r.bootstrap->failed}; }},
      {{"seed", "1", "", "key of the random numbers"}, [](Record r) { return r.seed; }},
      {{"errors", "", "", "distribution that was drawn from: `negative-binomial`, `poisson` or `gaussian`"},
       [](Record r) { return std::string(scatter_name(r.scatter, r.problem.data().counted)); }},
  };
}

Fields<BootstrapParameter> make_bootstrap_parameter_fields() {
  using Row = const BootstrapParameter&;
  return {
      {{"name", "", "", "parameter that was fitted to each replica"}, [](Row p) { return p.name; }},
      {{"unit", "", "", "unit of the values of the parameter"}, [](Row p) { return p.unit; }},
      {{"mean", "of each parameter", "", "mean over the replicas"}, [](Row p) { return p.mean; }},
      {{"deviation", "of each parameter", "", "standard deviation of one replica"}, [](Row p) { return p.deviation; }},
      {{"low", "of each parameter", "", "16 % quantile of the replicas"}, [](Row p) { return p.low; }},
      {{"high", "of each parameter", "", "84 % quantile of the replicas"}, [](Row p) { return p.high; }},
  };
}

}  // namespace

const ArrheniusFit& lowest(const std::vector<ArrheniusFit>& fits, double ArrheniusFit::*criterion) {
  return *std::ranges::min_element(fits, {}, criterion);
}

std::vector<FittedPoint> fitted_points(const ArrheniusRecord& record) {
  const FrequencyData& data = record.problem.data();
  std::vector<FittedPoint> points;
  for (std::size_t s = 0; s < data.sets.size(); ++s) {
    for (const FrequencyPoint& point : data.sets[s].points) {
      const std::size_t i = points.size();
      points.push_back({s, point, data.counted, record.fit.expected_Hz[i], -record.fit.residuals[i]});
    }
  }
  return points;
}

std::vector<ComparedFit> compared_fits(const ArrheniusRecord& record) {
  std::vector<ArrheniusFit> fits;
  for (const ComparedModel& compared : record.comparison) {
    if (compared.fit) fits.push_back(*compared.fit);
  }
  std::vector<ComparedFit> rows;
  for (const ArrheniusFit& fit : fits) {
    rows.push_back(
        {fit, fit.aic - lowest(fits, &ArrheniusFit::aic).aic, fit.bic - lowest(fits, &ArrheniusFit::bic).bic});
  }
  return rows;
}

std::vector<ComparedModel> models_left_out(const ArrheniusRecord& record) {
  std::vector<ComparedModel> models;
  std::ranges::copy_if(record.comparison, std::back_inserter(models), [](const ComparedModel& m) { return !m.fit; });
  return models;
}

const Fields<ArrheniusRecord>& arrhenius_fields() {
  static const Fields<ArrheniusRecord> fields = make_arrhenius_fields();
  return fields;
}

const Fields<FrequencySet>& frequency_set_fields() {
  static const Fields<FrequencySet> fields = make_set_fields();
  return fields;
}

const Fields<ArrheniusParameter>& arrhenius_parameter_fields() {
  static const Fields<ArrheniusParameter> fields = parameter_fields<ArrheniusParameter>();
  return fields;
}

const Fields<FittedPoint>& fitted_point_fields() {
  static const Fields<FittedPoint> fields = make_point_fields();
  return fields;
}

const Fields<ArrheniusFit>& sum_fields() {
  static const Fields<ArrheniusFit> fields = make_sum_fields();
  return fields;
}

const Fields<ComparedFit>& compared_fit_fields() {
  static const Fields<ComparedFit> fields = make_compared_fields();
  return fields;
}

const Fields<ComparedModel>& left_out_fields() {
  static const Fields<ComparedModel> fields = make_left_out_fields();
  return fields;
}

const Fields<ProfilePoint>& barrier_profile_fields() {
  static const Fields<ProfilePoint> fields = make_profile_fields();
  return fields;
}

const Fields<ArrheniusRecord>& bootstrap_fields() {
  static const Fields<ArrheniusRecord> fields = make_bootstrap_fields();
  return fields;
}

const Fields<BootstrapParameter>& bootstrap_parameter_fields() {
  static const Fields<BootstrapParameter> fields = make_bootstrap_parameter_fields();
  return fields;
}

void write_arrhenius_file(const std::string& path, const ArrheniusRecord& record, const RunIdentity& identity) {
  OutputFile file(path, "slipburst-fit-arrhenius");
  write_program(file);
  write_identity(file, identity);
  write_fields(file, "/", arrhenius_fields(), record);
  write_rows(file, "/sets", frequency_set_fields(), record.problem.data().sets);
  write_rows(file, "/data", fitted_point_fields(), fitted_points(record));
  write_rows(file, "/parameters", arrhenius_parameter_fields(), record.fit.parameters);
  write_rows(file, "/comparison", compared_fit_fields(), compared_fits(record));
  write_rows(file, "/not_compared", left_out_fields(), models_left_out(record));
  write_rows(file, "/sums", sum_fields(), record.sums);
  write_rows(file, "/profile", barrier_profile_fields(), record.profile);
  if (record.bootstrap) {
    write_rows(file, "/bootstrap/parameters", bootstrap_parameter_fields(), record.bootstrap->parameters);
    write_fields(file, "/bootstrap", bootstrap_fields(), record);
  }
  file.commit();
}

}  // namespace slipburst::host
