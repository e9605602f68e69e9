// Bursts one by one, as `slipburst experiment` lists them.

#include "bench/work.hpp"
#include "host/sampling/burst_list.hpp"

namespace slipburst::bench {
namespace {

constexpr double day_s = 86400;
constexpr host::Exposure exposure{7 * day_s, 37 * day_s};
constexpr double above_eV = 1;

class BurstWork : public Work {
 public:
  explicit BurstWork(Inputs& inputs)
      : times_(inputs.film({}).settings, exposure, seed),
        drawer_(inputs.film({}).settings, inputs.film({}).table(), times_, seed, above_eV) {}

  double run(std::uint64_t times) override {
    constexpr std::uint64_t block = 1 << 16;
    for (std::uint64_t i = 0; i < times; ++i) {
      bursts_.clear();
      drawer_.draw(i * block, block, bursts_);
    }
    return static_cast<double>(times * block);
  }

 private:
  host::BurstTimes times_;
  host::BurstDrawer drawer_;
  host::BurstColumns bursts_;
};

}  // namespace

std::vector<BenchCase> burst_cases() {
  return {{"bursts",
           "list of the bursts of al-on-si above 1 eV, with time, height, stress and both energies",
           "events",
           {exec::Precision::fp64},
           "reference",
           [](const Setting&, Inputs& inputs) { return std::make_unique<BurstWork>(inputs); }}};
}

}  // namespace slipburst::bench
