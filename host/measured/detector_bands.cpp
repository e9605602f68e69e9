#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/base/error.hpp"
#include "host/measured/detector_description.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

std::string text_of(double energy) {
  return std::isfinite(energy) ? format_quantity(energy, Dimension::event_energy) : "";
}
std::string text_of(const BandEnds& band) { return text_of(band.low) + ":" + text_of(band.high); }

BandEnds parse_band(std::string_view text, const std::string& what) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) {
    throw InputError(fmt::format(
        "{}: \"{}\" has no ':'; write a band as \"30 eV:60 eV\", or \"30 eV:\" without an upper end", what, text));
  }
  const std::string_view high = trimmed(text.substr(colon + 1));
  return {parse_quantity(text.substr(0, colon), Dimension::event_energy, what),
          high.empty() ? std::numeric_limits<double>::infinity() : parse_quantity(high, Dimension::event_energy, what)};
}

/// 1/efficiency at an energy.
double inverse_efficiency(const DetectorDescription& detector, double energy) {
  const double efficiency = detector.experiment.response.efficiency.at(energy);
  if (efficiency == 0) {
    throw InputError(fmt::format("{}: there are events at {}, where the efficiency is 0; choose bands where it is not",
                                 detector.place, text_of(energy)));
  }
  return 1 / efficiency;
}

/// Inverse of the mean efficiency in a band without counts; the upper end of an open band is taken at twice the lower
/// end, at least 1 eV above it.
double mean_inverse_efficiency(const Experiment& experiment, const BandEnds& band) {
  const double high = std::isfinite(band.high) ? band.high : std::max(2 * band.low, band.low + 1);
  const double mean = experiment.response.efficiency.mean(band.low, high);
  return mean > 0 ? 1 / mean : 1;
}

MeasuredBand count_events(const DetectorDescription& detector, const BandEnds& band, bool closed) {
  MeasuredBand result{band.low, band.high, 0, 0};
  const auto first = std::ranges::lower_bound(detector.energies_eV, band.low);
  const auto last = closed ? std::ranges::upper_bound(detector.energies_eV, band.high)
                           : std::ranges::lower_bound(detector.energies_eV, band.high);
  for (auto energy = first; energy != last; ++energy) {
    ++result.counts;
    result.inverse_efficiency += inverse_efficiency(detector, *energy);
  }
  result.inverse_efficiency /= std::max(static_cast<double>(result.counts), 1.0);
  return result;
}

MeasuredBand count_bins(const DetectorDescription& detector, const BandEnds& band) {
  MeasuredBand result{band.low, band.high, 0, 0};
  for (const MeasuredBand& bin : detector.bins) {
    if (bin.high_eV <= band.low || bin.low_eV >= band.high) continue;
    if (bin.low_eV < band.low || bin.high_eV > band.high) {
      throw InputError(fmt::format("{}: the band {} cuts the bin {}; end bands where bins end", detector.place,
                                   text_of(band), text_of(BandEnds{bin.low_eV, bin.high_eV})));
    }
    const double efficiency = detector.experiment.response.efficiency.mean(bin.low_eV, bin.high_eV);
    if (bin.counts == 0) continue;
    if (efficiency == 0) inverse_efficiency(detector, bin.low_eV);
    result.counts += bin.counts;
    result.inverse_efficiency += static_cast<double>(bin.counts) / efficiency;
  }
  result.inverse_efficiency /= std::max(static_cast<double>(result.counts), 1.0);
  return result;
}

/// Lowest and highest energy of the events.
BandEnds event_range(const DetectorDescription& detector) {
  if (detector.bins.empty()) return {detector.energies_eV.front(), detector.energies_eV.back()};
  BandEnds range{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (const MeasuredBand& bin : detector.bins) {
    if (bin.counts > 0) range = {std::min(range.low, bin.low_eV), std::max(range.high, bin.high_eV)};
  }
  return range;
}

/// Whether a curve varies only outside of a range.
bool varies_elsewhere(const EfficiencyCurve& curve, const BandEnds& range) {
  const std::vector<double>&energy = curve.energy_eV, &survival = curve.survival;
  if (std::ranges::all_of(survival, [&](double value) { return value == survival.front(); })) return false;
  if (energy.back() <= range.low || energy.front() >= range.high) return true;
  // A curve of few points may have them far apart on purpose.
  constexpr std::size_t min_points = 4;
  return energy.size() >= min_points &&
         std::ranges::none_of(energy, [&](double point) { return range.low <= point && point <= range.high; });
}

}  // namespace

std::vector<BandEnds> parse_bands(const std::string& text, const std::string& what) {
  std::vector<BandEnds> bands;
  for (std::size_t start = 0, end = 0; end != std::string::npos; start = end + 1) {
    end = text.find(',', start);
    const std::string item = text.substr(start, end == std::string::npos ? end : end - start);
    const BandEnds band = parse_band(item, what);
    if (!(band.low < band.high)) {
      throw InputError(fmt::format("{}: the band \"{}\" is empty; write the lower energy first", what, item));
    }
    if (!bands.empty() && band.low < bands.back().high) {
      throw InputError(
          fmt::format("{}: the band \"{}\" begins before the one before it ends; write them rising, "
                      "without overlap",
                      what, item));
    }
    bands.push_back(band);
  }
  return bands;
}

MeasuredSpectrum measured_spectrum(const DetectorDescription& detector, const std::vector<BandEnds>& bands) {
  const double threshold = detector.experiment.response.threshold_eV;
  std::vector<MeasuredBand> counted;
  for (std::size_t i = 0; i < bands.size(); ++i) {
    const BandEnds& band = bands[i];
    if (threshold > 0 && band.low < threshold) {
      throw InputError(fmt::format("{}: the band {} begins below the threshold, {}; begin there or above",
                                   detector.place, text_of(band), text_of(threshold)));
    }
    const bool closed = i + 1 == bands.size() || bands[i + 1].low > band.high;
    counted.push_back(detector.bins.empty() ? count_events(detector, band, closed) : count_bins(detector, band));
    if (counted.back().counts == 0) {
      counted.back().inverse_efficiency = mean_inverse_efficiency(detector.experiment, band);
    }
  }
  return MeasuredSpectrum(detector.experiment, std::move(counted));
}

std::vector<std::string> doubts_about(const DetectorDescription& detector, const MeasuredSpectrum& measured) {
  std::vector<std::string> doubts;
  const BandEnds range = event_range(detector);
  const bool has_events = range.low <= range.high;
  const std::vector<MeasuredBand>& bands = measured.bands();
  if (std::ranges::all_of(bands, [](const MeasuredBand& band) { return band.counts == 0; })) {
    doubts.push_back(fmt::format(
        "no event of {} lies in any band: the bands are {}, {}; check the unit of the events, and the bands",
        detector.experiment.name, text_of(BandEnds{bands.front().low_eV, bands.back().high_eV}),
        has_events ? "the events at " + text_of(range) : "and there are no events at all"));
  }
  const EfficiencyCurve& curve = detector.experiment.response.efficiency;
  if (has_events && varies_elsewhere(curve, range)) {
    doubts.push_back(fmt::format(
        "the efficiency of {} is given over {} and does not vary where the events are, {}; check the unit of its file",
        detector.experiment.name, text_of(BandEnds{curve.energy_eV.front(), curve.energy_eV.back()}), text_of(range)));
  }
  return doubts;
}

}  // namespace slipburst::host
