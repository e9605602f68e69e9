#include "host/detrapping/beam_rates.hpp"

namespace slipburst::host {

std::vector<BeamRate> beam_rates(const detrapping::Target& target, std::span<const double> energies,
                                 std::optional<double> flux) {
  const detrapping::MigrationCrossSection cross_section(target);
  std::vector<BeamRate> rates;
  for (const double energy : energies) {
    BeamRate rate{energy, cross_section.max_transfer(energy), cross_section(energy), {}};
    if (flux) {
      rate.vacancy_jump_Hz = detrapping::vacancy_jump_rate(target, energy, *flux) * units::picoseconds_per_second;
    }
    rates.push_back(rate);
  }
  return rates;
}

}  // namespace slipburst::host
