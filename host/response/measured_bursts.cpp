#include "host/response/measured_bursts.hpp"

#include "slipburst/random/philox.hpp"
#include "slipburst/random/streams.hpp"

namespace slipburst::host {

BurstMeter::Measured BurstMeter::operator()(std::uint64_t event, int channel, double true_eV) const {
  const std::uint64_t stream =
      static_cast<std::uint64_t>(channel) << 8 | static_cast<std::uint64_t>(random::Purpose::measurement);
  const random::Words words = random::philox(seed_, stream, event);
  const double noise = random::normal(words.word[0], words.word[1], words.word[2]);
  const double energy = math::fused(response_.resolution_eV, noise, response_.energy_scale * true_eV);
  const bool above = !(response_.threshold_eV > 0) || energy >= response_.threshold_eV;
  return {energy, above && random::uniform32(words.word[3]) < response_.efficiency.at(energy)};
}

void BurstMeter::measure(BurstColumns& bursts) const {
  for (std::size_t row = bursts.measured.size(); row < bursts.size(); ++row) {
    const Measured crystal = (*this)(bursts.event[row], 0, bursts.crystal_eV[row]);
    const Measured film = (*this)(bursts.event[row], 1, bursts.film_eV[row]);
    bursts.measured.crystal_eV.push_back(crystal.energy_eV);
    bursts.measured.film_eV.push_back(film.energy_eV);
    bursts.measured.crystal_seen.push_back(crystal.seen);
    bursts.measured.film_seen.push_back(film.seen);
  }
}

}  // namespace slipburst::host
