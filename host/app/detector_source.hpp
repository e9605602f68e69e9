#pragma once
/// \file The measured side of a command: its detector and which energy it sees.

#include <string>

#include "host/config/detector_description.hpp"

namespace slipburst::host {

/// `cpd` or `cresst` from the folder of the data, or a detector file.
/// \throws InputError for missing or wrong files
DetectorDescription open_detector(const std::string& detector, const std::string& data);

/// 0 for crystal, 1 for film. \throws InputError for anything else
int channel_of(const std::string& name);

}  // namespace slipburst::host
