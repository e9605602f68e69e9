#pragma once
/// \file The files of data that cases name.

#include <map>
#include <memory>
#include <string>

#include "host/case/case.hpp"

namespace slipburst::host {

/// Reads each file once, so that all cases have the same of it, whatever is edited meanwhile.
class CaseFiles {
 public:
  /// Fills in what the files hold that a case names. \throws InputError naming the key
  void read_into(Case& c);

 private:
  std::map<std::string, PinDensityTable> densities_;
  std::map<std::string, std::shared_ptr<const EfficiencyCurve>> efficiencies_;
};

}  // namespace slipburst::host
