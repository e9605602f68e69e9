#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>

#include "host/base/error.hpp"
#include "host/config/checked_value.hpp"
#include "host/config/response_reader.hpp"
#include "host/measured/detector_data.hpp"
#include "host/measured/detector_description.hpp"
#include "host/text/nearest.hpp"
#include "host/text/printable.hpp"
#include "host/text/toml_text.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

/// One table of TOML whose values are checked on access.
class Section {
 public:
  Section(const toml::table& table, std::string path, std::vector<std::string> known)
      : table_(table), path_(std::move(path)) {
    for (const auto& [key, node] : table) {
      const std::string name(key.str());
      if (std::ranges::find(known, name) == known.end()) {
        throw InputError(fmt::format("{}: unknown key '{}'{}; keys: {}", where(node), name, nearest_hint(name, known),
                                     fmt::join(known, ", ")));
      }
    }
  }

  bool has(std::string_view key) const { return table_.contains(key); }
  const toml::node& node(std::string_view key) const { return *table_.get(key); }

  std::string where(const toml::node& node) const { return fmt::format("{}:{}", path_, node.source().begin.line); }
  [[noreturn]] void refuse(std::string_view key, std::string_view problem) const {
    const std::string place = has(key) ? where(node(key)) : where(table_);
    throw InputError(fmt::format("{}: {} {}", place, key, problem));
  }

  std::optional<std::string> text(std::string_view key) const {
    if (!has(key)) return std::nullopt;
    const auto value = node(key).value_exact<std::string>();
    if (!value || trimmed(*value).empty()) refuse(key, "is not a text; write it in quotes");
    return value;
  }

  std::optional<double> number(std::string_view key) const {
    if (!has(key)) return std::nullopt;
    const auto value = node(key).is_number() ? node(key).value<double>() : std::nullopt;
    if (!value || !std::isfinite(*value)) refuse(key, "is not a plain, finite number; write it without quotes");
    return value;
  }

  /// Unit of a data file, given by a key or left out.
  GivenUnit unit(std::string_view key) const {
    if (!has(key)) return {fmt::format("{} in {}", key, path_), {}};
    return {fmt::format("{}: {}", where(node(key)), key), *text(key)};
  }

  std::optional<double> quantity(std::string_view key, Dimension dimension) const {
    return read(key, dimension, parse_positive_quantity);
  }
  std::optional<double> energy_or_zero(std::string_view key) const {
    const std::optional<double> value = read(key, Dimension::event_energy, parse_quantity);
    if (value && *value < 0) refuse(key, "is negative; give 0 eV or more");
    return value;
  }

 private:
  template <class Parse>
  std::optional<double> read(std::string_view key, Dimension dimension, Parse parse) const {
    if (!has(key)) return std::nullopt;
    if (!node(key).is_string()) {
      refuse(key,
             fmt::format("needs a text of a number and its unit, such as \"{}\"", dimension_info(dimension).example));
    }
    return parse(*text(key), dimension, fmt::format("{}: {}", where(node(key)), key));
  }

  const toml::table& table_;
  std::string path_;
};

/// Live time and mean of 1/t from `live_time` or `exposure` with `time_cold`, or from windows [[time]].
void read_times(const Section& root, const std::string& path, Experiment& experiment) {
  if (!root.has("time")) {
    const auto exposure = root.quantity("exposure", Dimension::exposure);
    const auto live = root.quantity("live_time", Dimension::duration);
    const auto cold = root.quantity("time_cold", Dimension::duration);
    if (!cold) root.refuse("time_cold", "is missing: the time since cooldown, \"8 weeks\"; or give windows [[time]]");
    if (live.has_value() == exposure.has_value()) {
      root.refuse("live_time", "or exposure is needed, one of the two, such as live_time = \"30 days\"");
    }
    if (exposure && !experiment.mass_kg) root.refuse("exposure", "needs mass too, for the live time");
    experiment.live_time_s = live ? *live : *exposure / *experiment.mass_kg;
    experiment.inverse_age_Hz = 1 / *cold;
    return;
  }
  for (const char* key : {"live_time", "exposure", "time_cold"}) {
    if (root.has(key)) root.refuse(key, "and windows [[time]] exclude each other; give one of them");
  }
  const toml::array* windows = root.node("time").as_array();
  if (windows == nullptr || windows->empty())
    root.refuse("time", "is not a list of windows; write [[time]] above each");
  double last = 0, aged = 0;
  for (const toml::node& item : *windows) {
    if (!item.is_table()) root.refuse("time", "is not a list of windows; write [[time]] above each");
    const Section window(*item.as_table(), path, {"start", "end", "live_time"});
    const auto value = [&](const char* key) {
      const auto given = window.quantity(key, Dimension::duration);
      if (!given) window.refuse(key, "is missing; a window has start, end and live_time");
      return *given;
    };
    const double start = value("start"), end = value("end"), live = value("live_time");
    if (!(start < end)) window.refuse("end", "is not after start");
    if (start < last) window.refuse("start", "lies in the window above; sort the windows and make them disjoint");
    if (live > (end - start) * (1 + 1e-12)) window.refuse("live_time", "is longer than its window");
    experiment.live_time_s += live;
    aged += live * mean_inverse_age_Hz(start, end);
    last = end;
  }
  experiment.inverse_age_Hz = aged / experiment.live_time_s;
}

