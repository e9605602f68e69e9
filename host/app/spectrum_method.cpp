#include "host/app/spectrum_method.hpp"

#include <fmt/core.h>

#include "host/base/error.hpp"
#include "host/units/quantity.hpp"
#include "slipburst/exec/event_executor.hpp"

namespace slipburst::host {

bool draws_events(const std::string& method) { return method == "plain" || method == "stratified"; }

void check_method(const std::string& method, const std::string& events) {
  const bool sampled = draws_events(method);
  if (!sampled && method != "quadrature" && method != "direct") {
    throw InputError("--method " + method + " is unknown; use plain, stratified, quadrature or direct");
  }
  if (sampled && events.empty()) throw InputError("--events is needed to draw events, such as --events 1e9");
  if (!sampled && !events.empty()) {
    throw InputError("--method " + method + " draws no events; leave --events out");
  }
}

void require_strata(const std::string& method, std::uint64_t events) {
  if (method == "stratified" && events < random::strata) {
    throw InputError(
        fmt::format("--method stratified draws from {} strata; ask for at least as many events", random::strata));
  }
}

std::vector<double> parse_above(const std::string& text) {
  std::vector<double> energies = parse_quantity_list(text, Dimension::event_energy, "--above");
  for (const double energy : energies) {
    if (!(energy >= 0)) throw InputError("--above " + text + ": an energy is negative; use 0 eV or more");
  }
  if (energies.size() > exec::max_thresholds) {
    throw InputError(fmt::format("--above takes at most {} energies, not {}", exec::max_thresholds, energies.size()));
  }
  return energies;
}

}  // namespace slipburst::host
