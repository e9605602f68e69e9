#pragma once
/// \file Cases in which no line emits a phonon that counts.

#include <string>

#include "host/table/table.hpp"

namespace slipburst::host {

/// Says why no line within a range of stresses and heights emits, and what to change; empty if some line does.
std::string silence(const PreparedCase& c, const TableRange& range);

/// Says why no line that a case draws emits, taking into account the film's grains.
std::string silence(const PreparedCase& c);

}  // namespace slipburst::host
