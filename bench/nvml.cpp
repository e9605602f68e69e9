#include "bench/nvml.hpp"

#include <dlfcn.h>

namespace slipburst::bench {
namespace {

// Declarations of nvml.h, which comes with the toolkit, not with the driver.
using NvmlDevice = struct nvmlDevice_st*;
constexpr int nvml_success = 0;
constexpr int nvml_clock_sm = 1;

class Nvml {
 public:
  static const Nvml& instance() {
    static const Nvml nvml;
    return nvml;
  }

  template <class Function>
  Function* find(const char* name) const {
    return library_ ? reinterpret_cast<Function*>(dlsym(library_, name)) : nullptr;
  }

 private:
  Nvml() : library_(dlopen("libnvidia-ml.so.1", RTLD_NOW | RTLD_LOCAL)) {
    const auto start = find<int()>("nvmlInit_v2");
    if (!start || start() != nvml_success) library_ = nullptr;  // the library stays loaded: it may have started threads
  }

  void* library_;
};

}  // namespace

std::optional<double> sm_clock_MHz(const std::string& uuid) {
  const Nvml& nvml = Nvml::instance();
  const auto by_uuid = nvml.find<int(const char*, NvmlDevice*)>("nvmlDeviceGetHandleByUUID");
  const auto clock = nvml.find<int(NvmlDevice, int, unsigned*)>("nvmlDeviceGetClockInfo");
  NvmlDevice device = nullptr;
  unsigned megahertz = 0;
  if (!by_uuid || !clock || by_uuid(uuid.c_str(), &device) != nvml_success ||
      clock(device, nvml_clock_sm, &megahertz) != nvml_success) {
    return {};
  }
  return megahertz;
}

std::optional<std::string> driver_version() {
  const auto version = Nvml::instance().find<int(char*, unsigned)>("nvmlSystemGetDriverVersion");
  char text[96] = "";
  if (!version || version(text, sizeof text) != nvml_success) return {};
  return text;
}

}  // namespace slipburst::bench
