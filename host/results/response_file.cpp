#include "host/results/response_file.hpp"

#include <optional>
#include <string>
#include <utility>

#include "host/config/response_reader.hpp"
#include "host/table/event_model.hpp"

namespace slipburst::host {
namespace {

constexpr double second_per_day = 86400, eV_per_keV = 1000;

/// Factor on probabilities; none where the case has not what it needs.
using Scale = std::optional<double> (*)(const ResponseOutcome&);

std::optional<double> one(const ResponseOutcome&) { return 1; }
std::optional<double> per_area(const ResponseOutcome& o) { return o.rate.per_area; }
std::optional<double> of_area(const ResponseOutcome& o) { return o.rate.hz; }

std::optional<double> per_mass(const ResponseOutcome& o) {
  if (!o.rate.hz || !o.c.detector.mass_kg) return {};
  return *o.rate.hz * eV_per_keV * second_per_day / *o.c.detector.mass_kg;
}

std::optional<double> in_live_time(const ResponseOutcome& o) {
  if (!o.rate.hz || !o.c.response.live_time_s) return {};
  return *o.rate.hz * *o.c.response.live_time_s;
}

class ChannelFields {
 public:
  explicit ChannelFields(int channel) : channel_(channel) {}

  /// Adds an array over the bins, with its standard deviation.
  void bins(const std::string& name, const std::string& sigma_name, const std::string& unit, const std::string& text,
            Scale scale, bool per_width) {
    const auto get = [=, channel = channel_](double Estimate::*member) {
      return [=](const ResponseOutcome& o) -> FieldValue {
        const std::optional<double> factor = scale(o);
        if (!factor) return {};
        std::vector<double> values;
        const std::vector<Estimate>& bins = o.channel(channel).bins;
        for (std::size_t bin = 0; bin < bins.size(); ++bin) {
          const double width = per_width ? o.folded.edges_eV[bin + 1] - o.folded.edges_eV[bin] : 1;
          values.push_back(bins[bin].*member * *factor / width);
        }
        return values;
      };
    };
    fields_.push_back({{name, unit, "[B]", text}, get(&Estimate::value)});
    fields_.push_back({{sigma_name, unit, "[B]", "one standard deviation of `" + name + "`"}, get(&Estimate::sigma)});
  }

  void density(const std::string& name, const std::string& ending, const std::string& unit, const std::string& text,
               Scale scale) {
    bins(name + ending, name + "_sigma" + ending, unit, text + ", measured energy, seen, mean over the bin", scale,
         true);
  }

  /// Adds a single value of the probability to be seen.
  void seen(const std::string& name, const std::string& unit, const std::string& text, Scale scale,
            double Estimate::*member = &Estimate::value) {
    fields_.push_back({{name, unit, "", text}, [=, channel = channel_](const ResponseOutcome& o) -> FieldValue {
                         const std::optional<double> factor = scale(o);
                         if (!factor) return {};
                         return o.channel(channel).seen.*member * *factor;
                       }});
  }

  /// Adds the load of some bursts.
  void load(const std::string& name, const std::string& bursts, BurstMoments FoldedChannel::*moments) {
    const auto add = [&](const std::string& ending, const std::string& unit, const std::string& text,
                         double BurstLoad::*member) {
      fields_.push_back({{name + ending, unit, "", text + " of " + bursts + "; none without an area"},
                         [=, channel = channel_](const ResponseOutcome& o) -> FieldValue {
                           if (!o.rate.hz) return {};
                           return burst_load(o.channel(channel).*moments, *o.rate.hz).*member;
                         }});
    };
    add("_rate_Hz", "Hz", "rate", &BurstLoad::rate_Hz);
    add("_power_aW", "aW", "mean power", &BurstLoad::power_aW);
    add("_shot_noise_W_per_sqrt_Hz", "W/sqrt(Hz)", "[shot noise](methods.md#detector-response)",
        &BurstLoad::shot_noise_W_per_sqrt_Hz);
  }

  Fields<ResponseOutcome> take() { return std::move(fields_); }

