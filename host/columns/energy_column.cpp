#include "host/columns/energy_column.hpp"

#include <utility>

namespace slipburst::host {

FileColumn event_energy_column(std::string_view name, GivenUnit given) {
  static constexpr FileUnit units[] = {{"keV", 3}, {"eV"}, {"meV", -3}, {"MeV", 6}};
  return {name, units, std::move(given)};
}

}  // namespace slipburst::host
