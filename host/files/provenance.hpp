#pragma once
/// \file What every output file says about where it comes from.

#include <string>

#include "host/config/case.hpp"
#include "host/files/output_file.hpp"

namespace slipburst::host {

/// Root attributes: program version, git hash, results version.
void write_program(OutputFile& file);

/// The same, backend, and the whole case with its main numbers.
void write_provenance(OutputFile& file, const Case& c, const std::string& backend);

}  // namespace slipburst::host
