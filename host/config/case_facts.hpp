#pragma once
/// \file Facts of a film's case that every result names, in text, JSON, HDF5 and pictures.

#include <string>
#include <variant>
#include <vector>

#include "host/case/case.hpp"

namespace slipburst::host {

struct CaseFact {
  std::string name;  ///< name in JSON and HDF5, with the unit
  std::variant<std::string, double> value;

  bool operator==(const CaseFact&) const = default;
};

/// Film, substrate, reading, dynamics, 2 Delta, spacing, alpha, Gamma and sigma0.
std::vector<CaseFact> case_facts(const Case& c);

/// Removes the facts in which a case differs.
void keep_common(std::vector<CaseFact>& facts, const Case& c);

/// Facts of a case on one line, without 2 Delta.
std::string case_line(const Case& c);

}  // namespace slipburst::host
