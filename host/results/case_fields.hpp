#pragma once
/// \file Facts of a film's case that every result names, in text, JSON, HDF5 and pictures.

#include <span>
#include <string>
#include <vector>

#include "host/model/prepared_case.hpp"
#include "host/results/field.hpp"

namespace slipburst::host {

const Fields<Case>& case_fields();

/// Value of a field that several cases share.
struct CaseFact {
  FieldInfo info;
  FieldValue value;
};

/// Facts in which the cases do not differ. \pre cases is not empty
std::vector<CaseFact> common_facts(std::span<const PreparedCase> cases);

/// Facts of a case on one line, without 2 Delta.
std::string case_line(const Case& c);

}  // namespace slipburst::host