 private:
  int channel_;
  Fields<ResponseOutcome> fields_;
};

Fields<ResponseOutcome> make_channel_fields(int channel) {
  ChannelFields fields(channel);
  fields.density("probability", "_per_eV", "1/eV", "dP/dE per pinned dislocation", one);
  fields.density("rate", "_Hz_per_eV_per_cm2", "Hz/eV/cm^2", "dR/dE per area of film", per_area);
  fields.density("rate", "_Hz_per_eV", "Hz/eV", "dR/dE for the case's area", of_area);
  fields.density("counts", "_per_keV_kg_day", "counts/(keV kg day)", "dR/dE for the case's area and mass", per_mass);
  fields.bins("expected_counts", "expected_counts_sigma", "1",
              "expected number of events seen per bin in the live time; only with an area and a live time",
              in_live_time, false);
  fields.seen("seen_probability", "1", "probability to be seen, per pinned dislocation", one);
  fields.seen("seen_probability_sigma", "1", "one standard deviation of `seen_probability`", one, &Estimate::sigma);
  fields.seen("rate_above_threshold_Hz_per_cm2", "Hz/cm^2", "rate of bursts seen, per area of film", per_area);
  fields.seen("rate_above_threshold_Hz", "Hz", "rate of bursts seen; none without an area", of_area);
  fields.seen("expected_counts_above_threshold", "1",
              "expected number of bursts seen in `response.live_time`; none without it or an area", in_live_time);
  fields.load("subthreshold", "bursts that are not seen", &FoldedChannel::subthreshold);
  fields.load("emitted", "all bursts", &FoldedChannel::emitted);
  return fields.take();
}

Fields<ResponseOutcome> make_response_fields() {
  const auto plane_edges = [](const ResponseOutcome& o) {
    return bin_edges_eV(o.c.histogram, o.c.histogram.plane_bins_per_decade);
  };
  const auto plane = [=](auto get) {
    return [=](const ResponseOutcome& o) -> FieldValue {
      if (o.plane.probability.empty()) return {};
      const std::vector<double> edges = plane_edges(o);
      return get(o, ResponseMatrix(detector_response(o.c.response), edges, edges));
    };
  };
  return {
      {{"edges_eV", "eV", "[B + 1]", "edges of the bins of measured energy, both channels"},
       [](const ResponseOutcome& o) { return o.folded.edges_eV; }},
      {{"plane/edges_eV", "eV", "[P]", "edges of the bins of both axes; only with `histogram.plane_bins_per_decade`"},
       plane([=](const ResponseOutcome& o, const ResponseMatrix&) { return FieldValue(plane_edges(o)); })},
      {{"plane/probability", "1", "[P + 1, P + 1]",
        "P per pinned dislocation of measured crystal (shared by all sensors) and film energy (of one sensor), "
        "[crystal][film], noise of the two independent, before threshold and efficiency; first and last of each axis: "
        "below the first edge, above the last"},
       plane([](const ResponseOutcome& o, const ResponseMatrix& matrix) {
         std::vector<double> probability;
         for (const Estimate& estimate : o.plane.probability) probability.push_back(estimate.value);
         const std::uint64_t side = matrix.acceptance().size();
         return FieldValue(ArrayValue{matrix.smear_plane(probability), {side, side}});
       })},
      {{"plane/acceptance", "1", "[P + 1]", "threshold and efficiency over either axis, mean of each cell"},
       plane([](const ResponseOutcome&, const ResponseMatrix& matrix) { return FieldValue(matrix.acceptance()); })},
      {{"live_time_s", "s", "", "live time of the case; none without `response.live_time`"},
       [](const ResponseOutcome& o) -> FieldValue {
         if (!o.c.response.live_time_s) return {};
         return *o.c.response.live_time_s;
       },
       FieldPlace::file},
  };
}

}  // namespace

const Fields<DetectorResponse>& detector_fields() {
  static const Fields<DetectorResponse> fields = {
      {{"efficiency/energy_eV", "eV", "[k]",
        "measured energies of the survival probabilities; straight lines between, held at the ends; one point for an "
        "efficiency that is a number"},
       [](const DetectorResponse& response) { return response.efficiency.energy_eV; }},
      {{"efficiency/survival", "1", "[k]", "survival probability at each energy of `efficiency/energy_eV`"},
       [](const DetectorResponse& response) { return response.efficiency.survival; }},
      {{"resolution_eV", "eV", "", "standard deviation of the detector's noise"},
       [](const DetectorResponse& response) { return response.resolution_eV; },
       FieldPlace::file},
      {{"threshold_eV", "eV", "", "measured energy from which on the detector sees a burst; 0: no threshold"},
       [](const DetectorResponse& response) { return response.threshold_eV; },
       FieldPlace::file},
      {{"energy_scale", "1", "", "measured over true energy"},
       [](const DetectorResponse& response) { return response.energy_scale; },
       FieldPlace::file},
  };
  return fields;
}

const Fields<ResponseOutcome>& response_fields() {
  static const Fields<ResponseOutcome> fields = make_response_fields();
  return fields;
}

const Fields<ResponseOutcome>& response_channel_fields(int channel) {
  static const Fields<ResponseOutcome> crystal = make_channel_fields(0), film = make_channel_fields(1);
  return channel == 0 ? crystal : film;
}

void write_response(OutputFile& file, const ResponseOutcome& outcome) {
  write_fields(file, "/response", response_fields(), outcome);
  write_fields(file, "/response", detector_fields(), detector_response(outcome.c.response));
  write_fields(file, "/response/crystal", response_channel_fields(0), outcome);
  write_fields(file, "/response/film", response_channel_fields(1), outcome);
}

}  // namespace slipburst::host
