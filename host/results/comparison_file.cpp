#include "host/results/comparison_file.hpp"

#include <utility>
#include <vector>

#include "host/results/provenance.hpp"
#include "host/results/response_file.hpp"
#include "host/results/rows.hpp"
#include "host/store/output_file.hpp"

namespace slipburst::host {
namespace {

/// Field that needs the aluminium area.
template <class Get>
Field<BandOutcome> area_field(std::string name, std::string unit, std::string text, Get get) {
  return {{std::move(name), std::move(unit), "", std::move(text) + "; none without an area"},
          [=](const BandOutcome& b) -> FieldValue {
            if (!b.area_cm2) return {};
            return get(b.band, *b.area_cm2);
          }};
}

Fields<BandOutcome> make_band_fields() {
  return {
      {{"low_eV", "eV", "", "lower end of the band, measured energy"},
       [](const BandOutcome& b) { return b.band.band.low_eV; }},
      {{"high_eV", "eV", "", "upper end of the band; infinite, in reports null, if it has none"},
       [](const BandOutcome& b) { return b.band.band.high_eV; }},
      {{"counts", "1", "", "events measured in the band"}, [](const BandOutcome& b) { return b.band.band.counts; }},
      {{"inverse_efficiency", "1", "",
        "mean of 1/efficiency over the events of the band; over the band itself if it has no events"},
       [](const BandOutcome& b) { return b.band.band.inverse_efficiency; }},
      {{"measured_rate_Hz", "Hz", "",
        "rate of the whole detector at the time compared, counts / (efficiency × live time)"},
       [](const BandOutcome& b) { return b.band.measured_Hz.value; }},
      {{"measured_rate_low_Hz", "Hz", "",
        "lower end of the central interval of 68.27 % of `measured_rate_Hz` (Garwood)"},
       [](const BandOutcome& b) { return b.band.measured_Hz.interval.low; }},
      {{"measured_rate_high_Hz", "Hz", "",
        "upper end of the central interval of 68.27 % of `measured_rate_Hz` (Garwood)"},
       [](const BandOutcome& b) { return b.band.measured_Hz.interval.high; }},
      area_field("measured_rate_Hz_per_cm2", "Hz/cm^2", "measured rate per aluminium area",
                 [](const BandComparison& band, double area) { return band.measured_Hz.value / area; }),
      {{"predicted_rate_Hz_per_cm2", "Hz/cm^2", "",
        "predicted rate after noise, energy scale and threshold, as if the efficiency were 1"},
       [](const BandOutcome& b) { return b.band.predicted_Hz_per_cm2.value; }},
      {{"predicted_rate_sigma_Hz_per_cm2", "Hz/cm^2", "",
        "one standard deviation of the predicted rate, by the errors of the spectrum"},
       [](const BandOutcome& b) { return b.band.predicted_Hz_per_cm2.sigma; }},
      {{"expected_counts_per_cm2", "1/cm^2", "",
        "expected events in the live time, with the efficiency, per area of film"},
       [](const BandOutcome& b) { return b.band.expected_counts_per_cm2; }},
      area_field("expected_counts", "1", "expected events in the live time, with the efficiency",
                 [](const BandComparison& band, double area) { return band.expected_counts_per_cm2 * area; }),
      area_field("ratio", "1", "measured over predicted rate",
                 [](const BandComparison& band, double area) { return band.matching_area_cm2().value / area; }),
      area_field("ratio_low", "1", "lower end of the interval of `ratio`",
                 [](const BandComparison& band, double area) { return band.matching_area_cm2().interval.low / area; }),
      area_field("ratio_high", "1", "upper end of the interval of `ratio`",
                 [](const BandComparison& band, double area) { return band.matching_area_cm2().interval.high / area; }),
      {{"matching_area_cm2", "cm^2", "", "area for which the ratio would be 1"},
       [](const BandOutcome& b) { return b.band.matching_area_cm2().value; }},
  };
}

Fields<ComparisonOutcome> single_comparison_fields() {
  using Outcome = const ComparisonOutcome&;
  const auto or_unknown = [](const std::optional<double>& value) -> FieldValue {
    if (!value) return {};
    return *value;
  };
  const auto experiment = [](Outcome o) -> const Experiment& { return o.inputs.detector.experiment; };
  return {
      {{"detector", "", "", "name of the detector"}, [=](Outcome o) { return experiment(o).name; }},
      {{"data_source", "", "", "acknowledgement of the data, or the detector file"},
       [](Outcome o) { return o.inputs.detector.source; }},
      {{"method", "", "", "method of the spectrum"}, [](Outcome o) { return o.inputs.spectrum.method; }},
      {{"channel", "", "", "channel of the spectrum that is compared, `crystal` or `film`"},
       [](Outcome o) { return std::string(o.inputs.channel == 0 ? "crystal" : "film"); }},
      {{"time_since_cooldown_s", "s", "", "time for which rates are given: one week"},
       [](Outcome o) { return o.inputs.at_time_s; }},
      {{"live_time_s", "s", "", "live time of the data"}, [=](Outcome o) { return experiment(o).live_time_s; }},
      {{"mean_inverse_age_Hz", "Hz", "", "mean of 1/(time since cooldown) over the live time of the data"},
       [=](Outcome o) { return experiment(o).inverse_age_Hz; }},
      {{"aluminium_area_cm2", "cm^2", "", "aluminium area of the detector, or `--area`; none if unknown"},
       [=](Outcome o) { return or_unknown(o.inputs.area_cm2); }},
      {{"detector_mass_kg", "kg", "", "mass of the detector; none if unknown"},
       [=](Outcome o) { return or_unknown(experiment(o).mass_kg); }},
      {{"agreement_area_cm2", "cm^2", "",
        "area of the [agreement](methods.md#comparison-with-measured-spectra): as given, else that of maximum "
        "likelihood"},
       [](Outcome o) { return o.comparison.agreement.area_cm2; }},
      {{"deviance", "1", "", "deviance of the bands, from the ratio of likelihoods"},
       [](Outcome o) { return o.comparison.agreement.deviance; }},
      {{"chi_square", "1", "", "Pearson's chi-square of the bands"},
       [](Outcome o) { return o.comparison.agreement.chi_square; }},
      {{"degrees_of_freedom", "1", "", "bands, less one where the area is that of maximum likelihood"},
       [](Outcome o) { return std::uint64_t{o.comparison.agreement.degrees_of_freedom}; }},
  };
}

const TrueSpectrum& truth_of(const ComparisonOutcome& o) { return o.inputs.spectrum.channel[o.inputs.channel]; }

/// Rate per energy from probabilities of true cells, without the cells outside the edges.
std::vector<double> rates_per_eV(const ComparisonOutcome& o, const std::vector<double>& probability) {
  const std::vector<double>& edges = truth_of(o).edges_eV;
  const double rate = o.inputs.spectrum.releases_per_cm2 / o.inputs.at_time_s;
  std::vector<double> values;
  for (std::size_t bin = 1; bin < edges.size(); ++bin) {
    values.push_back(probability[bin] * rate / (edges[bin] - edges[bin - 1]));
  }
  return values;
}

Fields<ComparisonOutcome> make_comparison_fields() {
  Fields<ComparisonOutcome> fields = single_comparison_fields();
  add_columns(fields, "bands", "b", band_fields(), [](const ComparisonOutcome& o) {
    std::vector<BandOutcome> rows;
    for (const BandComparison& band : o.comparison.bands) rows.push_back({band, o.inputs.area_cm2});
    return rows;
  });
  fields.push_back({{"curve/edges_eV", "eV", "[B + 1]", "edges of the bins of both curves"},
                    [](const ComparisonOutcome& o) { return truth_of(o).edges_eV; }});
  fields.push_back({{"curve/true_rate_Hz_per_eV_per_cm2", "Hz/eV/cm^2", "[B]", "predicted dR/dE over true energy"},
                    [](const ComparisonOutcome& o) { return rates_per_eV(o, truth_of(o).probability); }});
  fields.push_back({{"curve/measured_rate_Hz_per_eV_per_cm2", "Hz/eV/cm^2", "[B]",
                     "predicted dR/dE over measured energy, after noise and energy scale, without threshold and "
                     "efficiency"},
                    [](const ComparisonOutcome& o) {
                      const TrueSpectrum& truth = truth_of(o);
                      const ResponseMatrix matrix(o.inputs.detector.experiment.response, truth.edges_eV,
                                                  truth.edges_eV);
                      return rates_per_eV(o, matrix.smear(truth.probability));
                    }});
  return fields;
}

}  // namespace

const Fields<BandOutcome>& band_fields() {
  static const Fields<BandOutcome> fields = make_band_fields();
  return fields;
}

const Fields<ComparisonOutcome>& comparison_fields() {
  static const Fields<ComparisonOutcome> fields = make_comparison_fields();
  return fields;
}

void write_comparison_file(const std::string& path, const ComparisonOutcome& outcome) {
  const ComparisonInputs& inputs = outcome.inputs;
  OutputFile file(path, "slipburst-compare");
  write_provenance(file, inputs.spectrum.config, inputs.spectrum.backend);
  write_identity(file, inputs.identity);
  write_fields(file, "/", comparison_fields(), outcome);
  write_fields(file, "/", detector_fields(), inputs.detector.experiment.response);
  file.commit();
}

}  // namespace slipburst::host
