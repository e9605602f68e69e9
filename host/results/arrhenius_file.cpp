#include "host/results/arrhenius_file.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/numerics/significance.hpp"
#include "host/results/provenance.hpp"
#include "host/store/column.hpp"
#include "host/store/output_file.hpp"

namespace slipburst::host {
namespace {

constexpr std::size_t curve_points = 512;

void write_texts(OutputFile& file, const std::string& path, const std::vector<std::string>& values,
                 const std::string& description) {
  const std::uint64_t shape[] = {values.size()};
  file.texts(path, values, shape, {"1", description});
}

void write_parameters(OutputFile& file, const ArrheniusFit& fit) {
  std::vector<std::string> names, units;
  std::vector<std::uint64_t> low_is_bound, high_is_bound;
  for (const ArrheniusParameter& parameter : fit.parameters) {
    names.push_back(parameter.name);
    units.push_back(parameter.unit);
    low_is_bound.push_back(parameter.low_is_bound ? 1 : 0);
    high_is_bound.push_back(parameter.high_is_bound ? 1 : 0);
  }
  write_texts(file, "/parameters/name", names, "fitted parameters");
  write_texts(file, "/parameters/unit", units, "units of the parameters");
  const auto write = [&](const std::string& name, double ArrheniusParameter::*member, const std::string& description) {
    file.dataset("/parameters/" + name, column(fit.parameters, [&](const auto& p) { return p.*member; }),
                 {"of each parameter", description});
  };
  write("value", &ArrheniusParameter::value, "best values");
  write("sigma", &ArrheniusParameter::sigma, "from the curvature; NaN where the value is at its bound");
  write("low", &ArrheniusParameter::low, "lower ends of the 68.27 % profile intervals");
  write("high", &ArrheniusParameter::high, "upper ends of the 68.27 % profile intervals");
  file.dataset("/parameters/low_is_bound", low_is_bound, {"1", "1 where the interval ends with the parameter's range"});
  file.dataset("/parameters/high_is_bound", high_is_bound,
               {"1", "1 where the interval ends with the parameter's range"});
  std::vector<double> covariance;
  for (const std::vector<double>& row : fit.covariance) covariance.insert(covariance.end(), row.begin(), row.end());
  const std::uint64_t square[] = {names.size(), names.size()};
  file.dataset("/covariance", covariance, square,
               {"products of the parameters' units", "from the curvature; rows and columns as in /parameters/name"});
}

void write_data(OutputFile& file, const ArrheniusRecord& record) {
  const FrequencyData& data = record.problem.data();
  std::vector<std::string> names;
  std::vector<std::uint64_t> set_of;
  std::vector<FrequencyPoint> points;
  for (std::size_t s = 0; s < data.sets.size(); ++s) {
    names.push_back(data.sets[s].name);
    for (const FrequencyPoint& point : data.sets[s].points) {
      set_of.push_back(s);
      points.push_back(point);
    }
  }
  write_texts(file, "/sets/name", names, "data sets");
  file.dataset("/data/set", set_of, {"1", "row of the point's set in /sets/name"});
  const auto write = [&](const std::string& name, double FrequencyPoint::*member, const std::string& unit,
                         const std::string& description) {
    file.dataset("/data/" + name, column(points, [&](const auto& p) { return p.*member; }), {unit, description});
  };
  write("temperature_K", &FrequencyPoint::temperature_K, "K", "temperature");
  write("frequency_Hz", &FrequencyPoint::frequency_Hz, "Hz", "measured frequency, direct moves included");
  write("error_Hz", &FrequencyPoint::error_Hz, "Hz", "its standard deviation; of counts nu sqrt(1/n + 1/n_m)");
  write("direct_Hz", &FrequencyPoint::direct_Hz, "Hz", "plateau of direct de-trapping, given with the data");
  if (data.counted) {
    write("clusters", &FrequencyPoint::clusters, "1", "clusters observed");
    write("moves", &FrequencyPoint::moves, "1", "moves counted");
    write("window_s", &FrequencyPoint::window_s, "s", "how long");
  }
  file.dataset("/data/expected_Hz", record.fit.expected_Hz, {"Hz", "frequency of the fitted model, with direct_Hz"});
  file.dataset("/data/residual", column(record.fit.residuals, [](double r) { return -r; }),
               {"1", "standard deviations, positive where more was measured; their squares add up to chi_square"});
}

/// The model over temperature, fine enough to draw.
void write_curve(OutputFile& file, const ArrheniusRecord& record) {
  const ArrheniusProblem& problem = record.problem;
  const std::size_t sets = problem.data().sets.size(), own = problem.model().parameters().size();
  std::vector<double> temperatures, rates(curve_points), frequencies;
  for (std::size_t i = 0; i < curve_points; ++i) {
    temperatures.push_back(std::lerp(problem.lowest_K(), problem.highest_K(),
                                     static_cast<double>(i) / static_cast<double>(curve_points - 1)));
  }
  problem.model().log_rates(record.fit.place, temperatures, rates);
  for (std::size_t s = 0; s < sets; ++s) {
    const double log_ratio = problem.ratio() && s > 0 ? record.fit.place[own + s - 1] : 0;
    for (const double rate : rates) frequencies.push_back(std::exp(rate - log_ratio));
  }
  const std::uint64_t shape[] = {sets, curve_points};
  file.dataset("/curve/temperature_K", temperatures, {"K", "temperature"});
  file.dataset("/curve/frequency_Hz", frequencies, shape,
               {"Hz", "frequency of the fitted model per set, without the direct plateau"});
}

void write_comparison(OutputFile& file, const std::string& group, const std::vector<ArrheniusFit>& fits) {
  std::vector<std::string> names;
  std::vector<std::uint64_t> barriers, freedom;
  for (const ArrheniusFit& fit : fits) {
    names.emplace_back(model_name(fit.model));
    barriers.push_back(fit.barriers);
    freedom.push_back(fit.degrees_of_freedom);
  }
  write_texts(file, group + "/model", names, "models fitted to the same data");
  file.dataset(group + "/barriers", barriers, {"1", "number of barriers"});
  file.dataset(group + "/degrees_of_freedom", freedom, {"1", "points less parameters"});
  const auto write = [&](const std::string& name, double ArrheniusFit::*member, const std::string& description) {
    file.dataset(group + "/" + name, column(fits, [&](const auto& fit) { return fit.*member; }), {"1", description});
  };
  write("chi_square", &ArrheniusFit::chi_square, "sum of squared residuals");
  write("log_p_value", &ArrheniusFit::log_p_value, "natural logarithm of P(chi-square at least this large)");
  write("sigma", &ArrheniusFit::deviations, "the same as standard deviations of a Gaussian, two-sided");
  write("aic", &ArrheniusFit::aic, "chi-square + 2 k");
  write("bic", &ArrheniusFit::bic, "chi-square + k ln N");
}

void write_profile(OutputFile& file, const std::vector<ProfilePoint>& profile) {
  file.dataset("/profile/barrier_meV", column(profile, [](const auto& p) { return p.value; }),
               {"meV", "given barrier"});
  file.dataset("/profile/critical_temperature_K", column(profile, [](const auto& p) { return p.values[2]; }),
               {"K", "critical temperature that fits best with it"});
  file.dataset("/profile/chi_square", column(profile, [](const auto& p) { return p.chi_square; }),
               {"1", "chi-square minimised over all but the barrier"});
}

void write_bootstrap(OutputFile& file, const ArrheniusRecord& record) {
  const Bootstrap& drawn = *record.bootstrap;
  const auto write = [&](const std::string& name, double BootstrapParameter::*member, const std::string& description) {
    file.dataset("/bootstrap/" + name, column(drawn.parameters, [&](const auto& p) { return p.*member; }),
                 {"of each parameter", description});
  };
  write("mean", &BootstrapParameter::mean, "mean over the replicas");
  write("deviation", &BootstrapParameter::deviation, "standard deviation over the replicas");
  write("low", &BootstrapParameter::low, "16 % quantile");
  write("high", &BootstrapParameter::high, "84 % quantile");
  file.attribute("/bootstrap", "replicas", static_cast<std::uint64_t>(drawn.replicas));
  file.attribute("/bootstrap", "failed", static_cast<std::uint64_t>(drawn.failed));
  file.attribute("/bootstrap", "seed", record.seed);
  file.attribute("/bootstrap", "errors", std::string(scatter_name(record.scatter, record.problem.data().counted)));
}

}  // namespace

void write_arrhenius_file(const std::string& path, const ArrheniusRecord& record, const RunIdentity& identity) {
  OutputFile file(path, "slipburst-fit-arrhenius");
  write_program(file);
  write_identity(file, identity);
  const ArrheniusFit& fit = record.fit;
  file.attribute("/", "model", std::string(model_name(fit.model)));
  file.attribute("/", "formula", std::string(model_formula(fit.model)));
  file.attribute("/", "barriers", static_cast<std::uint64_t>(fit.barriers));
  file.attribute("/", "chi_square", fit.chi_square);
  file.attribute("/", "degrees_of_freedom", static_cast<std::uint64_t>(fit.degrees_of_freedom));
  file.attribute("/", "log_p_value", fit.log_p_value);
  file.attribute("/", "poor_fit", static_cast<std::uint64_t>(is_poor_fit(std::exp(fit.log_p_value))));
  file.attribute("/", "sigma", fit.deviations);
  file.attribute("/", "aic", fit.aic);
  file.attribute("/", "bic", fit.bic);
  write_texts(file, "/data/file", record.paths, "files of the data");
  write_data(file, record);
  write_parameters(file, fit);
  write_curve(file, record);
  std::vector<ArrheniusFit> compared;
  for (const ComparedModel& model : record.comparison) {
    if (model.fit) compared.push_back(*model.fit);
  }
  write_comparison(file, "/comparison", compared);
  if (!record.sums.empty()) write_comparison(file, "/sums", record.sums);
  if (!record.profile.empty()) write_profile(file, record.profile);
  if (record.bootstrap) write_bootstrap(file, record);
  file.commit();
}

}  // namespace slipburst::host
