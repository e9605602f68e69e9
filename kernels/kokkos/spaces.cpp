#include <Kokkos_Core.hpp>
#include <algorithm>

#include "kernels/kokkos/kokkos_backend.hpp"
#include "kernels/kokkos/space_backend.hpp"

namespace slipburst::kernels {
namespace {

struct SpaceEntry {
  std::string name;
  std::unique_ptr<Backend> (*make)(const SpaceGeometry&);
};

template <class Space>
SpaceEntry entry() {
  return {Space::name(), [](const SpaceGeometry& geometry) -> std::unique_ptr<Backend> {
            return std::make_unique<SpaceBackend<Space>>(geometry);
          }};
}

/// Execution spaces that the device kernels are compiled for, a line each. The first is the GPU's if Kokkos has one.
const std::vector<SpaceEntry>& spaces() {
  static const std::vector<SpaceEntry> all = {
      entry<Kokkos::DefaultExecutionSpace>(),
      entry<Kokkos::DefaultHostExecutionSpace>(),
#ifdef KOKKOS_ENABLE_SERIAL
      entry<Kokkos::Serial>(),
#endif
  };
  return all;
}

}  // namespace

std::vector<std::string> kokkos_spaces() {
  std::vector<std::string> names;
  for (const SpaceEntry& space : spaces()) {
    if (std::ranges::find(names, space.name) == names.end()) names.push_back(space.name);
  }
  return names;
}

std::unique_ptr<Backend> make_kokkos_space_backend(int threads, const std::string& space,
                                                   const SpaceGeometry& geometry) {
  const auto found = std::ranges::find(spaces(), space, &SpaceEntry::name);
  if (found == spaces().end()) throw BackendError("this Kokkos has no execution space " + space);
  require_kokkos(threads);
  return found->make(geometry);
}

std::string describe_kokkos() {
  const std::string host = Kokkos::DefaultHostExecutionSpace::name(), device = kokkos_spaces().front();
  return kokkos_version() + " " + host + "; --kokkos-space device: " + device +
         (on_host<Kokkos::DefaultExecutionSpace> ? ", as this Kokkos has no GPU space" : "");
}

}  // namespace slipburst::kernels
