#include "host/detrapping/escape_rates.hpp"

#include <cmath>
#include <limits>
#include <utility>

#include "host/detrapping/deep_tunnelling.hpp"
#include "slipburst/detrapping/thermal_escape.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/release/escape.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {

EscapeRates thermal_rates(double barrier, std::function<double(double)> effective) {
  return [escape = detrapping::ThermalEscape(barrier), effective = std::move(effective)](double temperature) {
    const double shaken = effective(temperature);
    return EscapeRate{escape(shaken), shaken};
  };
}

EscapeRates arrhenius_rates(double barrier) {
  return [escape = detrapping::ThermalEscape(barrier)](double temperature) {
    return EscapeRate{escape.boltzmann_factor(temperature), temperature};
  };
}

EscapeRates tunnelling_rates(const detrapping::Sech2Barrier& barrier, double well_energy) {
  return [rates = DeepTunnelling(barrier, well_energy), height = barrier.height()](double temperature) {
    const double log_rate = rates.log_rate(temperature);
    EscapeRate rate{std::exp(log_rate)};
    if (log_rate < 0) rate.effective_temperature_K = height / (units::boltzmann * -log_rate);
    if (temperature > 0) rate.log_tunnelling_correction = rates.log_correction(temperature);
    return rate;
  };
}

EscapeRates mott_rates(double gamma, double eta) {
  const release::EscapeLaw law{0, gamma / math::ln2, 1.5};
  const double rate = std::exp2(law.log2_rate(eta, std::numeric_limits<double>::infinity()));
  return [rate](double) { return EscapeRate{rate}; };
}

EscapeRates pinned_line_rates(const PinnedLine& line) {
  const release::EscapeLaw law{0, line.gamma / math::ln2, line.barrier_exponent};
  return [law, line, height = line.barrier / units::boltzmann](double temperature) {
    const double effective = detrapping::effective_temperature(line.critical_temperature, temperature);
    const double barrier = height > 0 ? height / effective / math::ln2 : 0;
    return EscapeRate{std::exp2(law.log2_rate(line.eta, barrier)), effective};
  };
}

}  // namespace slipburst::host
