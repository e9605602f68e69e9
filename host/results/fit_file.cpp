#include "host/results/fit_file.hpp"

#include "host/numerics/significance.hpp"
#include "host/results/provenance.hpp"
#include "host/store/output_file.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {

double in_report_unit(double value, Dimension dimension) {
  return dimension == Dimension::pressure ? value / units::megapascal : value;
}

std::string report_unit(Dimension dimension) {
  return dimension == Dimension::pressure ? "MPa" : dimension == Dimension::length ? "nm" : "1";
}

void write_fit_file(const std::string& path, const Case& best, const std::string& backend, const FitRecord& record) {
  OutputFile file(path, "slipburst-fit");
  write_provenance(file, best, backend);
  write_identity(file, record.identity);
  const PoissonFit& fit = record.fit;
  file.attribute("/", "detector", record.detector.experiment.name);
  file.attribute("/", "data_source", record.detector.source);
  file.attribute("/", "channel", record.channel);
  file.attribute("/", "table_sha256", record.table_sha256);
  file.attribute("/", "aluminium_area_cm2", record.area_cm2);
  file.attribute("/", "deviance", fit.deviance);
  file.attribute("/", "chi_square", fit.chi_square);
  file.attribute("/", "degrees_of_freedom", static_cast<std::uint64_t>(fit.degrees_of_freedom));
  file.attribute("/", "p_value", fit.p_value);
  file.attribute("/", "poor_fit", static_cast<std::uint64_t>(is_poor_fit(fit.p_value)));
  for (std::size_t i = 0; i < fit.parameters.size(); ++i) {
    const FittedParameter& parameter = fit.parameters[i];
    const Dimension dimension = record.free[i].dimension;
    const auto number = [&](double value) { return in_report_unit(value, dimension); };
    const double values[] = {number(parameter.value), number(parameter.sigma), number(parameter.low),
                             number(parameter.high)};
    const std::string group = "/parameters/" + parameter.name;
    file.dataset(group, values,
                 {report_unit(dimension),
                  "value, sigma from the curvature, ends of the 68.27 % profile "
                  "interval"});
    file.attribute(group, "low_is_bound", static_cast<std::int64_t>(parameter.low_is_bound));
    file.attribute(group, "high_is_bound", static_cast<std::int64_t>(parameter.high_is_bound));
  }
  std::vector<double> covariance;
  for (std::size_t i = 0; i < fit.parameters.size(); ++i) {
    for (std::size_t j = 0; j < fit.parameters.size(); ++j) {
      covariance.push_back(fit.covariance[i][j] * in_report_unit(1, record.free[i].dimension) *
                           in_report_unit(1, record.free[j].dimension));
    }
  }
  std::string order;
  for (const FittedParameter& parameter : fit.parameters) order += (order.empty() ? "" : ", ") + parameter.name;
  const std::uint64_t shape[] = {fit.parameters.size(), fit.parameters.size()};
  file.dataset("/covariance", covariance, shape, {"products of the parameters' units", "rows and columns: " + order});
  std::vector<double> low, high;
  std::vector<std::uint64_t> counts;
  for (const MeasuredBand& band : record.measured.bands()) {
    low.push_back(band.low_eV);
    high.push_back(band.high_eV);
    counts.push_back(band.counts);
  }
  file.dataset("/bands/low_eV", low, {"eV", "lower ends of the bands, measured energy"});
  file.dataset("/bands/high_eV", high, {"eV", "upper ends; infinite where a band has none"});
  file.dataset("/bands/counts", counts, {"1", "events measured per band"});
  file.dataset("/bands/expected_counts", fit.expected, {"1", "events expected per band by the fitted model"});
  file.commit();
}

}  // namespace slipburst::host
