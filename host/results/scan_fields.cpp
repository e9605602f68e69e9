#include "host/results/scan_fields.hpp"

#include <limits>

namespace slipburst::host {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr const char* no_area = "; NaN without an area";

using Estimates = std::function<std::vector<Estimate>(const ScanPoint&)>;

double rate_per_area(const ScanPoint& point) { return point.rate.per_area; }
double rate_Hz(const ScanPoint& point) { return point.rate.hz.value_or(unknown); }

std::vector<double> product(const std::vector<Estimate>& estimates, double Estimate::*member, double factor) {
  std::vector<double> values;
  for (const Estimate& estimate : estimates) values.push_back(estimate.*member * factor);
  return values;
}

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

  void number(const std::string& path, const std::string& unit, const std::string& description,
              std::function<double(const ScanPoint&)> get) {
    fields_.push_back(
        {path, {unit, description}, 0, [get](const ScanPoint& point) { return std::vector{get(point)}; }});
  }

  void array(const std::string& path, const std::string& unit, const std::string& description, std::uint64_t length,
             std::function<std::vector<double>(const ScanPoint&)> get) {
    fields_.push_back({path, {unit, description}, length, std::move(get)});
  }

  /// Adds a value and its standard deviation. \param name, ending  "_sigma" goes between them: mean_energy, _eV
  void estimates(
      const std::string& name, const std::string& ending, const std::string& unit, const std::string& description,
      std::uint64_t length, const Estimates& get,
      const std::function<double(const ScanPoint&)>& factor = [](const ScanPoint&) { return 1.0; }) {
    array(name + ending, unit, description, length,
          [=](const ScanPoint& point) { return product(get(point), &Estimate::value, factor(point)); });
    array(name + "_sigma" + ending, unit, "one standard deviation", length,
          [=](const ScanPoint& point) { return product(get(point), &Estimate::sigma, factor(point)); });
  }

  void channel(int channel, const std::string& group) {
    const auto of = [channel](const ScanPoint& point) -> const ChannelValues& {
      return point.spectrum.values.channel[channel];
    };
    const std::uint64_t edges = form_.edges_eV.size(), energies = form_.thresholds_eV.size();
    estimates(group + "/mean_energy", "_eV", "eV", "per pinned dislocation", 0,
              [=](const ScanPoint& point) { return std::vector{of(point).mean_eV}; });
    number(group + "/supersonic_share", "1",
           "of the events that emit, those whose line somewhere passes the film's transverse sound speed",
           [=](const ScanPoint& point) { return of(point).supersonic_share; });
    array(group + "/supersonic_share_per_bin", "1",
          "the same of the events in each bin; NaN where a bin has no probability", edges - 1,
          [=](const ScanPoint& point) { return supersonic_shares(of(point)); });
    estimates(group + "/integral_probability", "", "1", "P(E > edge) per pinned dislocation", edges,
              [=](const ScanPoint& point) { return of(point).above; });
    const Estimates above = [=](const ScanPoint& point) { return of(point).thresholds; };
    estimates(group + "/above_probability", "", "1", "P(E >= energy) of each energy of --above, per pinned dislocation",
              energies, above);
    estimates(group + "/above_rate", "_Hz_per_cm2", "Hz/cm^2", "R(E >= energy), per area of film", energies, above,
              rate_per_area);
    if (form_.area) {
      estimates(group + "/above_rate", "_Hz", "Hz", std::string("R(E >= energy), of the case's area") + no_area,
                energies, above, rate_Hz);
    }
    if (form_.response) response(channel, group);
  }

  void response(int channel, const std::string& group) {
    const Estimates seen = [channel](const ScanPoint& point) {
      return std::vector{point.folded->channel[channel].seen};
    };
    estimates(group + "/seen_probability", "", "1",
              "of being seen by the detector of [response], above its threshold, per pinned dislocation", 0, seen);
    estimates(group + "/rate_above_threshold", "_Hz_per_cm2", "Hz/cm^2", "R(seen), per area of film", 0, seen,
              rate_per_area);
    if (form_.area) {
      estimates(group + "/rate_above_threshold", "_Hz", "Hz", std::string("R(seen), of the case's area") + no_area, 0,
                seen, rate_Hz);
    }
  }

  std::vector<ScanField> take() { return std::move(fields_); }

 private:
  const ScanForm& form_;
  std::vector<ScanField> fields_;
};

}  // namespace

std::vector<ScanField> scan_fields(const ScanForm& form) {
  FieldList list(form);
  list.number("/release_rate_Hz_per_cm2", "Hz/cm^2", "rate of all pinned dislocations, N / (Gamma t), per area of film",
              rate_per_area);
  if (form.area) {
    list.number("/release_rate_Hz", "Hz", std::string("rate of all pinned dislocations of the case's area") + no_area,
                rate_Hz);
  }
  list.number("/rejected_share", "1", "share of pins beyond the film, or in grains too small",
              [](const ScanPoint& point) { return point.spectrum.values.rejected.value; });
  list.number("/negative_film_share", "1",
              "share of pins whose line has a negative film energy, where the model ends: it counts as next to nothing",
              [](const ScanPoint& point) { return point.table.negative.share; });
  list.number("/negative_film_energy_eV", "eV", "mean of these negative energies, per pinned dislocation",
              [](const ScanPoint& point) { return point.table.negative.mean_eV; });
  list.number("/quadrature_relative_error", "1",
              "largest estimated error of a probability above 1e-18; NaN where events are drawn",
              [](const ScanPoint& point) { return point.spectrum.quadrature_error; });
  list.number("/table/max_relative_error", "1", "of the table of each point, as it measured it",
              [](const ScanPoint& point) { return point.table.max_relative_error; });
  list.channel(0, "/crystal");
  list.channel(1, "/film");
  return list.take();
}

}  // namespace slipburst::host
