#pragma once
/// \file The group /response of a spectrum's file: the spectrum as the case's detector sees it, and the fields of both.

#include <vector>

#include "host/case/case.hpp"
#include "host/case/detector_response.hpp"
#include "host/response/folded_spectrum.hpp"
#include "host/results/field.hpp"

namespace slipburst::host {

/// Fields of a detector: resolution, threshold, scale, efficiency.
const Fields<DetectorResponse>& detector_fields();

/// A measured spectrum with its case, for the time of a call.
struct ResponseOutcome {
  const Case& c;
  const RateScale& rate;
  const FoldedSpectrum& folded;
  const EnergyPlane& plane;  ///< of true energies

  const FoldedChannel& channel(int index) const { return folded.channel[index]; }
};

/// Fields of the group, besides those of the detector and of the channels.
const Fields<ResponseOutcome>& response_fields();
/// Fields of a channel. \param channel  0: crystal, 1: film; texts do not depend on it
const Fields<ResponseOutcome>& response_channel_fields(int channel);

/// Writes the group /response. \throws InputError for an unusable file of response.efficiency
void write_response(OutputFile& file, const ResponseOutcome& outcome);

}  // namespace slipburst::host
