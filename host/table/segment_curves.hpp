#pragma once
/// \file Two curves over stress that divide a table: start of emission and passage of the sound speed.

#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "host/case/case.hpp"
#include "host/model/reduced_model.hpp"

namespace slipburst::host {

/// Finds threshold heights by root search on the first fall. Heights and stresses are reduced.
class SegmentCurves {
 public:
  /// \param poll  called for each segment that is integrated, if not empty; may throw to stop
  SegmentCurves(const ReducedModel& model, const Numerics& numerics, std::function<void()> poll = {});

  /// Lowest height with emission that counts: x_eq where below-gap phonons count, else gap_height.
  double lowest_height(double stress) const;

  /// Height that a table counts from: gap_height() if ReducedModel::mixed(), else lowest_height().
  double threshold_height(double stress) const;

  /// Lowest height with above-gap emission: x_eq where that lies inside the gap distance, else the height whose first
  /// turning point just reaches the gap distance; infinite where no phonon is above the gap.
  /// \throws SegmentFailure if the search fails
  double gap_height(double stress) const;

  /// Whether a line released at a height emits phonons that count: whether lowest_height() is below it.
  bool emits(double height, double stress) const;

  /// Lowest height whose first turning point comes within `distance` of the interface; infinite if above `limit`.
  /// Precondition: the distance is less than x_eq.
  double reaching_height(double stress, double distance, double limit) const;

  /// Lowest height at which the greatest speed passes the transverse sound speed; infinite if above `limit` or if
  /// the dynamics allow no such speed.
  double supersonic_height(double stress, double limit) const;

 private:
  /// First fall of a line. \throws SegmentFailure
  template <class Executor>
  exec::SegmentResult fall(double height, double stress) const;
  /// First turning point of a line; 0 if it has none.
  double turning_point(double height, double stress) const;

  /// Heights by stress: a table asks for those at the edges of its cells several times.
  struct GapHeights {
    std::mutex mutex;
    std::unordered_map<double, double> found;
  };

  ReducedModel model_;
  exec::SegmentControls controls_;
  std::function<void()> poll_;
  std::shared_ptr<GapHeights> gap_heights_ = std::make_shared<GapHeights>();
};

}  // namespace slipburst::host
