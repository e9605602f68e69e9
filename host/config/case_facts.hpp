#pragma once
/// \file Facts of a film's case that every result names, in text, JSON, HDF5 and pictures.

#include <span>
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

/// Facts in which all of these cases agree. \pre not empty
std::vector<CaseFact> common_facts(std::span<const Case> cases);

/// Facts of a case on one line, without 2 Delta.
std::string case_line(const Case& c);

}  // namespace slipburst::host
