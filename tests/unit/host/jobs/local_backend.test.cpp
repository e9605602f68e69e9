#include "host/jobs/local_backend.hpp"

#include <doctest/doctest.h>

#include <map>

#include "host/base/error.hpp"
#include "kernels/registry/registry.hpp"

using namespace slipburst;
using namespace slipburst::host;

namespace {

using Devices = std::vector<int>;

int threads_in(const std::map<std::string, std::string>& environment, const RankPlace& place, int processors) {
  return threads_of(place, processors, [&](const char* name) -> const char* {
    const auto found = environment.find(name);
    return found == environment.end() ? nullptr : found->second.c_str();
  });
}

}  // namespace

TEST_CASE("devices are named by number, or all") {
  const Devices usable{0, 1, 3};
  CHECK(parse_devices("all", usable) == usable);
  CHECK(parse_devices("3,0", usable) == Devices{3, 0});
  CHECK(parse_devices("1", usable) == Devices{1});
  for (const char* wrong : {"2", "0,2", "-1", "0 1", "0,", ",0", "x", "1.0", "0x1", "99999999999"}) {
    CAPTURE(wrong);
    CHECK_THROWS_WITH_AS(parse_devices(wrong, usable), doctest::Contains("there are 0,1,3"), InputError);
  }
  CHECK_THROWS_WITH_AS(parse_devices("0,1,0", usable), doctest::Contains("GPU 0 twice"), InputError);
}

TEST_CASE("ranks of a node take its devices in turn") {
  const Devices four{0, 1, 2, 3};
  CHECK(devices_of({"a", 1, 4, 1}, four, false) == Devices{1});
  CHECK(devices_of({"a", 5, 8, 1}, four, false) == Devices{1});
  CHECK(devices_of({"a", 5, 8, 1}, four, true) == Devices{1});
  // One device for each rank unless more are asked for.
  CHECK(devices_of({"a", 1, 2, 1}, four, false) == Devices{1});
  CHECK(devices_of({"a", 1, 2, 1}, four, true) == Devices{1, 3});
  CHECK(devices_of({"a", 0, 1, 1}, four, true) == four);
  CHECK(devices_of({"a", 2, 3, 1}, {4, 5, 6, 7}, true) == Devices{6});
  CHECK(devices_of({"a", 0, 3, 1}, {4, 5, 6, 7}, true) == Devices{4, 7});
}

TEST_CASE("ranks with the same processors share them") {
  CHECK(threads_in({}, {"a", 0, 4, 4}, 16) == 4);
  CHECK(threads_in({}, {"a", 0, 4, 1}, 16) == 16);
  CHECK(threads_in({}, {"a", 0, 4, 3}, 16) == 5);
  CHECK(threads_in({}, {"a", 0, 4, 4}, 2) == 1);
  CHECK(threads_in({{"SLURM_CPUS_PER_TASK", "6"}}, {"a", 0, 4, 4}, 16) == 6);
  CHECK(threads_in({{"SLURM_CPUS_PER_TASK", "6"}, {"OMP_NUM_THREADS", "3"}}, {"a", 0, 4, 4}, 16) == 0);
}

TEST_CASE("devices need the cuda backend") {
  CHECK_THROWS_WITH_AS(open_local_backend({"kokkos", 0, "0"}, nullptr), doctest::Contains("--backend kokkos"),
                       InputError);
  if (kernels::usable_devices().empty()) {
    CHECK_THROWS_AS(open_local_backend({"auto", 0, "0"}, nullptr), kernels::BackendError);
    CHECK_THROWS_AS(open_local_backend({"cuda", 0, "all"}, nullptr), kernels::BackendError);
  }
  CHECK(open_local_backend({"reference", 0, ""}, nullptr).backend->name() == "reference");
}

TEST_CASE("a device space needs the kokkos backend, and chooses it") {
  CHECK_THROWS_WITH_AS(open_local_backend({"auto", 0, "", "gpu"}, nullptr), doctest::Contains("use host or device"),
                       InputError);
  for (const char* name : {"reference", "cuda"}) {
    CHECK_THROWS_WITH_AS(open_local_backend({name, 0, "", "device"}, nullptr), doctest::Contains(name), InputError);
  }
  CHECK_THROWS_WITH_AS(open_local_backend({"auto", 0, "all", "device"}, nullptr), doctest::Contains("--backend kokkos"),
                       InputError);
#if SLIPBURST_HAVE_KOKKOS
  CHECK(open_local_backend({"auto", 0, "", "device"}, nullptr).backend->name().starts_with("kokkos:"));
  CHECK(open_local_backend({"kokkos", 0, "", "host"}, nullptr).backend->name() == "kokkos");
#else
  CHECK_THROWS_AS(open_local_backend({"auto", 0, "", "device"}, nullptr), kernels::BackendError);
#endif
}
