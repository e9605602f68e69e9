#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstddef>
#include <string>

#include "host/base/error.hpp"
#include "host/config/case_rules.hpp"
#include "host/config/presets.hpp"
#include "host/detrapping/watched_clusters.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {

std::string CaseRules<ClusterCase>::preset_list() {
  return fmt::format("{}", fmt::join(preset_names<ClusterCase>(), ", "));
}

std::string CaseRules<ClusterCase>::refusal_of_other(std::string_view name) {
  return fmt::format("'{}' is a case of a film; slipburst detrap takes cases of trapped clusters: {}", name,
                     preset_list());
}

void CaseRules<ClusterCase>::check(const ClusterCase& config, const Settings& settings) {
  const Traps& traps = config.traps;
  const auto total = [&] {
    double sum = 0;
    for (const double share : traps.shares) sum += share;
    return sum;
  };
  if (!traps.shares.empty() && (traps.shares.size() != traps.barriers.size() || !(total() > 0))) {
    throw InputError(fmt::format(
        "{}: traps.shares has {} numbers, the sum of which is {}; give one for each of the {} barriers, not "
        "all of them zero",
        settings.at("traps.shares").where, traps.shares.size(), format_number(total()), traps.barriers.size()));
  }
  constexpr double widest = 0.5;
  if (traps.spread > widest * traps.barriers.front()) {
    throw InputError(
        fmt::format("{}: traps.spread = \"{}\" is more than half of the lowest barrier: many traps would hold nothing; "
                    "lower it, or list barriers of different depths",
                    settings.at("traps.spread").where, format_quantity(traps.spread, Dimension::energy)));
  }
  constexpr std::size_t max_barriers = 1024;
  if (traps.barriers.size() > max_barriers) {
    throw InputError(fmt::format("{}: traps.barriers has {} values; at most {}", settings.at("traps.barriers").where,
                                 traps.barriers.size(), max_barriers));
  }
  const Watch& watch = config.watch;
  const double conditions = static_cast<double>(watch.temperatures_K.size()) *
                            static_cast<double>(watch.energies_keV.size()) * static_cast<double>(watch.fluxes.size());
  constexpr double max_conditions = 65536;
  if (conditions > max_conditions) {
    throw InputError(fmt::format("{}: {} temperatures, energies and fluxes make {:.0f} conditions; at most {:.0f}",
                                 settings.at("watch.temperatures").where, watch.temperatures_K.size(), conditions,
                                 max_conditions));
  }
  constexpr double max_rates = 2e7;  // each a number in memory
  const double depths = static_cast<double>(traps.barriers.size()) * (traps.spread > 0 ? depths_per_barrier : 1);
  if (conditions * depths > max_rates) {
    throw InputError(fmt::format("{}: {:.0f} depths of traps in {:.0f} conditions are too many rates; at most {:.0g}",
                                 settings.at("traps.barriers").where, depths, conditions, max_rates));
  }
}

}  // namespace slipburst::host
