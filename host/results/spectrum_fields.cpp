#include "host/results/spectrum_fields.hpp"

#include <optional>
#include <string>
#include <utility>

#include "host/results/rows.hpp"
#include "host/table/event_model.hpp"

namespace slipburst::host {
namespace {

std::string sigma_text(const std::string& name) { return "one standard deviation of `" + name + "`"; }
std::string low_text(const std::string& name) {
  return "lower end of the central interval of 68.27 % confidence of `" + name + "`";
}
std::string high_text(const std::string& name) {
  return "upper end of the central interval of 68.27 % confidence of `" + name + "`";
}

using Rows = std::vector<Estimate>;

FieldValue or_none(const std::optional<double>& value) {
  if (!value) return {};
  return *value;
}

/// One member of the estimates of a row.
std::vector<double> part(const Rows& rows, double Estimate::*member) {
  std::vector<double> values;
  for (const Estimate& estimate : rows) values.push_back(estimate.*member);
  return values;
}

std::vector<double> part_per_eV(const SpectrumOutcome& o, const Rows& rows, double Estimate::*member,
                                double factor = 1) {
  std::vector<double> values = part(rows, member);
  for (std::size_t bin = 0; bin < values.size(); ++bin) {
    values[bin] = values[bin] / (o.result.values.edges_eV[bin + 1] - o.result.values.edges_eV[bin]) * factor;
  }
  return values;
}

Fields<SpectrumOutcome> single_values() {
  using Outcome = const SpectrumOutcome&;
  return {
      {{"method", "", "", "`plain`, `stratified`, `quadrature` or `direct`, as asked for"},
       [](Outcome o) { return o.result.values.method; }},
      {{"table_sha256", "", "", "digest of the [table](formats.md#table_sha256)"},
       [](Outcome o) { return o.result.table.sha256; }},
      {{"table_max_relative_error", "1", "", "error that the table recorded"},
       [](Outcome o) { return o.result.table.max_relative_error; }},
      {{"aluminium_area_cm2", "cm^2", "", "area of the case; none without `detector.aluminium_area`"},
       [](Outcome o) { return or_none(o.c.detector.aluminium_area_cm2); }},
      {{"detector_mass_kg", "kg", "", "mass of the case; none without `detector.mass`"},
       [](Outcome o) { return or_none(o.c.detector.mass_kg); }},
      {{"time_since_cooldown_s", "s", "",
        "time at which rates are given; the equivalent time of an observation window"},
       [](Outcome o) { return o.c.detector.time_since_cooldown_s; }},
      {{"release_rate_Hz", "Hz", "",
        "[rate of all pinned dislocations](methods.md#rates), silent ones too; none without an area"},
       [](Outcome o) { return or_none(o.result.rate.hz); }},
      {{"release_rate_Hz_per_cm2", "Hz/cm^2", "", "rate of all pinned dislocations per area of film"},
       [](Outcome o) { return o.result.rate.per_area; }},
      {{"mean_energy_eV", "eV", "", "[mean crystal energy](methods.md#mean-energy) per pinned dislocation"},
       [](Outcome o) { return o.result.values.channel[0].mean_eV.value; }},
      {{"mean_energy_sigma_eV", "eV", "", "standard deviation of the mean crystal energy"},
       [](Outcome o) { return o.result.values.channel[0].mean_eV.sigma; }},
      {{"mean_film_energy_eV", "eV", "", "mean film energy per pinned dislocation"},
       [](Outcome o) { return o.result.values.channel[1].mean_eV.value; }},
      {{"mean_film_energy_sigma_eV", "eV", "", "standard deviation of the mean film energy"},
       [](Outcome o) { return o.result.values.channel[1].mean_eV.sigma; }},
      {{"supersonic_share", "1", "", "share of the emitting events whose line somewhere passes the sound speed"},
       [](Outcome o) { return o.result.values.channel[0].supersonic_share; }},
      {{"rejected_share", "1", "", "share of the pins beyond `film.thickness` or in grains too small"},
       [](Outcome o) { return o.result.values.rejected.value; }},
      {{"negative_film_share", "1", "",
        "share of the lines with a [negative film energy](methods.md#negative-film-energies)"},
       [](Outcome o) { return o.result.table.negative.share; }},
      {{"negative_film_energy_eV", "eV", "",
        "mean of these negative energies per pinned dislocation, which `mean_film_energy_eV` leaves out"},
       [](Outcome o) { return o.result.table.negative.mean_eV; }},
      {{"quadrature_relative_error", "1", "",
        "largest estimated error of a probability above 1e-18; none where events were drawn"},
       [](Outcome o) { return or_none(o.result.quadrature_relative_error); }},
      {{"silent_because", "", "",
        "none, or the reason why [no line of the case emits](methods.md#cases-without-emission) and every probability "
        "is 0, and the remedy"},
       [](Outcome o) -> FieldValue {
         if (o.result.silent_because.empty()) return {};
         return o.result.silent_because;
       },
       FieldPlace::report},
  };
}

/// Arrays of a channel. \param name  "crystal" or "film"
void add_channel(Fields<SpectrumOutcome>& fields, const std::string& name, int channel) {
  const auto row = [&](const std::string& path, const std::string& shape, const std::string& text,
                       Rows ChannelValues::*rows, double Estimate::*member) {
    fields.push_back({{path, "1", shape, text},
                      [=](const SpectrumOutcome& o) { return part(o.result.values.channel[channel].*rows, member); }});
  };
  const auto density = [&](const std::string& path, const std::string& text, Rows ChannelValues::*rows,
                           double Estimate::*member) {
    fields.push_back({{name + path, "1/eV", "[B]", text}, [=](const SpectrumOutcome& o) {
                        return part_per_eV(o, o.result.values.channel[channel].*rows, member);
                      }});
  };
  const auto underflow = [&](const std::string& path, const std::string& text, double Estimate::*member) {
    fields.push_back({{name + path, "1", "[1]", text}, [=](const SpectrumOutcome& o) {
                        return part({o.result.values.channel[channel].underflow}, member);
                      }});
  };
  underflow("/underflow_probability", "P(0 < E < first edge) per pinned dislocation", &Estimate::value);
  underflow("/underflow_probability_sigma", sigma_text("underflow_probability"), &Estimate::sigma);
  row(name + "/integral_probability", "[B + 1]", "P(E > edge) per pinned dislocation", &ChannelValues::above,
      &Estimate::value);
  row(name + "/integral_probability_sigma", "[B + 1]", sigma_text("integral_probability"), &ChannelValues::above,
      &Estimate::sigma);
  row(name + "/integral_probability_low", "[B + 1]", low_text("integral_probability"), &ChannelValues::above,
      &Estimate::low);
  row(name + "/integral_probability_high", "[B + 1]", high_text("integral_probability"), &ChannelValues::above,
      &Estimate::high);
  density("/probability_per_eV", "dP/dE per pinned dislocation, mean over the bin", &ChannelValues::bins,
          &Estimate::value);
  density("/probability_sigma_per_eV", sigma_text("probability_per_eV"), &ChannelValues::bins, &Estimate::sigma);
  density("/probability_low_per_eV", low_text("probability_per_eV"), &ChannelValues::bins, &Estimate::low);
  density("/probability_high_per_eV", high_text("probability_per_eV"), &ChannelValues::bins, &Estimate::high);
  density("/supersonic_probability_per_eV", "dP/dE of lines that somewhere pass the film's transverse sound speed",
          &ChannelValues::supersonic, &Estimate::value);
  const auto rate = [&](const std::string& path, const std::string& unit, const std::string& text, auto scale,
                        double Estimate::*member) {
    fields.push_back({{name + path, unit, "[B]", text}, [=](const SpectrumOutcome& o) -> FieldValue {
                        const std::optional<double> factor = scale(o.result.rate);
                        if (!factor) return {};
                        return part_per_eV(o, o.result.values.channel[channel].bins, member, *factor);
                      }});
  };
  const auto per_area = [](const RateScale& scale) { return std::optional(scale.per_area); };
  const auto total = [](const RateScale& scale) { return scale.hz; };
  rate("/rate_Hz_per_eV_per_cm2", "Hz/eV/cm^2",
       "dR/dE = dP/dE times the rate of all pinned dislocations, N / (Gamma t), per area of film", per_area,
       &Estimate::value);
  rate("/rate_sigma_Hz_per_eV_per_cm2", "Hz/eV/cm^2", sigma_text("rate_Hz_per_eV_per_cm2"), per_area, &Estimate::sigma);
  rate("/rate_Hz_per_eV", "Hz/eV", "dR/dE of the case's area; absent without an area", total, &Estimate::value);
  rate("/rate_sigma_Hz_per_eV", "Hz/eV", sigma_text("rate_Hz_per_eV"), total, &Estimate::sigma);
}

/// Fields of an energy of --above for a channel. \param name  "crystal" or "film"
void add_above(Fields<EnergyAbove>& fields, const std::string& name, int channel) {
  const auto probability = [&](const char* end, const std::string& text, double Estimate::*member) {
    fields.push_back({{name + "_probability" + end, "1", "", text},
                      [=](const EnergyAbove& row) { return row.probability[channel].*member; }});
  };
  probability("", "P(E >= energy) of the " + name + " energy per pinned dislocation", &Estimate::value);
  probability("_sigma", "one standard deviation of the probability", &Estimate::sigma);
  probability("_low", "lower end of the [interval](methods.md#errors) of the probability", &Estimate::low);
  probability("_high", "upper end of the interval of the probability", &Estimate::high);
  const auto rate = [&](const char* end, const char* unit, const std::string& text, auto scale,
                        double Estimate::*member) {
    fields.push_back({{name + end, unit, "", text}, [=](const EnergyAbove& row) -> FieldValue {
                        const std::optional<double> factor = scale(row.rate);
                        if (!factor) return {};
                        return row.probability[channel].*member * *factor;
                      }});
  };
  const auto per_area = [](const RateScale& scale) { return std::optional(scale.per_area); };
  const auto total = [](const RateScale& scale) { return scale.hz; };
  rate("_rate_Hz_per_cm2", "Hz/cm^2", "rate of bursts with at least the energy in the " + name + ", per area of film",
       per_area, &Estimate::value);
  rate("_rate_sigma_Hz_per_cm2", "Hz/cm^2", "one standard deviation of the rate per area", per_area, &Estimate::sigma);
  rate("_rate_Hz", "Hz", "rate of bursts with at least the energy in the " + name + "; none without an area", total,
       &Estimate::value);
  rate("_rate_sigma_Hz", "Hz", "one standard deviation of the rate; none without an area", total, &Estimate::sigma);
}

Fields<EnergyAbove> make_above_fields() {
  Fields<EnergyAbove> fields = {
      {{"energy_eV", "eV", "", "an energy of --above"}, [](const EnergyAbove& row) { return row.energy_eV; }}};
  add_above(fields, "crystal", 0);
  add_above(fields, "film", 1);
  return fields;
}

void add_plane(Fields<SpectrumOutcome>& fields) {
  const auto edges = [](const SpectrumOutcome& o) {
    return bin_edges_eV(o.c.histogram, o.c.histogram.plane_bins_per_decade);
  };
  const auto matrix = [=](double Estimate::*member) {
    return [=](const SpectrumOutcome& o) -> FieldValue {
      if (o.result.values.plane.probability.empty()) return {};
      const std::uint64_t side = edges(o).size() + 1;
      return ArrayValue{part(o.result.values.plane.probability, member), {side, side}};
    };
  };
  fields.push_back(
      {{"plane/edges_eV", "eV", "[P]", "edges of the bins of both axes; only with `histogram.plane_bins_per_decade`"},
       [=](const SpectrumOutcome& o) -> FieldValue {
         if (o.result.values.plane.probability.empty()) return {};
         return edges(o);
       }});
  fields.push_back({{"plane/probability", "1", "[P + 1, P + 1]",
                     "P per pinned dislocation, [crystal energy][film energy]; first and last of each axis: below the "
                     "first edge but not zero, above the last"},
                    matrix(&Estimate::value)});
  fields.push_back({{"plane/probability_sigma", "1", "[P + 1, P + 1]", "one standard deviation of `plane/probability`"},
                    matrix(&Estimate::sigma)});
}

Fields<SpectrumOutcome> make_spectrum_fields() {
  Fields<SpectrumOutcome> fields = single_values();
  fields.push_back({{"edges_eV", "eV", "[B + 1]", "edges of the bins of both channels"},
                    [](const SpectrumOutcome& o) { return o.result.values.edges_eV; }});
  add_columns(fields, "above", "T", above_fields(), [](const SpectrumOutcome& o) { return energies_above(o.result); });
  add_channel(fields, "crystal", 0);
  add_channel(fields, "film", 1);
  add_plane(fields);
  return fields;
}

}  // namespace

const Fields<EnergyAbove>& above_fields() {
  static const Fields<EnergyAbove> fields = make_above_fields();
  return fields;
}

std::vector<EnergyAbove> energies_above(const SpectrumResult& result) {
  const SpectrumValues& values = result.values;
  std::vector<EnergyAbove> rows;
  for (std::size_t i = 0; i < values.thresholds_eV.size(); ++i) {
    rows.push_back(
        {values.thresholds_eV[i], {values.channel[0].thresholds[i], values.channel[1].thresholds[i]}, result.rate});
  }
  return rows;
}

const Fields<SpectrumOutcome>& spectrum_fields() {
  static const Fields<SpectrumOutcome> fields = make_spectrum_fields();
  return fields;
}

}  // namespace slipburst::host
