#include "host/model/stress_reach.hpp"

#include <algorithm>

namespace slipburst::host {

double max_history_stress_factor(const Case& c) {
  double eta = 0.5;  // of a line under the stress of the case
  StressLevel level;
  for (const Stage& stage : c.history) {
    if (stage.kind == StageKind::warm_up && stage.refill > 0) eta = std::max(eta, 0.25 + level.shift);
    if (stage.level && (stage.kind == StageKind::hold || stage.kind == StageKind::ramp)) level = *stage.level;
  }
  double greatest = 1;
  for (const Stage& stage : c.history) {
    if (!stage.level) continue;
    greatest = std::max(greatest, stage.level->factor + std::max(stage.level->shift, 0.0) / (1 - eta));
  }
  return greatest;
}

}  // namespace slipburst::host
