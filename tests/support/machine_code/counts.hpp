#pragma once
/// \file Counts of the machine code that has run.

#include <iosfwd>

namespace machine_code {

void clear_counts();
/// Writes a JSON array with [function, first address, end, {pipe: instructions}, times that a warp ran it, lanes] of
/// each stretch of code that has run.
void write_counts(std::ostream& out);

}  // namespace machine_code
