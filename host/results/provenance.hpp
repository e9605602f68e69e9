#pragma once
/// \file What every output file says about where it comes from.

#include <span>
#include <string>

#include "host/config/case_facts.hpp"
#include "host/store/output_file.hpp"

namespace slipburst::host {

/// Root attributes: program version, git hash, results version.
void write_program(OutputFile& file);

/// Root attributes that name the main numbers of a case.
void write_facts(OutputFile& file, std::span<const CaseFact> facts);

/// Program, backend, and a case of any kind.
void write_provenance(OutputFile& file, const std::string& case_name, const std::string& case_text,
                      const std::string& backend);

/// Program, backend, case, and its facts.
void write_provenance(OutputFile& file, const Case& c, const std::string& backend);

}  // namespace slipburst::host
