#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>

#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/comparison_report.hpp"
#include "host/app/detector_source.hpp"
#include "host/app/output_claim.hpp"
#include "host/app/report.hpp"
#include "host/base/error.hpp"
#include "host/results/comparison_file.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

struct CompareOptions : DetectorOptions {
  std::string spectrum, output;
  bool overwrite = false, json = false;
};

constexpr double week_s = 604800;
constexpr std::size_t parts_of_a_bin = 8;

/// Identity of the comparison, with the digests of its input files. \pre all files are read
RunIdentity comparison_identity(const CompareOptions& options) {
  RunIdentity identity = run_identity("compare");
  identity["detector"] = options.detector;
  identity["bands"] = options.bands;
  identity["area"] = options.area;
  identity["channel"] = options.channel;
  return identity;
}

/// Refuses bands that the histogram of a spectrum does not resolve.
void require_covered(const MeasuredSpectrum& measured, const TrueSpectrum& spectrum) {
  const DetectorResponse& response = measured.experiment().response;
  const auto truth = [&](double energy_eV) { return energy_eV / response.energy_scale; };
  const double first = spectrum.edges_eV.front(), last = spectrum.edges_eV.back();
  const double low = truth(measured.bands().front().low_eV);
  if (low < first && spectrum.probability.front() > 0) {
    throw InputError(
        fmt::format("the lowest band begins at {:g} eV and the spectrum at {:g} eV, below which it resolves "
                    "nothing; give --bands from there on, or a spectrum with a lower histogram.minimum",
                    low, first));
  }
  double high = 0;
  for (const MeasuredBand& band : measured.bands()) {
    high = std::max(high, truth(std::isfinite(band.high_eV) ? band.high_eV : band.low_eV));
  }
  if (high > last && spectrum.probability.back() > 0) {
    throw InputError(
        fmt::format("the bands need energies up to {:g} eV and the spectrum ends at {:g} eV, above which it "
                    "resolves nothing; give it a greater histogram.maximum",
                    high, last));
  }
}

/// Warns of bands with measured events and no predicted ones: the sign of a wrong energy unit if the bands follow the
/// events.
void warn_of_empty_predictions(const Comparison& comparison) {
  const auto empty = [](const BandComparison& each) {
    return each.band.counts > 0 && each.expected_counts_per_cm2 == 0;
  };
  const auto first = std::ranges::find_if(comparison.bands, empty);
  if (first == comparison.bands.end()) return;
  std::uint64_t counts = 0;
  for (const BandComparison& each : comparison.bands) counts += empty(each) ? each.band.counts : 0;
  spdlog::warn(
      "the spectrum has nothing in {} of the bands, the first from {:g} to {:g} eV, where {} events were measured: "
      "check the unit of the energies, or compare a spectrum that reaches so far",
      std::ranges::count_if(comparison.bands, empty), first->band.low_eV, first->band.high_eV, counts);
}

/// Warns of bins over which the efficiency varies: a measured rate is counts over the mean efficiency of the bin, as
/// for evenly spread events.
void warn_of_wide_bins(const DetectorDescription& detector, const MeasuredSpectrum& measured,
                       const Comparison& comparison) {
  constexpr double noticeable = 0.1;
  if (detector.bins.empty()) return;
  for (const BandComparison& each : comparison.bands) {
    const double efficiency =
        each.expected_counts_per_cm2 / (each.predicted_Hz_per_cm2.value * week_s * measured.aged_live_time());
    const double ratio = each.band.inverse_efficiency * efficiency;  // mean efficiency: spectrum over bin
    if (each.band.counts == 0 || !(std::abs(ratio - 1) > noticeable)) continue;
    spdlog::warn(
        "the efficiency varies from {:g} to {:g} eV: events of this spectrum have a mean of {:.3g} there, evenly "
        "spread ones {:.3g}, by which measured rates are divided; expected counts and deviance are right, for rates "
        "use "
        "narrower bins",
        each.band.low_eV, each.band.high_eV, efficiency, 1 / each.band.inverse_efficiency);
    return;
  }
}

void run_compare(const CompareOptions& options) {
  const OutputClaim output("-o", options.output, options.overwrite);
  const int channel = channel_of(options.channel);
  const DetectorDescription detector = open_detector(options.detector, options.data);
  std::optional<double> area = detector.experiment.aluminium_area_cm2;
  if (!options.area.empty()) area = parse_positive_quantity(options.area, Dimension::area, "--area");
  const MeasuredSpectrum measured = open_measured(detector, options.bands);
  const SpectrumInput spectrum = read_spectrum_file(options.spectrum);
  require_covered(measured, spectrum.channel[channel]);
  warn_unless_inverse_time(spectrum.config);
  const RunIdentity identity = comparison_identity(options);
  output.require_free_for(identity, "slipburst-compare");
  if (const Substrate& substrate = spectrum.config.substrate; !detector.substrate.empty() &&
                                                              detector.substrate != substrate.material &&
                                                              detector.substrate != substrate.shown_name()) {
    spdlog::warn("the substrate of {} is {}, that of the spectrum {}", detector.experiment.name, detector.substrate,
                 substrate.shown_name());
  }
  if (!area) {
    spdlog::warn("the aluminium area of {} is unknown; give --area for ratios", detector.experiment.name);
  }
  const TrueSpectrum truth = refined(spectrum.channel[channel], parts_of_a_bin);
  const Comparison comparison = compare(measured, truth, spectrum.releases_per_cm2, week_s, area);
  warn_of_empty_predictions(comparison);
  warn_of_wide_bins(detector, measured, comparison);
  const ComparisonInputs inputs{spectrum, detector, channel, week_s, area, identity};
  if (output) write_comparison_file(output.path(), {inputs, comparison});
  print_comparison({inputs, comparison}, options.json);
}

}  // namespace

void add_compare(CLI::App& app) {
  const auto options = std::make_shared<CompareOptions>();
  CLI::App& compare = *app.add_subcommand("compare", "compare a spectrum with a measured one, band by band");
  compare.add_option("SPECTRUM", options->spectrum, "file of `slipburst spectrum`")->required();
  add_detector_options(compare, *options);
  add_band_options(compare, *options);
  add_json_option(compare, options->json);
  add_output_options(compare, options->output, options->overwrite);
  compare.callback([options] { run_compare(*options); });
}

}  // namespace slipburst::host
