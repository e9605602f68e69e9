#include "host/app/device_report.hpp"

#include <vector>

#include "host/results/listings.hpp"
#include "host/results/rows.hpp"

namespace slipburst::host {

Report device_report(std::span<const kernels::Device> devices) {
  return rows_report(device_fields(), std::vector<kernels::Device>(devices.begin(), devices.end()));
}

}  // namespace slipburst::host
