#include "host/config/case_files.hpp"

#include "host/config/density_file.hpp"
#include "host/config/response_reader.hpp"

namespace slipburst::host {

void CaseFiles::read_into(Case& c) {
  if (c.depinning.density == DensityShape::file) {
    const std::string& path = c.depinning.density_file;
    if (!densities_.contains(path)) densities_.emplace(path, read_density_file(c));
    c.depinning.density_table = densities_.at(path);
  }
  if (const std::string& path = c.response.efficiency_file; !path.empty()) {
    std::shared_ptr<const EfficiencyCurve>& curve = efficiencies_[path];
    if (!curve) curve = std::make_shared<const EfficiencyCurve>(read_efficiency(c.response));
    c.response.efficiency_curve = curve;
  }
}

}  // namespace slipburst::host
