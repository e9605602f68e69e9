#include "kernels/cpu/segment_lanes.hpp"

#include <memory>

#include "slipburst/exec/segment_lanes.hpp"

namespace slipburst::kernels {
namespace {

template <class Lanes>
SLIPBURST_FOR_AVX512 void try_steps_avx512(Lanes& lanes) {
  lanes.try_steps();
}

template <class Lanes>
SLIPBURST_FLATTENED void try_steps(Lanes& lanes) {
  lanes.try_steps();
}

template <class Real, class Dynamics>
void integrate(const exec::SegmentModel& model, const exec::SegmentControls& controls, const exec::Segment* segments,
               exec::SegmentResult* results, const std::function<std::int64_t()>& next, InstructionSet set) {
  using Executor = exec::SegmentExecutor<Real, false, exec::NoObserver, Dynamics>;
  using Lanes = exec::SegmentLanes<Executor>;
  if (controls.fixed_step > 0) {  // no error control: no lanes
    const Executor execute(model, controls);
    for (std::int64_t i = next(); i >= 0; i = next()) results[i] = execute(segments[i]);
    return;
  }
  const auto lanes = std::make_unique<Lanes>(model, controls);
  lanes->run(segments, results, next, set == InstructionSet::avx512 ? try_steps_avx512<Lanes> : try_steps<Lanes>);
}

template <class Real>
void integrate(const exec::SegmentModel& model, const exec::SegmentControls& controls, const exec::Segment* segments,
               exec::SegmentResult* results, const std::function<std::int64_t()>& next, InstructionSet set) {
  if (model.sound_square > 0) {
    integrate<Real, physics::ElastorelativisticDynamics<Real>>(model, controls, segments, results, next, set);
  } else {
    integrate<Real, physics::NewtonianDynamics<Real>>(model, controls, segments, results, next, set);
  }
}

}  // namespace

void integrate_side_by_side(const exec::SegmentModel& model, const exec::SegmentControls& controls,
                            exec::Precision precision, const exec::Segment* segments, exec::SegmentResult* results,
                            const std::function<std::int64_t()>& next, InstructionSet set) {
  if (precision == exec::Precision::fp64) {
    integrate<double>(model, controls, segments, results, next, set);
  } else {
    integrate<float>(model, controls, segments, results, next, set);
  }
}

}  // namespace slipburst::kernels
