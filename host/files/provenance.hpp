#pragma once
/// \file What every output file says about where it comes from.

#include <string>

#include "host/config/case.hpp"
#include "host/files/output_file.hpp"

namespace slipburst::host {

/// Root attributes: program version, git hash, results version.
void write_program(OutputFile& file);

/// The same, backend, and a case of any kind.
void write_provenance(OutputFile& file, const std::string& case_name, const std::string& case_text,
                      const std::string& backend);

/// The same, and the main numbers of the case.
void write_provenance(OutputFile& file, const Case& c, const std::string& backend);

}  // namespace slipburst::host
