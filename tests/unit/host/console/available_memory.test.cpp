#include "host/console/available_memory.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>

using namespace slipburst::host;

namespace {

constexpr std::uint64_t kilobyte = 1024, megabyte = 1024 * kilobyte;

/// A machine made of files: 8 GB available, no limits; the process has 500 pages, 200 of them resident.
class Machine {
 public:
  Machine() {
    write("proc/meminfo", "MemTotal:  16000000 kB\nMemFree:  100 kB\nMemAvailable:    8000000 kB\n");
    write("proc/self/statm", "500 200 10 1 0 50 0\n");
    sources_.proc = (root_ / "proc").string();
    sources_.cgroups = (root_ / "cgroup").string();
    sources_.page_bytes = 4096;
    sources_.address_space_bytes = MemorySources::unlimited;
    sources_.environment = [this](const char* name) -> const char* {
      const auto found = environment.find(name);
      return found == environment.end() ? nullptr : found->second.c_str();
    };
  }
  ~Machine() { std::filesystem::remove_all(root_); }

  void write(const std::string& path, const std::string& text) const {
    std::filesystem::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }
  void remove(const std::string& path) const { std::filesystem::remove(root_ / path); }
  std::optional<std::uint64_t> available() const { return available_memory_bytes(sources_); }

  std::map<std::string, std::string> environment;
  MemorySources sources_;

 private:
  std::filesystem::path root_ =
      std::filesystem::temp_directory_path() / ("slipburst-memory-" + std::to_string(getpid()));
};

}  // namespace

TEST_CASE("without limits there is what the machine has") {
  const Machine machine;
  CHECK(machine.available() == 8000000 * kilobyte);
  machine.remove("proc/meminfo");
  CHECK(!machine.available());
}

TEST_CASE("control groups, version 2: the own one and all above") {
  const Machine machine;
  machine.write("proc/self/cgroup", "0::/slurm/job_5/step_0\n");
  machine.write("cgroup/slurm/job_5/memory.max", "1000000000\n");
  machine.write("cgroup/slurm/job_5/memory.current", "400000000\n");
  machine.write("cgroup/slurm/job_5/step_0/memory.max", "max\n");
  machine.write("cgroup/slurm/job_5/step_0/memory.current", "300000000\n");
  CHECK(machine.available() == 600000000);
  SUBCASE("page cache that is not in use can be had back") {
    machine.write("cgroup/slurm/job_5/memory.stat", "anon 1\nfile 2\ninactive_file 100000000\nactive_file 7\n");
    CHECK(machine.available() == 700000000);
  }
  SUBCASE("the tighter limit holds") {
    machine.write("cgroup/slurm/job_5/step_0/memory.max", "350000000\n");
    CHECK(machine.available() == 50000000);
  }
  SUBCASE("more in use than allowed leaves nothing") {
    machine.write("cgroup/slurm/job_5/memory.max", "300000000\n");
    CHECK(machine.available() == 0);
  }
  SUBCASE("the group of a container is its root") {
    machine.write("proc/self/cgroup", "0::/\n");
    machine.write("cgroup/memory.max", "90000000\n");
    machine.write("cgroup/memory.current", "10000000\n");
    CHECK(machine.available() == 80000000);
  }
}

TEST_CASE("control groups, version 1") {
  const Machine machine;
  machine.write("proc/self/cgroup", "7:cpu,cpuacct:/other\n5:memory:/slurm/job_5\n1:name=systemd:/\n");
  machine.write("cgroup/memory/slurm/job_5/memory.limit_in_bytes", "500000000\n");
  machine.write("cgroup/memory/slurm/job_5/memory.usage_in_bytes", "200000000\n");
  machine.write("cgroup/memory/slurm/job_5/memory.stat", "cache 5\ntotal_inactive_file 50000000\n");
  machine.write("cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  machine.write("cgroup/memory/memory.usage_in_bytes", "200000000\n");
  CHECK(machine.available() == 350000000);
}

TEST_CASE("address space") {
  Machine machine;
  machine.sources_.address_space_bytes = 100 * megabyte;
  CHECK(machine.available() == 100 * megabyte - 500 * 4096);
}

TEST_CASE("what Slurm gave the job") {
  Machine machine;
  machine.environment["SLURM_MEM_PER_NODE"] = "2000";
  CHECK(machine.available() == 2000 * megabyte - 200 * 4096);
  machine.environment["SLURM_MEM_PER_NODE"] = "0";  // all of the node
  CHECK(machine.available() == 8000000 * kilobyte);
  machine.environment["SLURM_MEM_PER_CPU"] = "100";
  CHECK(machine.available() == 8000000 * kilobyte);
  machine.environment["SLURM_CPUS_ON_NODE"] = "4";
  CHECK(machine.available() == 400 * megabyte - 200 * 4096);
}

TEST_CASE("this process") {
  const auto available = available_memory_bytes();
  REQUIRE(available);
  CHECK(*available > 0);
  CHECK(*available < (1ull << 50));
}
