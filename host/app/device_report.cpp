#include "host/app/device_report.hpp"

namespace slipburst::host {

Report device_report(std::span<const kernels::Device> devices) {
  Report list = Report::array();
  for (const kernels::Device& device : devices) {
    list.push_back({{"index", device.index},
                    {"name", device.name},
                    {"uuid", device.uuid},
                    {"pci_bus_id", device.pci_bus_id},
                    {"memory_bytes", device.memory_bytes},
                    {"free_memory_bytes", device.free_bytes ? Report(*device.free_bytes) : Report(nullptr)},
                    {"driver_cuda_version", device.driver_cuda_version},
                    {"runtime_cuda_version", device.runtime_cuda_version}});
  }
  return list;
}

}  // namespace slipburst::host
