#pragma once
/// \file Result of `slipburst segment`: its fields, and its file of format "slipburst-segment".

#include <string>

#include "host/lines/energy_balance.hpp"
#include "host/lines/segment_record.hpp"
#include "host/results/field.hpp"
#include "host/results/run_identity.hpp"

namespace slipburst::host {

struct SegmentOutcome {
  double height_nm, stress;  ///< stress in meV/nm^3
  double burgers_nm;
  ReducedModel model;
  SegmentRecord record;
  bool recorded;  ///< whether the record has trajectory and phonons
  EnergyBalance balance;

  double turning_point_nm() const { return record.result.turning_point * model.length_nm; }
  /// Whether linear elasticity ends at the turning point.
  bool inside_core() const { return turning_point_nm() > 0 && turning_point_nm() < burgers_nm; }
};

const Fields<SegmentOutcome>& segment_fields();

/// \pre outcome.recorded
void write_segment_file(const std::string& path, const Case& c, const SegmentOutcome& outcome,
                        const RunIdentity& identity);

}  // namespace slipburst::host
