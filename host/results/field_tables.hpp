#pragma once
/// \file Tables of fields in the manual, one for each result with a list of fields.

#include <vector>

#include "host/results/field.hpp"

namespace slipburst::host {

std::vector<ManualTables> field_tables();

}  // namespace slipburst::host