/// Logarithmic bands, eight per decade, from the threshold to above the last event.
std::vector<BandEnds> bands_for(const DetectorDescription& detector, const Section& root) {
  constexpr double bands_per_decade = 8;
  const double threshold = detector.experiment.response.threshold_eV, last = detector.energies_eV.back();
  if (!(threshold > 0 && threshold < last)) {
    root.refuse("bands", "is needed where there is no threshold below the last event: bands = [\"30 eV:60 eV\"]");
  }
  std::vector<BandEnds> bands;
  for (int i = 0; bands.empty() || bands.back().high <= last; ++i) {
    bands.push_back(
        {threshold * std::pow(10, i / bands_per_decade), threshold * std::pow(10, (i + 1) / bands_per_decade)});
  }
  return bands;
}

void read_bands(const Section& root, DetectorDescription& detector) {
  if (root.has("bands")) {
    const toml::array* items = root.node("bands").as_array();
    std::string joined;
    for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
      const auto text = items->get(i)->value_exact<std::string>();
      if (!text) root.refuse("bands", "is not a list of texts; write bands = [\"30 eV:60 eV\", \"60 eV:\"]");
      joined += (i == 0 ? "" : ",") + *text;
    }
    if (joined.empty()) root.refuse("bands", "is not a list of texts; write bands = [\"30 eV:60 eV\", \"60 eV:\"]");
    detector.bands = parse_bands(joined, root.where(root.node("bands")) + ": bands");
  } else if (detector.bins.empty()) {
    detector.bands = bands_for(detector, root);
  } else {
    const double threshold = detector.experiment.response.threshold_eV;
    for (const MeasuredBand& bin : detector.bins) {
      if (threshold == 0 || bin.low_eV >= threshold) {
        detector.bands.push_back({bin.low_eV, bin.high_eV});
      } else if (bin.high_eV > threshold) {
        detector.doubts.push_back(
            fmt::format("{}: the threshold, {} eV, cuts the bin from {} to {} eV, which is left out; end a bin there",
                        root.where(root.node("threshold")), threshold, bin.low_eV, bin.high_eV));
      }
    }
    if (detector.bands.empty()) root.refuse("threshold", "is above all bins");
  }
}

void read_data(const Section& root, const std::filesystem::path& folder, DetectorDescription& detector) {
  const auto events = root.text("events"), binned = root.text("binned");
  if (events.has_value() == binned.has_value()) {
    root.refuse("events", "or binned is needed, one of the two: the file of energies, or of bins and counts");
  }
  const GivenUnit energy = root.unit("energy_unit");
  if (events) {
    if (root.has("binned_unit")) root.refuse("binned_unit", "is for binned; leave it out where there are events");
    detector.energies_eV = read_event_energies((folder / *events).string(), energy);
  } else {
    detector.bins = read_binned_counts((folder / *binned).string(), energy, root.unit("binned_unit"));
  }
}

DetectorResponse read_response(const Section& root, const std::filesystem::path& folder) {
  DetectorResponse response;
  response.resolution_eV = root.energy_or_zero("resolution").value_or(0);
  response.threshold_eV = root.energy_or_zero("threshold").value_or(0);
  response.energy_scale = root.number("energy_scale").value_or(1);
  if (!(response.energy_scale >= positive.minimum && response.energy_scale <= positive.maximum)) {
    root.refuse("energy_scale", fmt::format("is not from {} to {}", positive.minimum, positive.maximum));
  }
  if (root.has("efficiency") && root.node("efficiency").is_string()) {
    response.efficiency =
        read_efficiency_file((folder / *root.text("efficiency")).string(), root.unit("efficiency_unit"));
  } else {
    if (root.has("efficiency_unit")) root.refuse("efficiency_unit", "is for a file; leave it out for a number");
    const double efficiency = root.number("efficiency").value_or(1);
    if (!(efficiency >= positive.minimum && efficiency <= 1)) {
      root.refuse("efficiency", fmt::format("is not from {} to 1", positive.minimum));
    }
    response.efficiency = {{0}, {efficiency}};
  }
  return response;
}

}  // namespace

DetectorDescription read_detector_file(const std::string& path, const std::string& data_folder) {
  if (std::error_code absent; !std::filesystem::is_regular_file(path, absent)) {
    throw InputError(fmt::format("'{}' is no detector: neither cpd, cresst, nor a file{}", path,
                                 nearest_hint(path, std::vector<std::string>{"cpd", "cresst"})));
  }
  const std::filesystem::path folder =
      data_folder.empty() ? std::filesystem::path(path).parent_path() : std::filesystem::path(data_folder);
  const toml::table table = parse_toml(read_toml_file(path, "a detector is cpd, cresst or a readable TOML file"), path);
  const Section root(table, path,
                     {"name", "substrate", "aluminium_area", "mass", "live_time", "exposure", "time_cold", "time",
                      "efficiency", "threshold", "resolution", "energy_scale", "events", "binned", "energy_unit",
                      "binned_unit", "efficiency_unit", "bands"});
  DetectorDescription detector;
  detector.experiment.name = printable(root.text("name").value_or(std::filesystem::path(path).stem().string()));
  detector.experiment.aluminium_area_cm2 = root.quantity("aluminium_area", Dimension::area);
  detector.experiment.mass_kg = root.quantity("mass", Dimension::mass);
  detector.substrate = root.text("substrate").value_or("");
  detector.source = detector.place = path;
  read_times(root, path, detector.experiment);
  detector.experiment.response = read_response(root, folder);
  read_data(root, folder, detector);
  read_bands(root, detector);
  return detector;
}

}  // namespace slipburst::host
