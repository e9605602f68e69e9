#include "host/app/detector_source.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "host/base/error.hpp"

namespace slipburst::host {

void add_detector_options(CLI::App& command, DetectorOptions& options) {
  command.add_option("--detector", options.detector, "cpd, cresst, or a TOML file that describes an experiment")
      ->required();
  command.add_option("--data", options.data, "folder of the measured data");
}

void add_band_options(CLI::App& command, DetectorOptions& options) {
  command.add_option("--bands", options.bands, "measured energies, \"30 eV:60 eV,60 eV:200 eV,200 eV:\"");
  command.add_option("--area", options.area, "aluminium area of the detector, \"0.5 cm^2\"");
  command.add_option("--channel", options.channel, "crystal or film")->capture_default_str();
}

DetectorDescription open_detector(const std::string& detector, const std::string& data) {
  const bool known = detector == "cpd" || detector == "cresst";
  return known ? excess_detector(detector, data) : read_detector_file(detector, data);
}

MeasuredSpectrum open_measured(const DetectorDescription& detector, const std::string& bands) {
  MeasuredSpectrum measured =
      measured_spectrum(detector, bands.empty() ? detector.bands : parse_bands(bands, "--bands"));
  for (const std::string& doubt : detector.doubts) spdlog::warn("{}", doubt);
  for (const std::string& doubt : doubts_about(detector, measured)) spdlog::warn("{}", doubt);
  return measured;
}

void require_events(const DetectorDescription& detector, const MeasuredSpectrum& measured) {
  if (std::ranges::any_of(measured.bands(), [](const MeasuredBand& band) { return band.counts > 0; })) return;
  throw InputError(fmt::format("there is nothing to fit: no event of {} lies in any band; give others with --bands",
                               detector.experiment.name));
}

int channel_of(const std::string& name) {
  if (name == "crystal") return 0;
  if (name == "film") return 1;
  throw InputError("--channel " + name + " is unknown; use crystal or film");
}

}  // namespace slipburst::host
