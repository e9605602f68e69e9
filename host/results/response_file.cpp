#include "host/results/response_file.hpp"

#include "host/config/response_reader.hpp"
#include "host/table/event_model.hpp"

namespace slipburst::host {
namespace {

constexpr double second_per_day = 86400, eV_per_keV = 1000;

/// Writer of a measured spectrum in every unit for which the case has the numbers.
class ChannelWriter {
 public:
  ChannelWriter(OutputFile& file, const Case& c, const RateScale& rate, const FoldedSpectrum& folded, int channel,
                std::string group)
      : file_(file), folded_(folded), of_(folded.channel[channel]), rate_(rate), group_(std::move(group)) {
    const std::string how = ", measured energy, seen, mean over the bin";
    density("probability", "1/eV", "dP/dE per pinned dislocation" + how, 1);
    density("rate", "Hz/eV/cm^2", "dR/dE per area of film" + how, rate_.per_area, "_per_cm2");
    if (rate_.hz) write_for_area(c, how);
    rates_and_moments();
  }

 private:
  void write_for_area(const Case& c, const std::string& how) {
    density("rate", "Hz/eV", "dR/dE for the case's area" + how, *rate_.hz);
    if (c.detector.mass_kg) {
      const double scale = *rate_.hz * eV_per_keV * second_per_day / *c.detector.mass_kg;
      columns("counts_per_keV_kg_day", "counts_sigma_per_keV_kg_day", "counts/(keV kg day)",
              "dR/dE for the case's area and mass" + how, scale, true);
    }
    if (c.response.live_time_s) {
      columns("expected_counts", "expected_counts_sigma", "1",
              "expected number of events seen per bin in the live time; sigma is that of the expectation",
              *rate_.hz * *c.response.live_time_s, false);
    }
  }

  void density(const std::string& name, const std::string& unit, const std::string& what, double scale,
               const std::string& suffix = "") {
    const std::string ending = (name == "rate" ? "_Hz_per_eV" : "_per_eV") + suffix;
    columns(name + ending, name + "_sigma" + ending, unit, what, scale, true);
  }

  void columns(const std::string& name, const std::string& sigma_name, const std::string& unit, const std::string& what,
               double scale, bool per_width) {
    std::vector<double> value, sigma;
    for (std::size_t bin = 0; bin < of_.bins.size(); ++bin) {
      const double width = per_width ? folded_.edges_eV[bin + 1] - folded_.edges_eV[bin] : 1;
      value.push_back(of_.bins[bin].value * scale / width);
      sigma.push_back(of_.bins[bin].sigma * scale / width);
    }
    file_.dataset(group_ + "/" + name, value, {unit, what});
    file_.dataset(group_ + "/" + sigma_name, sigma, {unit, "one standard deviation"});
  }

  void rates_and_moments() {
    file_.attribute(group_, "seen_probability", of_.seen.value);
    file_.attribute(group_, "seen_probability_sigma", of_.seen.sigma);
    file_.attribute(group_, "rate_above_threshold_Hz_per_cm2", of_.seen.value * rate_.per_area);
    if (!rate_.hz) return;
    file_.attribute(group_, "rate_above_threshold_Hz", of_.seen.value * *rate_.hz);
    const auto load = [&](const std::string& name, const BurstMoments& moments) {
      const BurstLoad of = burst_load(moments, *rate_.hz);
      file_.attribute(group_, name + "_rate_Hz", of.rate_Hz);
      file_.attribute(group_, name + "_power_aW", of.power_aW);
      file_.attribute(group_, name + "_shot_noise_W_per_sqrt_Hz", of.shot_noise_W_per_sqrt_Hz);
    };
    load("subthreshold", of_.subthreshold);
    load("emitted", of_.emitted);
  }

  OutputFile& file_;
  const FoldedSpectrum& folded_;
  const FoldedChannel& of_;
  const RateScale& rate_;
  std::string group_;
};

/// Writes the plane of both energies, after noise and energy scale; threshold and efficiency are left to the reader.
void write_plane(OutputFile& file, const Case& c, const DetectorResponse& response, const EnergyPlane& plane) {
  if (plane.probability.empty()) return;
  const std::vector<double> edges = bin_edges_eV(c.histogram, c.histogram.plane_bins_per_decade);
  std::vector<double> probability;
  for (const Estimate& estimate : plane.probability) probability.push_back(estimate.value);
  const ResponseMatrix matrix(response, edges, edges);
  const std::uint64_t shape[] = {edges.size() + 1, edges.size() + 1};
  file.dataset("/response/plane/edges_eV", edges, {"eV", "edges of the bins of both axes"});
  file.dataset("/response/plane/probability", matrix.smear_plane(probability), shape,
               {"1",
                "P per pinned dislocation of measured crystal (shared by all sensors) and film energy (of one "
                "sensor), [crystal][film], noise of the two independent; first and last of each axis: below the "
                "first edge, above the last"});
  file.dataset("/response/plane/acceptance", matrix.acceptance(),
               {"1", "threshold and efficiency over either axis, mean of each cell"});
}

}  // namespace

void write_detector(OutputFile& file, const DetectorResponse& response, const std::vector<double>& edges_eV) {
  file.dataset("/response/edges_eV", edges_eV, {"eV", "edges of the bins of measured energy, both channels"});
  file.dataset("/response/efficiency/energy_eV", response.efficiency.energy_eV,
               {"eV", "measured energies of the survival probabilities; straight lines between, held at the ends"});
  file.dataset("/response/efficiency/survival", response.efficiency.survival, {"1", "survival probability"});
  file.attribute("/response", "resolution_eV", response.resolution_eV);
  file.attribute("/response", "threshold_eV", response.threshold_eV);
  file.attribute("/response", "energy_scale", response.energy_scale);
}

void write_response(OutputFile& file, const Case& c, const RateScale& rate, const FoldedSpectrum& folded,
                    const EnergyPlane& plane) {
  const DetectorResponse response = detector_response(c.response);
  ChannelWriter(file, c, rate, folded, 0, "/response/crystal");
  ChannelWriter(file, c, rate, folded, 1, "/response/film");
  write_detector(file, response, folded.edges_eV);
  write_plane(file, c, response, plane);
  if (c.response.live_time_s) file.attribute("/response", "live_time_s", *c.response.live_time_s);
}

}  // namespace slipburst::host
