#include <cstdio>

#include "kernels/cuda/check.cuh"
#include "kernels/cuda/device_identity.cuh"

namespace slipburst::kernels {
namespace {

/// UUID as nvidia-smi prints it: 16 bytes in groups of 4, 2, 2, 2 and 6, after the kind of device.
std::string uuid_text(const cudaUUID_t& uuid, const std::string& name) {
  std::string text = name.find(" MIG ") == std::string::npos ? "GPU" : "MIG";
  for (int i = 0; i < 16; ++i) {
    char byte[4];
    const bool begins_group = i == 0 || i == 4 || i == 6 || i == 8 || i == 10;
    std::snprintf(byte, sizeof byte, "%s%02x", begins_group ? "-" : "", static_cast<unsigned char>(uuid.bytes[i]));
    text += byte;
  }
  return text;
}

/// Version as text: 13000 is 13.0.
std::string version_text(int version) {
  return std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
}

}  // namespace

Device identify_device(int index) {
  cudaDeviceProp properties;
  check(cudaGetDeviceProperties(&properties, index), "asking for a device's properties");
  char pci_bus_id[32];
  check(cudaDeviceGetPCIBusId(pci_bus_id, sizeof pci_bus_id, index), "asking for a device's bus");
  int driver = 0, runtime = 0;
  check(cudaDriverGetVersion(&driver), "asking for the driver's version");
  check(cudaRuntimeGetVersion(&runtime), "asking for the runtime's version");
  return {index,
          properties.name,
          uuid_text(properties.uuid, properties.name),
          pci_bus_id,
          version_text(driver),
          version_text(runtime),
          properties.totalGlobalMem,
          std::nullopt};
}

}  // namespace slipburst::kernels
