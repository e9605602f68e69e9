#pragma once
/// \file Measured data of a command: the detector and the channel whose energy it sees.

#include <string>

#include "host/measured/detector_description.hpp"

namespace CLI {
class App;
}

namespace slipburst::host {

struct DetectorOptions {
  std::string detector, data, bands, area, channel = "crystal";
};

/// Declares --detector and --data.
void add_detector_options(CLI::App& command, DetectorOptions& options);

/// Declares --bands, --area and --channel.
void add_band_options(CLI::App& command, DetectorOptions& options);

/// Reads `cpd` or `cresst` from the folder of the data, or a detector file.
/// \throws InputError for missing or wrong files
DetectorDescription open_detector(const std::string& detector, const std::string& data);

/// Counts of a detector in the bands of --bands, or in the detector's own if `bands` is empty. Warns of doubtful data.
/// \throws InputError for bad bands
MeasuredSpectrum open_measured(const DetectorDescription& detector, const std::string& bands);

/// \throws InputError if no band has an event, so that no fit is possible
void require_events(const DetectorDescription& detector, const MeasuredSpectrum& measured);

/// Index of a channel: 0 for crystal, 1 for film. \throws InputError for another name
int channel_of(const std::string& name);

}  // namespace slipburst::host
