#pragma once
/// \file The measured side of a command: its detector and which energy it sees.

#include <string>

#include "host/measured/detector_description.hpp"

namespace slipburst::host {

/// `cpd` or `cresst` from the folder of the data, or a detector file.
/// \throws InputError for missing or wrong files
DetectorDescription open_detector(const std::string& detector, const std::string& data);

/// Its counts in the bands of --bands, or in its own without them. Logs what is doubtful about them.
/// \throws InputError for bad bands
MeasuredSpectrum open_measured(const DetectorDescription& detector, const std::string& bands);

/// \throws InputError if there is not a single event: nothing can be fitted to that
void require_events(const DetectorDescription& detector, const MeasuredSpectrum& measured);

/// 0 for crystal, 1 for film. \throws InputError for anything else
int channel_of(const std::string& name);

}  // namespace slipburst::host
