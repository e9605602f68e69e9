#include "host/response/measured_spectrum.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>

namespace slipburst::host {

double mean_inverse_age_Hz(double start, double end) { return std::log1p((end - start) / start) / (end - start); }

MeasuredSpectrum::MeasuredSpectrum(Experiment experiment, std::vector<MeasuredBand> bands)
    : experiment_(std::move(experiment)), bands_(std::move(bands)) {
  double last = experiment_.response.threshold_eV > 0 ? experiment_.response.threshold_eV : -HUGE_VAL;
  for (const MeasuredBand& band : bands_) {
    if (!(band.low_eV >= last && band.low_eV < band.high_eV)) {
      throw std::invalid_argument("bands must rise, from the threshold on, without overlap");
    }
    last = band.high_eV;
  }
}

}  // namespace slipburst::host
