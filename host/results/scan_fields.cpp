#include "host/results/scan_fields.hpp"

#include <limits>
#include <utility>

namespace slipburst::host {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

using Estimates = std::function<std::vector<Estimate>(const ScanPoint&)>;
using Factor = double (*)(const ScanPoint&);

double unscaled(const ScanPoint&) { return 1; }
double rate_per_area(const ScanPoint& point) { return point.rate.per_area; }
double rate_Hz(const ScanPoint& point) { return point.rate.hz.value_or(unknown); }

/// Share of supersonic lines among the events of each bin; NaN in bins without probability.
std::vector<double> supersonic_shares(const ChannelValues& channel) {
  std::vector<double> shares;
  for (std::size_t bin = 0; bin < channel.bins.size(); ++bin) {
    const double all = channel.bins[bin].value;
    shares.push_back(all > 0 ? channel.supersonic[bin].value / all : unknown);
  }
  return shares;
}

class FieldList {
 public:
  explicit FieldList(const ScanForm& form) : form_(form) {}

  void number(std::string path, std::string unit, std::string text, std::function<FieldValue(const ScanPoint&)> get) {
    fields_.push_back({{{std::move(path), std::move(unit), "[g]", std::move(text)}, std::move(get)}, 0});
  }

  /// Adds an array with a part for each point. \param shape  "[g, T]"
  void array(std::string path, std::string unit, std::string shape, std::uint64_t length, std::string text,
             std::function<FieldValue(const ScanPoint&)> get) {
    fields_.push_back(
        {{{std::move(path), std::move(unit), std::move(shape), std::move(text)}, std::move(get)}, length});
  }

  /// Adds a value and its standard deviation. \param name, ending  "_sigma" goes between them: mean_energy, _eV
  void estimates(const std::string& name, const std::string& ending, const std::string& unit, const std::string& shape,
                 std::uint64_t length, const std::string& text, const Estimates& get, Factor factor = unscaled) {
    const auto part = [=](double Estimate::*member) {
      return [=](const ScanPoint& point) {
        std::vector<double> values;
        for (const Estimate& estimate : get(point)) values.push_back(estimate.*member * factor(point));
        return values;
      };
    };
    array(name + ending, unit, shape, length, text, part(&Estimate::value));
    const std::string own_name = name.substr(name.find('/') + 1) + ending;
    array(name + "_sigma" + ending, unit, shape, length, "one standard deviation of `" + own_name + "`",
          part(&Estimate::sigma));
  }

  void channel(int channel, const std::string& group) {
    const auto of = [channel](const ScanPoint& point) -> const ChannelValues& {
      return point.spectrum.values.channel[channel];
    };
    const std::uint64_t edges = form_.edges_eV.size(), energies = form_.thresholds_eV.size();
    estimates(group + "/mean_energy", "_eV", "eV", "[g]", 0, "mean energy per pinned dislocation",
              [=](const ScanPoint& point) { return std::vector{of(point).mean_eV}; });
    number(group + "/supersonic_share", "1",
           "share of the events that emit whose line somewhere passes the film's transverse sound speed",
           [=](const ScanPoint& point) { return of(point).supersonic_share; });
    array(
        group + "/supersonic_share_per_bin", "1", "[g, B]", edges - 1,
        "share of the events in each bin whose line somewhere passes the sound speed; NaN in a bin without probability",
        [=](const ScanPoint& point) { return supersonic_shares(of(point)); });
    estimates(group + "/integral_probability", "", "1", "[g, B + 1]", edges, "P(E > edge) per pinned dislocation",
              [=](const ScanPoint& point) { return of(point).above; });
    const Estimates above = [=](const ScanPoint& point) { return of(point).thresholds; };
    estimates(group + "/above_probability", "", "1", "[g, T]", energies,
              "P(E ≥ energy) of each energy of --above, per pinned dislocation", above);
    estimates(group + "/above_rate", "_Hz_per_cm2", "Hz/cm^2", "[g, T]", energies, "R(E ≥ energy), per area of film",
              above, rate_per_area);
    if (form_.area) {
      estimates(group + "/above_rate", "_Hz", "Hz", "[g, T]", energies,
                "R(E ≥ energy), of the case's area; NaN without an area", above, rate_Hz);
    }
    if (form_.response) response(channel, group);
  }

  std::vector<ScanField> take() { return std::move(fields_); }

 private:
  void response(int channel, const std::string& group) {
    const Estimates seen = [channel](const ScanPoint& point) {
      return std::vector{point.folded->channel[channel].seen};
    };
    estimates(
        group + "/seen_probability", "", "1", "[g]", 0,
        "with any key of `[response]` set: probability to be seen by the detector, above its threshold, per pinned "
        "dislocation",
        seen);
    estimates(group + "/rate_above_threshold", "_Hz_per_cm2", "Hz/cm^2", "[g]", 0,
              "rate seen by the detector of `[response]`, per area of film", seen, rate_per_area);
    if (form_.area) {
      estimates(group + "/rate_above_threshold", "_Hz", "Hz", "[g]", 0,
                "rate seen by the detector of `[response]`, of the case's area; NaN without an area", seen, rate_Hz);
    }
  }

  const ScanForm& form_;
  std::vector<ScanField> fields_;
};

}  // namespace

std::vector<double> ScanField::get(const ScanPoint& point) const {
  const FieldValue value = field.get(point);
  if (const double* number = std::get_if<double>(&value)) return {*number};
  return std::get<std::vector<double>>(value);
}

std::vector<ScanField> scan_fields(const ScanForm& form) {
  FieldList list(form);
  list.number("release_rate_Hz_per_cm2", "Hz/cm^2", "rate of all pinned dislocations, N / (Γ t), per area of film",
              rate_per_area);
  if (form.area) {
    list.number("release_rate_Hz", "Hz", "rate of all pinned dislocations of the case's area; NaN without an area",
                rate_Hz);
  }
  list.number("rejected_share", "1", "share of the pins beyond `film.thickness`, or in grains too small",
              [](const ScanPoint& point) { return point.spectrum.values.rejected.value; });
  list.number("negative_film_share", "1",
              "share of the lines with a [negative film energy](methods.md#negative-film-energies), where the model "
              "ends: it counts as next to nothing",
              [](const ScanPoint& point) { return point.table.negative.share; });
  list.number("negative_film_energy_eV", "eV", "mean of the negative film energies, per pinned dislocation",
              [](const ScanPoint& point) { return point.table.negative.mean_eV; });
  list.number("quadrature_relative_error", "1",
              "largest estimated error of a probability above 1e-18; NaN where events are drawn",
              [](const ScanPoint& point) { return point.spectrum.quadrature_error; });
  list.number("table/max_relative_error", "1", "measured error of the table of each point",
              [](const ScanPoint& point) { return point.table.max_relative_error; });
  list.channel(0, "crystal");
  list.channel(1, "film");
  return list.take();
}

}  // namespace slipburst::host
