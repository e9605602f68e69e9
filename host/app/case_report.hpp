#pragma once
/// \file Facts of a case in a report.

#include <span>

#include "host/app/report.hpp"
#include "host/results/case_fields.hpp"

namespace slipburst::host {

void append_facts(Report& report, std::span<const CaseFact> facts);

/// Adds all facts of a case.
void append_case(Report& report, const Case& c);

}  // namespace slipburst::host
