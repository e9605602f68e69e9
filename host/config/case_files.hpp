#pragma once
/// \file Data files named by cases.

#include <map>
#include <memory>
#include <string>

#include "host/case/case.hpp"
#include "host/case/cluster_case.hpp"

namespace slipburst::host {

/// Reads each file once, so that all cases have the same content even if the file is edited meanwhile.
class CaseFiles {
 public:
  /// Fills in the contents of the files that a case names. \throws InputError naming the key
  void read_into(Case& c);
  void read_into(ClusterCase&) {}  ///< cases of clusters name no files

 private:
  std::map<std::string, PinDensityTable> densities_;
  std::map<std::string, std::shared_ptr<const EfficiencyCurve>> efficiencies_;
};

}  // namespace slipburst::host
