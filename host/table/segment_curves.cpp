#include "host/table/segment_curves.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "host/table/table_error.hpp"
#include "slipburst/exec/segment_executor.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/math/root.hpp"
#include "slipburst/physics/dynamics.hpp"

namespace slipburst::host {
namespace {

constexpr double root_tolerance = 1e-12;

/// Executor for one law of dynamics. Only a detailed one knows the greatest speed within steps.
template <bool detailed, template <class> class Dynamics>
using Executor = exec::SegmentExecutor<double, detailed, exec::NoObserver, Dynamics<double>>;

}  // namespace

SegmentCurves::SegmentCurves(const ReducedModel& model, const Numerics& numerics, std::function<void()> poll)
    : model_(model), controls_(segment_controls(numerics, exec::Extent::first_fall)), poll_(std::move(poll)) {
  // The curves set the edge of the table, so they need a tighter tolerance than the energies.
  controls_.fixed_step = 0;
  controls_.relative_tolerance = std::min(controls_.relative_tolerance, 1e-10);
}

template <class Executor>
exec::SegmentResult SegmentCurves::fall(double height, double stress) const {
  if (poll_) poll_();
  const exec::SegmentResult result = Executor(model_.segment, controls_)({height, stress});
  if (base::failed(result.status)) throw SegmentFailure({height, stress}, result.status);
  return result;
}

double SegmentCurves::turning_point(double height, double stress) const {
  return model_.segment.sound_square > 0
             ? fall<Executor<false, physics::ElastorelativisticDynamics>>(height, stress).turning_point
             : fall<Executor<false, physics::NewtonianDynamics>>(height, stress).turning_point;
}

double SegmentCurves::lowest_height(double stress) const {
  return model_.subgap_efficiency > 0 ? model_.segment.image / stress : gap_height(stress);
}

double SegmentCurves::threshold_height(double stress) const {
  return model_.mixed() ? gap_height(stress) : lowest_height(stress);
}

double SegmentCurves::gap_height(double stress) const {
  if (model_.segment.gap_distance == 0) return std::numeric_limits<double>::infinity();
  const double equilibrium = model_.segment.image / stress;
  if (equilibrium <= model_.segment.gap_distance) return equilibrium;
  {
    const std::lock_guard lock(gap_heights_->mutex);
    const auto known = gap_heights_->found.find(stress);
    if (known != gap_heights_->found.end()) return known->second;
  }
  const double height = reaching_height(stress, model_.segment.gap_distance, std::numeric_limits<double>::infinity());
  const std::lock_guard lock(gap_heights_->mutex);
  gap_heights_->found.emplace(stress, height);
  return height;
}

bool SegmentCurves::emits(double height, double stress) const {
  const double equilibrium = model_.segment.image / stress;
  if (!(height > equilibrium) || model_.silent()) return false;
  if (model_.subgap_efficiency > 0 || equilibrium <= model_.segment.gap_distance) return true;
  const double nearest = turning_point(height, stress);
  return nearest > 0 && nearest < model_.segment.gap_distance;
}

double SegmentCurves::reaching_height(double stress, double distance, double limit) const {
  const double equilibrium = model_.segment.image / stress;
  // Logarithms of height and distance, whose relation is nearly linear.
  const auto excess = [&](double log2_height) {
    const double nearest = turning_point(math::exp2(log2_height), stress);
    // A line that creeps to rest without turning gets no closer than its equilibrium.
    return math::log2((nearest > 0 ? nearest : equilibrium) / distance);
  };
  double low = math::log2(equilibrium), high = low;
  double at_low = low - math::log2(distance), at_high = at_low;
  while (at_high > 0) {
    if (high > math::log2(limit)) return std::numeric_limits<double>::infinity();
    low = high;
    at_low = at_high;
    high += 0.25;
    at_high = excess(high);
  }
  return math::exp2(math::find_root(excess, low, high, at_low, at_high, root_tolerance));
}

double SegmentCurves::supersonic_height(double stress, double limit) const {
  if (model_.segment.sound_square > 0) return std::numeric_limits<double>::infinity();
  const auto excess = [&](double log2_height) {
    const exec::SegmentResult line = fall<Executor<true, physics::NewtonianDynamics>>(math::exp2(log2_height), stress);
    return line.max_speed * model_.speed_over_ct - 1;
  };
  double low = math::log2(model_.segment.image / stress), high = low;
  double at_low = -1, at_high = -1;
  while (at_high < 0) {
    if (high > math::log2(limit)) return std::numeric_limits<double>::infinity();
    low = high;
    at_low = at_high;
    high += 0.5;
    at_high = excess(high);
  }
  return math::exp2(math::find_root(excess, low, high, at_low, at_high, root_tolerance));
}

}  // namespace slipburst::host
