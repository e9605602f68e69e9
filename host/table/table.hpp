#pragma once
/// \file The table of line energies: its identity, range, coefficients and accuracy.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "host/model/prepared_case.hpp"
#include "slipburst/table/zones.hpp"

namespace slipburst::host {

/// Quantities that E*(h, tau) depends on. Spacing, alpha, Gamma, area and time are not among them.
struct TableIdentity {
  double film_shear_modulus, film_burgers, film_sound_speed, film_pair_breaking_energy;  ///< internal units
  double substrate_shear_modulus;
  Reading reading;
  DynamicsLaw dynamics;
  physics::LineShape shape;
  double subgap_efficiency;
  exec::Precision precision;
  StepMode mode;
  double relative_tolerance, fixed_step;
  std::int64_t step_budget;

  bool operator==(const TableIdentity&) const = default;
};
TableIdentity table_identity(const Case& c);

/// Case whose table is the lower zone of a case that counts a share of the below-gap energy: its sensor sees all
/// frequencies.
Case all_frequencies(const Case& c);

/// Range of stresses and heights of a table, in reduced form.
struct TableRange {
  double max_stress;    ///< reduced stress
  double height_scale;  ///< mean pin height / stress, both reduced: heights reach 96 ln 2 times the mean
  double max_height;    ///< reduced; infinite if the film has no thickness

  bool operator==(const TableRange&) const = default;
};
/// Range that a case needs.
TableRange needed_range(const PreparedCase& c);
/// Range of the table built for a case: the range that the case needs, and at least sigma0 = 120 MPa, 100 nm spacing,
/// alpha = 0.8, so that one table serves the usual cases of a film, of any thickness. A table that would reach higher
/// ends at the film's thickness.
TableRange default_range(const PreparedCase& c);

/// Resolution of the two axes, see slipburst/table/axis.hpp.
struct TableResolution {
  int octave = -7;       ///< equal cells for stresses within 2^octave of tau*, heights within 2^octave of the threshold
  int stress_bits = 3;   ///< log2 of the cells per octave of stress
  int height_cells = 4;  ///< cells per octave of height
};

/// Values at the nodes, for plots. Row r is a stress, column k a scaled height; two-dimensional arrays are
/// [r * columns + k], quiet NaN where a row has no such node (below the threshold or beyond the reach).
struct TableNodes {
  std::int64_t columns = 0;
  std::vector<double> stress;             ///< reduced, [rows]
  std::vector<double> threshold_height;   ///< reduced, [rows]: lowest height with above-gap emission
  std::vector<double> supersonic_height;  ///< reduced, [rows]: lowest height at which v passes c_t; may be infinite
  std::vector<double> height;             ///< reduced pin height
  std::vector<double> mean_energy[table::channels];      ///< mean of E* over the line, reduced
  std::vector<double> segment_height;                    ///< reduced height of single segments
  std::vector<double> segment_energy[table::channels];   ///< E* of single segments, reduced
  std::vector<double> mean_energy_all[table::channels];  ///< all-frequency means; empty unless Phonons::all
};

struct TableAccuracy {
  double max_relative_error = 0;  ///< of E_tot against direct evaluation off the grid, where E_tot > 1e-3 eV
  double worst_height_nm = 0, worst_stress_MPa = 0;
  std::int64_t points = 0;  ///< points compared
};

/// Table with heights counted from SegmentCurves::threshold_height. Where the case is ReducedModel::mixed, lines that
/// end below it have a share of the energy in another table, the table of all_frequencies().
struct Table {
  bool silent = false;  ///< no line of the range reaches the threshold height: energies of this zone are exact zeros
  TableIdentity identity;
  TableRange range;
  TableResolution resolution;
  double first_stress = 0;  ///< reduced stress below which no line can emit
  double tolerance = 0;
  TableAccuracy accuracy;                 ///< of both zones
  std::int64_t segments = 0, failed = 0;  ///< segments of both zones: integrated, failed
  double integration_s = 0;

  table::StressAxis stress_axis;
  table::HeightAxis height_axis;
  std::int64_t stress_cells = 0, height_cells = 0;
  int first_height_octave = 0;
  std::vector<double> threshold;   ///< [stress_cells * threshold_terms], see table::View
  std::vector<float> supersonic;   ///< [stress_cells * supersonic_terms]
  std::vector<table::Cell> cells;  ///< [stress_cells * height_cells]
  TableNodes nodes;
  std::shared_ptr<const Table> lower;  ///< lower zone, where there are two

  /// View of both zones, from which events are drawn.
  table::Zones view() const;
  /// View of the upper zone alone.
  table::View upper() const {
    return {stress_axis, height_axis, height_cells, threshold.data(), supersonic.data(), cells.data()};
  }
  /// Recomputes the axes from identity, range and resolution, as after reading a file.
  void set_axes(const ReducedModel& model);
};

}  // namespace slipburst::host
