#include "host/results/comparison_file.hpp"

#include "host/results/provenance.hpp"
#include "host/store/output_file.hpp"

namespace slipburst::host {
namespace {

void write_bands(OutputFile& file, const Comparison& comparison) {
  std::vector<double> low, high, inverse, rate, rate_low, rate_high, predicted, sigma, expected;
  std::vector<std::uint64_t> counts;
  for (const BandComparison& band : comparison.bands) {
    low.push_back(band.band.low_eV);
    high.push_back(band.band.high_eV);
    counts.push_back(band.band.counts);
    inverse.push_back(band.band.inverse_efficiency);
    rate.push_back(band.measured_Hz.value);
    rate_low.push_back(band.measured_Hz.interval.low);
    rate_high.push_back(band.measured_Hz.interval.high);
    predicted.push_back(band.predicted_Hz_per_cm2.value);
    sigma.push_back(band.predicted_Hz_per_cm2.sigma);
    expected.push_back(band.expected_counts_per_cm2);
  }
  const std::string garwood = "central 68.27 % interval of the counts (Garwood)";
  file.dataset("/bands/low_eV", low, {"eV", "lower ends of the bands, measured energy"});
  file.dataset("/bands/high_eV", high, {"eV", "upper ends; infinite where a band has none"});
  file.dataset("/bands/counts", counts, {"1", "events measured per band"});
  file.dataset("/bands/inverse_efficiency", inverse, {"1", "mean of 1/efficiency over these events"});
  file.dataset("/bands/measured_rate_Hz", rate, {"Hz", "counts / (efficiency x live time), at the time compared"});
  file.dataset("/bands/measured_rate_low_Hz", rate_low, {"Hz", garwood + ", lower end"});
  file.dataset("/bands/measured_rate_high_Hz", rate_high, {"Hz", garwood + ", upper end"});
  file.dataset("/bands/predicted_rate_Hz_per_cm2", predicted,
               {"Hz/cm^2", "measured energy in the band and above threshold, as if the efficiency were 1"});
  file.dataset("/bands/predicted_rate_sigma_Hz_per_cm2", sigma, {"Hz/cm^2", "one standard deviation"});
  file.dataset("/bands/expected_counts_per_cm2", expected,
               {"1/cm^2", "expected events in the live time, with the efficiency, per area of film"});
}

/// The prediction over energy, before and after the detector's noise and scale.
void write_curves(OutputFile& file, const ComparisonInputs& inputs) {
  const TrueSpectrum& truth = inputs.spectrum.channel[inputs.channel];
  DetectorResponse response = inputs.detector.experiment.response;
  const ResponseMatrix matrix(response, truth.edges_eV, truth.edges_eV);
  const std::vector<double> smeared = matrix.smear(truth.probability);
  const double rate = inputs.spectrum.releases_per_cm2 / inputs.at_time_s;
  std::vector<double> before, after;
  for (std::size_t bin = 1; bin < truth.edges_eV.size(); ++bin) {
    const double width = truth.edges_eV[bin] - truth.edges_eV[bin - 1];
    before.push_back(truth.probability[bin] * rate / width);
    after.push_back(smeared[bin] * rate / width);
  }
  file.dataset("/curve/edges_eV", truth.edges_eV, {"eV", "edges of the bins of both curves"});
  file.dataset("/curve/true_rate_Hz_per_eV_per_cm2", before, {"Hz/eV/cm^2", "dR/dE over true energy"});
  file.dataset("/curve/measured_rate_Hz_per_eV_per_cm2", after,
               {"Hz/eV/cm^2",
                "dR/dE over measured energy, after noise and energy scale, without threshold and "
                "efficiency"});
}

void write_experiment(OutputFile& file, const Experiment& experiment) {
  file.attribute("/", "detector", experiment.name);
  file.attribute("/", "live_time_s", experiment.live_time_s);
  file.attribute("/", "mean_inverse_age_Hz", experiment.inverse_age_Hz);
  file.attribute("/", "resolution_eV", experiment.response.resolution_eV);
  file.attribute("/", "threshold_eV", experiment.response.threshold_eV);
  file.attribute("/", "energy_scale", experiment.response.energy_scale);
  if (experiment.mass_kg) file.attribute("/", "detector_mass_kg", *experiment.mass_kg);
  file.dataset("/efficiency/energy_eV", experiment.response.efficiency.energy_eV,
               {"eV", "measured energies of the survival probabilities; straight lines between, held at the ends"});
  file.dataset("/efficiency/survival", experiment.response.efficiency.survival, {"1", "survival probability"});
}

}  // namespace

void write_comparison_file(const std::string& path, const ComparisonInputs& inputs, const Comparison& comparison) {
  OutputFile file(path, "slipburst-compare");
  write_provenance(file, inputs.spectrum.config, inputs.spectrum.backend);
  write_identity(file, inputs.identity);
  file.attribute("/", "method", inputs.spectrum.method);
  file.attribute("/", "channel", std::string(inputs.channel == 0 ? "crystal" : "film"));
  file.attribute("/", "data_source", inputs.detector.source);
  file.attribute("/", "time_since_cooldown_s", inputs.at_time_s);
  if (inputs.area_cm2) file.attribute("/", "aluminium_area_cm2", *inputs.area_cm2);
  file.attribute("/", "agreement_area_cm2", comparison.agreement.area_cm2);
  file.attribute("/", "deviance", comparison.agreement.deviance);
  file.attribute("/", "chi_square", comparison.agreement.chi_square);
  file.attribute("/", "degrees_of_freedom", static_cast<std::uint64_t>(comparison.agreement.degrees_of_freedom));
  write_experiment(file, inputs.detector.experiment);
  write_bands(file, comparison);
  write_curves(file, inputs);
  file.commit();
}

}  // namespace slipburst::host
