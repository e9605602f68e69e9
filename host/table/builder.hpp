#pragma once
/// \file Builds tables of E*(h, tau) and its mean along the line to a stated accuracy.

#include <functional>
#include <string>

#include "host/table/table.hpp"
#include "kernels/backend/backend.hpp"

namespace slipburst::host {

/// Callbacks while a table is built; either may be empty.
struct TableHooks {
  std::function<void(const std::string&)> log;  ///< receives progress messages
  std::function<void()> poll;                   ///< called at intervals of a few seconds or less; may throw to stop
};

/// Builds the table of a case: refines its axes until E_tot, compared with direct evaluation off the grid, is within
/// half of the case's tolerance wherever E_tot > 1e-3 eV (at alpha = 1). All backends give the same bits.
/// \throws TableError naming the worst point if the tolerance is not reached, or the first segment that failed
Table build_table(const PreparedCase& c, kernels::Backend& backend, const TableHooks& hooks = {});

/// Refuses a table that belongs to another film, substrate, reading, gap or numerics, or is too short for the case.
/// \param source  names the table in the message
/// \throws TableError naming the first difference and the remedy
void require_table_for(const PreparedCase& c, const Table& table, const std::string& source);

}  // namespace slipburst::host
