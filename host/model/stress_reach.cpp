#include "host/model/stress_reach.hpp"

#include <algorithm>

namespace slipburst::host {

double greatest_stress_factor(const Case& c) {
  double greatest = 1;
  for (const Stage& stage : c.history) {
    if (stage.level) greatest = std::max(greatest, stage.level->factor + 2 * std::max(stage.level->shift, 0.0));
  }
  return greatest;
}

}  // namespace slipburst::host
