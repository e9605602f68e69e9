#include "bench/work.hpp"

namespace slipburst::bench {

std::vector<BenchCase> bench_cases() {
  std::vector<BenchCase> all;
  for (const auto& some : {segment_cases(), table_cases(), event_cases(), approximate_event_cases(), release_cases(),
                           cluster_cases(), burst_cases()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace slipburst::bench
