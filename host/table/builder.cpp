#include "host/table/builder.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "host/table/accuracy.hpp"
#include "host/table/grid.hpp"
#include "host/table/interpolant.hpp"
#include "host/table/rows.hpp"
#include "host/table/segment_curves.hpp"
#include "host/table/table_error.hpp"

namespace slipburst::host {
namespace {

constexpr int max_in_vain = 2;
constexpr double coarse_tolerance = 1e-3;
constexpr std::int64_t max_cells = 1 << 18;
constexpr double usual_thickness_nm = 600;

/// Text of a number for messages.
std::string text(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.4g", value);
  return buffer;
}

/// Makes a table silent: empty cells above all stresses that draws can reach.
void make_silent(const ReducedModel& model, Table& table) {
  table.silent = true;
  table.range.max_stress *= 4;
  table.first_stress = table.range.max_stress;
  table.set_axes(model);
  table.stress_cells = table.stress_axis.cells();
  table.height_cells = 1;
  const auto cells = static_cast<std::size_t>(table.stress_cells);
  table.threshold.assign(cells * table::threshold_terms, 0);
  table.supersonic.assign(cells * table::supersonic_terms, 0);
  table.cells.assign(cells, {});
}

/// Refines the axis with the larger error and any axis whose error exceeds the aim, or both axes; adds octaves toward
/// tau* if the worst point lies there.
void refine(const TableErrors& errors, double aim, bool both, TableResolution& resolution) {
  if (both || errors.in_stress >= errors.in_height || errors.in_stress > aim) ++resolution.stress_bits;
  if (both || errors.in_height > errors.in_stress || errors.in_height > aim) resolution.height_cells += 2;
  if (errors.near_corner) --resolution.octave;
}

[[noreturn]] void fail(const Table& table, exec::Precision precision) {
  const TableAccuracy& accuracy = table.accuracy;
  throw TableError("table.tolerance = " + text(table.tolerance) + " is not reached: the largest relative error is " +
                   text(accuracy.max_relative_error) + ", where half of the tolerance is aimed at, at pin height " +
                   text(accuracy.worst_height_nm) + " nm, stress " + text(accuracy.worst_stress_MPa) +
                   " MPa; loosen table.tolerance" +
                   (precision == exec::Precision::fp32
                        ? " (fp32 reaches about 1e-3) or use numerics.precision = \"fp64\""
                        : " or tighten numerics.relative_tolerance"));
}

/// First octave that resolves the relative heights above the threshold at which lines of a shape reach a small energy.
/// E* rises there as z^(3/2), its mean over a line as z^(5/2), over a line that ends level (arched) as z^2.
int first_octave(const physics::LineShape& shape) {
  constexpr int usual = -7;
  constexpr double small = 1e-6;  // of the energies at z = 1
  const double usual_height = std::pow(small, 0.4);
  double height = 0;
  switch (shape.shape) {
    case physics::Shape::linear:
    case physics::Shape::quadratic:
      height = std::max(std::pow(small * (1 - shape.offset), 0.4), std::pow(small, 2.0 / 3));
      break;
    case physics::Shape::arched:
      height = std::sqrt(small);
      break;
  }
  return usual + static_cast<int>(std::lround(std::log2(height / usual_height)));
}

/// Initial resolution of a table.
/// \param coarse  a quarter of the usual cells, enough for a hundredth of the usual accuracy
TableResolution first_resolution(const PreparedCase& c, const TableRange& range, bool coarse) {
  TableResolution resolution;
  resolution.octave = first_octave(c->pinning.shape);
  if (coarse) {
    --resolution.stress_bits;
    resolution.height_cells /= 2;
  }
  // The kink at h = x_gap needs more height cells from the start if the range includes tau*.
  if (range.max_stress > c.model().gap_stress) ++resolution.height_cells;
  return resolution;
}

/// Adds cost and accuracy of the lower zone. The subgap efficiency is the same factor on both sides of a relative
/// error. The lower zone is judged down to 1e-3 eV at all frequencies, which is stricter than required.
void add_zone(const Table& lower, Table& table) {
  const TableAccuracy upper = table.accuracy;
  if (lower.accuracy.max_relative_error > upper.max_relative_error) table.accuracy = lower.accuracy;
  table.accuracy.points = upper.points + lower.accuracy.points;
  table.segments += lower.segments;
  table.failed += lower.failed;
  table.integration_s += lower.integration_s;
}

std::shared_ptr<const Table> build_lower(const PreparedCase& c, kernels::Backend& backend, const TableHooks& hooks);

Table build(const PreparedCase& c, kernels::Backend& backend, const TableHooks& hooks, Reach reach) {
  const ReducedModel& model = c.model();
  const SegmentCurves curves(model, c->numerics, hooks.poll);
  Table table;
  table.identity = table_identity(c);
  table.range = default_range(c);
  table.tolerance = c->table.tolerance;
  bool coarse = c->table.tolerance >= coarse_tolerance;
  table.resolution = first_resolution(c, table.range, coarse);
  if (model.mixed()) table.lower = build_lower(c, backend, hooks);
  const auto first_stress = model.silent() ? std::nullopt : first_emitting_stress(curves, table.range);
  if (!first_stress) {
    make_silent(model, table);
    if (table.lower) add_zone(*table.lower, table);
    return table;
  }
  table.first_stress = *first_stress;

  const double aim = 0.5 * table.tolerance;
  double smallest_error = std::numeric_limits<double>::infinity();
  RowCost cost;
  std::vector<Row> rows;
  for (int in_vain = 0;;) {
    const TableGrid grid(model, curves, table.range, table.first_stress, table.resolution, reach);
    rows = grid.node_rows();
    integrate_rows(backend, c, model, RowEnergy::sensed, rows, hooks.poll, cost);
    fill_interpolant(grid, curves, rows, table);
    std::vector<Row> checks = grid.check_rows();
    integrate_rows(backend, c, model, RowEnergy::sensed, checks, hooks.poll, cost);
    const TableErrors errors = compare(c, model, curves, table, checks);
    table.accuracy = errors.total;
    const double error = errors.total.max_relative_error;
    if (hooks.log) {
      hooks.log("table of " + std::to_string(table.stress_cells) + " x " + std::to_string(table.height_cells) +
                " cells: largest relative error " + text(error) + ", aim " + text(aim) + ", at " +
                text(errors.total.worst_height_nm) + " nm, " + text(errors.total.worst_stress_MPa) + " MPa");
    }
    if (error <= aim) break;
    // If finer cells do not help, the remaining error is noise of the integration.
    in_vain = error < 0.8 * smallest_error ? 0 : in_vain + 1;
    smallest_error = std::min(error, smallest_error);
    const bool given_up = in_vain == max_in_vain || table.stress_cells * table.height_cells > max_cells;
    if (given_up && coarse) {  // restart finer, so that a tolerance is reached whenever a smaller one is
      coarse = false;
      in_vain = 0;
      smallest_error = std::numeric_limits<double>::infinity();
      table.resolution = first_resolution(c, table.range, coarse);
      continue;
    }
    if (given_up) fail(table, c->numerics.precision);
    // An error attributed to one axis may come from the other.
    refine(errors, aim, in_vain > 0, table.resolution);
  }
  if (c->table.phonons == Phonons::all) {
    integrate_rows(backend, c, model, RowEnergy::all, rows, hooks.poll, cost);
    fill_all_frequencies(rows, table);
  }
  table.segments = cost.segments;
  table.failed = cost.failed;
  table.integration_s = cost.seconds;
  if (table.lower) add_zone(*table.lower, table);
  return table;
}

std::shared_ptr<const Table> build_lower(const PreparedCase& c, kernels::Backend& backend, const TableHooks& hooks) {
  const PreparedCase all(all_frequencies(c));
  if (hooks.log) hooks.log("first the table of all frequencies, for lines that do not reach the gap");
  return std::make_shared<const Table>(build(all, backend, hooks, Reach::gap));
}

}  // namespace

Table build_table(const PreparedCase& c, kernels::Backend& backend, const TableHooks& hooks) {
  const ReducedModel& model = c.model();
  try {
    return build(c, backend, hooks, Reach::draws);
  } catch (const SegmentFailure& failure) {
    const bool film_helps = failure.segment().start * model.length_nm > usual_thickness_nm;
    throw TableError(describe(failure, model, c->numerics) +
                     (film_helps ? ", or set film.thickness or lower it: the table ends there" : ""));
  }
}

}  // namespace slipburst::host
