#pragma once
/// \file The file of fitted frequencies: format "slipburst-fit-arrhenius".

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/analysis/arrhenius_bootstrap.hpp"
#include "host/analysis/arrhenius_comparison.hpp"
#include "host/results/run_identity.hpp"

namespace slipburst::host {

/// A fit with its data, comparisons, profile and bootstrap.
struct ArrheniusRecord {
  std::vector<std::string> paths;  ///< of the data
  ArrheniusProblem problem;
  ArrheniusFit fit;
  std::vector<ArrheniusFit> sums;  ///< of the model classical-3: fits with one barrier, two, ...
  std::vector<ComparedModel> comparison;
  std::vector<ProfilePoint> profile;  ///< of the model quantum, over barriers in meV
  std::optional<Bootstrap> bootstrap;
  CountScatter scatter = CountScatter::negative_binomial;
  std::uint64_t seed = 0;
};

void write_arrhenius_file(const std::string& path, const ArrheniusRecord& record, const RunIdentity& identity);

}  // namespace slipburst::host
