#pragma once
/// \file Single bursts as a detector measures them.

#include <cstdint>
#include <utility>

#include "host/case/detector_response.hpp"
#include "host/sampling/burst_list.hpp"

namespace slipburst::host {

/// Draws the measured energy and detection of bursts, each from its event index alone: equal in every piece of a run,
/// and without effect on any other draw.
class BurstMeter {
 public:
  BurstMeter(DetectorResponse response, std::uint64_t seed) : response_(std::move(response)), seed_(seed) {}

  struct Measured {
    double energy_eV;  ///< scale x true + noise
    bool seen;         ///< not below the threshold, and survives with the efficiency at that energy
  };
  Measured operator()(std::uint64_t event, int channel, double true_eV) const;

  /// Fills the measured columns of all rows.
  void measure(BurstColumns& bursts) const;

 private:
  DetectorResponse response_;
  std::uint64_t seed_;
};

}  // namespace slipburst::host
