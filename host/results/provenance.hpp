#pragma once
/// \file Provenance recorded in every output file.

#include <span>
#include <string>

#include "host/results/case_fields.hpp"
#include "host/store/output_file.hpp"

namespace slipburst::host {

/// Writes root attributes: program version, git hash, results version.
void write_program(OutputFile& file);

/// Writes root attributes with facts of cases.
void write_facts(OutputFile& file, std::span<const CaseFact> facts);

/// Writes program, backend, and a case of any kind.
void write_provenance(OutputFile& file, const std::string& case_name, const std::string& case_text,
                      const std::string& backend);

/// Writes program, backend, case, and its facts.
void write_provenance(OutputFile& file, const Case& c, const std::string& backend);

}  // namespace slipburst::host
