#include "host/results/listings.hpp"

#include "host/base/results_version.hpp"
#include "host/text/printable.hpp"
#include "slipburst/version.hpp"

namespace slipburst::host {

const Fields<Program>& program_fields() {
  static const Fields<Program> fields = {
      {{"program_version", "", "", "version of the program"}, [](const Program&) { return std::string(version); }},
      {{"git_hash", "", "", "commit that was built; ends in `-dirty` when the tree had changes"},
       [](const Program&) { return std::string(git_hash); }},
      {{"results_version", "1", "",
        "programs of the same number give the same tables and counts for the same case and seed"},
       [](const Program&) { return std::int64_t{results_version}; }},
  };
  return fields;
}

const Fields<kernels::BackendInfo>& backend_fields() {
  using Backend = const kernels::BackendInfo&;
  static const Fields<kernels::BackendInfo> fields = {
      {{"name", "", "", "name of the backend, for `--backend`"}, [](Backend b) { return b.name; }},
      {{"built", "", "", "whether this program has the backend"}, [](Backend b) { return b.built; }},
      {{"usable", "", "", "whether the backend can run on this machine"}, [](Backend b) { return b.usable; }},
      {{"detail", "", "", "device and memory, or spaces of Kokkos, or the reason why the backend cannot run"},
       [](Backend b) { return b.detail; }},
  };
  return fields;
}

const Fields<kernels::Device>& device_fields() {
  using Device = const kernels::Device&;
  static const Fields<kernels::Device> fields = {
      {{"index", "1", "", "CUDA's number among the devices that `CUDA_VISIBLE_DEVICES` shows"},
       [](Device d) { return std::int64_t{d.index}; }},
      {{"name", "", "", "name of the device, as `nvidia-smi -L` prints it"}, [](Device d) { return d.name; }},
      {{"uuid", "", "", "UUID of the device, as `nvidia-smi -L` prints it"}, [](Device d) { return d.uuid; }},
      {{"pci_bus_id", "", "", "PCI bus of the device, as `nvidia-smi -q` prints it"},
       [](Device d) { return d.pci_bus_id; }},
      {{"memory_bytes", "bytes", "", "memory of the device"}, [](Device d) { return std::uint64_t{d.memory_bytes}; }},
      {{"free_memory_bytes", "bytes", "",
        "memory free now; none but in logs of the device in use, since the query takes memory there"},
       [](Device d) -> FieldValue {
         if (!d.free_bytes) return {};
         return std::uint64_t{*d.free_bytes};
       }},
      {{"driver_cuda_version", "", "", "newest CUDA that the driver can run"},
       [](Device d) { return d.driver_cuda_version; }},
      {{"runtime_cuda_version", "", "", "CUDA of this program"}, [](Device d) { return d.runtime_cuda_version; }},
  };
  return fields;
}

const Fields<PresetInfo>& preset_fields() {
  using Info = const PresetInfo&;
  static const Fields<PresetInfo> fields = {
      {{"name", "", "", "name of the preset"}, [](Info p) { return p.name; }},
      {{"description", "", "", "film and substrate, or clusters, on one line"}, [](Info p) { return p.description; }},
      {{"caveat", "", "", "caution about results of the preset, or empty"}, [](Info p) { return p.caveat; }},
  };
  return fields;
}

const Fields<Material>& material_fields() {
  static const Fields<Material> fields = {
      {{"name", "", "", "name of the material"}, [](const Material& m) { return m.name; }},
      {{"caveat", "", "", "caution about results with the material, or empty"},
       [](const Material& m) { return m.caveat; }},
      {{"file", "", "", "file of a material of your own; none for a material of the program"},
       [](const Material& m) -> FieldValue {
         if (m.file.empty()) return {};
         return printable(m.file);
       }},
  };
  return fields;
}

}  // namespace slipburst::host
