// Bursts one by one, as `slipburst experiment` lists them.

#include "bench/work.hpp"
#include "host/numerics/parallel_loop.hpp"
#include "host/sampling/burst_list.hpp"

namespace slipburst::bench {
namespace {

constexpr double day_s = 86400;
constexpr host::Exposure exposure{7 * day_s, 37 * day_s};
constexpr double above_eV = 1;

class BurstWork : public Work {
 public:
  BurstWork(const Setting& setting, Inputs& inputs)
      : threads_(setting.backend.workers()),
        times_(inputs.film({}).settings, exposure, seed),
        drawer_(inputs.film({}).settings, inputs.film({}).table(), times_, seed, above_eV) {}

  double run(std::uint64_t times) override {
    constexpr std::uint64_t events = 1 << 19;
    for (std::uint64_t i = 0; i < times; ++i) {
      batch_.begin(i * events, events);
      host::parallel_loop(batch_.pieces(), threads_, [&](std::size_t piece) { batch_.draw(drawer_, piece); });
    }
    return static_cast<double>(times * events);
  }

 private:
  int threads_;
  host::BurstTimes times_;
  host::BurstDrawer drawer_;
  host::BurstBatch batch_;
};

}  // namespace

std::vector<BenchCase> burst_cases() {
  return {{"bursts",
           "list of the bursts of al-on-si above 1 eV, with time, height, stress and both energies",
           "events",
           {exec::Precision::fp64},
           {"reference", "kokkos"},
           [](const Setting& setting, Inputs& inputs) { return std::make_unique<BurstWork>(setting, inputs); }}};
}

}  // namespace slipburst::bench
