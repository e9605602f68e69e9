#pragma once

#include <string_view>

#include "host/columns/number_file.hpp"

namespace slipburst::host {

/// Column of energies in keV, eV, meV or MeV, read as eV.
FileColumn event_energy_column(std::string_view name, GivenUnit given);

}  // namespace slipburst::host
