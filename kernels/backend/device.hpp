#pragma once
/// \file A GPU as users and batch systems know it.

#include <cstddef>
#include <optional>
#include <string>

namespace slipburst::kernels {

struct Device {
  int index;  ///< CUDA's number among the visible devices (CUDA_VISIBLE_DEVICES)
  std::string name;
  std::string uuid;        ///< GPU-8-4-4-4-12 hexadecimal digits, as nvidia-smi prints it
  std::string pci_bus_id;  ///< 0000:65:00.0
  std::string driver_cuda_version, runtime_cuda_version;  ///< newest CUDA of the driver; CUDA of this program
  std::size_t memory_bytes;
  std::optional<std::size_t> free_bytes;  ///< known only for the device in use, since the query takes a context there
};

}  // namespace slipburst::kernels
