#include "host/results/fit_file.hpp"

#include "host/numerics/significance.hpp"
#include "host/results/parameter_fields.hpp"
#include "host/results/provenance.hpp"
#include "host/results/rows.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

/// An internal value in the unit of reports.
double in_report_unit(double value, Dimension dimension) {
  return dimension == Dimension::pressure ? value / units::megapascal : value;
}

std::string report_unit(Dimension dimension) {
  return dimension == Dimension::pressure ? "MPa" : dimension == Dimension::length ? "nm" : "1";
}

/// Covariance in the units of reports.
std::vector<std::vector<double>> reported_covariance(const FitRecord& record) {
  std::vector<std::vector<double>> covariance = record.fit.covariance;
  for (std::size_t i = 0; i < covariance.size(); ++i) {
    for (std::size_t j = 0; j < covariance.size(); ++j) {
      covariance[i][j] =
          covariance[i][j] * in_report_unit(1, record.free[i].dimension) * in_report_unit(1, record.free[j].dimension);
    }
  }
  return covariance;
}

Fields<FitRecord> make_fit_fields() {
  using Record = const FitRecord&;
  return {
      {{"detector", "", "", "name of the experiment"}, [](Record r) { return r.detector.experiment.name; }},
      {{"data_source", "", "", "origin of the measured data, as the detector file states it"},
       [](Record r) { return r.detector.source; }},
      {{"channel", "", "", "`crystal` or `film`, as asked"}, [](Record r) { return r.channel; }},
      {{"aluminium_area_cm2", "cm^2", "", "area that the rates of the model are multiplied by"},
       [](Record r) { return r.area_cm2; }},
      {{"table_sha256", "", "", "digest of the [table](formats.md#table_sha256) that the fit was made with"},
       [](Record r) { return r.table_sha256; }},
      covariance_field<FitRecord>(reported_covariance),
      {{"deviance", "1", "", "[goodness of fit](methods.md#fits-of-spectra), which the fit minimised"},
       [](Record r) { return r.fit.deviance; }},
      {{"chi_square", "1", "", "Pearson's chi-square, sum (n − μ)²/μ over the bands"},
       [](Record r) { return r.fit.chi_square; }},
      {{"degrees_of_freedom", "1", "", "bands less parameters"},
       [](Record r) { return std::uint64_t{r.fit.degrees_of_freedom}; }},
      {{"p_value", "1", "", "probability of a deviance at least as large; none without a degree of freedom"},
       [](Record r) { return r.fit.p_value; }},
      {{"poor_fit", "", "", "whether `p_value` is below 1e-3: the model does not describe the data"},
       [](Record r) { return is_poor_fit(r.fit.p_value); }},
      {{"model_evaluations", "1", "", "spectra computed"}, [](Record r) { return r.fit.evaluations; }},
  };
}

Fields<FittedBand> make_fitted_band_fields() {
  using Band = const FittedBand&;
  return {
      {{"low_eV", "eV", "", "lower end of the band, measured energy"}, [](Band b) { return b.band.low_eV; }},
      {{"high_eV", "eV", "", "upper end of the band; null, in the file infinite, where it has none"},
       [](Band b) { return b.band.high_eV; }},
      {{"counts", "1", "", "events measured in the band"}, [](Band b) { return std::uint64_t{b.band.counts}; }},
      {{"expected_counts", "1", "", "events expected in the band by the fitted model"},
       [](Band b) { return b.expected; }},
      {{"residual", "1", "", "signed root of the band's deviance, positive where more was measured"},
       [](Band b) { return -deviance_residual(b.expected, static_cast<double>(b.band.counts)); }},
  };
}

}  // namespace

const Fields<FitRecord>& fit_fields() {
  static const Fields<FitRecord> fields = make_fit_fields();
  return fields;
}

std::vector<ParameterRow> parameter_rows(const FitRecord& record) {
  std::vector<ParameterRow> rows;
  for (std::size_t i = 0; i < record.fit.parameters.size(); ++i) {
    const FittedParameter& p = record.fit.parameters[i];
    const Dimension dimension = record.free[i].dimension;
    const auto number = [&](double value) { return in_report_unit(value, dimension); };
    rows.push_back({p.name, report_unit(dimension), number(p.value), number(p.sigma), number(p.low), number(p.high),
                    p.low_is_bound, p.high_is_bound});
  }
  return rows;
}

const Fields<ParameterRow>& parameter_row_fields() {
  static const Fields<ParameterRow> fields = parameter_fields<ParameterRow>();
  return fields;
}

std::vector<FittedBand> fitted_bands(const FitRecord& record) {
  std::vector<FittedBand> bands;
  for (const MeasuredBand& band : record.measured.bands()) bands.push_back({band, record.fit.expected[bands.size()]});
  return bands;
}

const Fields<FittedBand>& fitted_band_fields() {
  static const Fields<FittedBand> fields = make_fitted_band_fields();
  return fields;
}

void write_fit_file(const std::string& path, const Case& best, const std::string& backend, const FitRecord& record) {
  OutputFile file(path, "slipburst-fit");
  write_provenance(file, best, backend);
  write_identity(file, record.identity);
  write_fields(file, "/", fit_fields(), record);
  write_rows(file, "/parameters", parameter_row_fields(), parameter_rows(record));
  write_rows(file, "/bands", fitted_band_fields(), fitted_bands(record));
  file.commit();
}

}  // namespace slipburst::host
