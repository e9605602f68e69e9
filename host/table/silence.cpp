#include "host/table/silence.hpp"

#include <cmath>
#include <cstdio>
#include <optional>
#include <string>

#include "host/table/segment_curves.hpp"
#include "host/table/table_error.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/random/strata.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

std::string number(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.4g", value);
  return buffer;
}

/// Part of a message, e.g. "at the greatest stress, 60 MPa, ".
std::string at_max_stress(const TableRange& range, const ReducedModel& model) {
  return "at the greatest stress, " + number(range.max_stress * model.stress_unit / units::megapascal) + " MPa, ";
}

/// Highest line, with the reason for its height and the key to change.
struct Top {
  double height;  ///< reduced
  std::string reason, key;
};

Top top_of(const TableRange& range) {
  const double mean = range.height_scale * range.max_stress;
  const double highest = random::max_bits * math::ln2 * mean;
  if (range.max_height < highest) return {range.max_height, "film.thickness", "film.thickness"};
  return {highest, number(highest / mean) + " mean pin heights", "pinning.spacing"};
}

/// Lowest height that emits, reduced, if it is above the highest line; empty if the highest line emits or the search
/// fails.
std::optional<double> height_out_of_reach(const PreparedCase& c, double highest, double stress) {
  const SegmentCurves curves(c.model(), c->numerics);
  try {
    if (curves.emits(highest, stress)) return {};
    return curves.lowest_height(stress);
  } catch (const SegmentFailure&) {
    return {};  // building the table reports the failure
  }
}

std::string silence(const PreparedCase& c, const TableRange& range, const Top& top) {
  const ReducedModel& model = c.model();
  const std::string gap = "film.pair_breaking_energy = " + number(c->film.pair_breaking_energy) + " meV";
  if (model.silent()) {
    return gap + " is above the greatest phonon energy, " + number(model.max_phonon_meV) +
           " meV: every energy above the gap is 0; lower film.pair_breaking_energy, or count phonons below the gap "
           "with "
           "detector.subgap_efficiency";
  }
  const std::optional<double> lowest = height_out_of_reach(c, top.height, range.max_stress);
  if (!lowest) return "";
  const bool above_gap = model.subgap_efficiency == 0;
  const bool any_gap_helps = above_gap && top.height > model.segment.image / range.max_stress;
  return "no line emits: " + at_max_stress(range, model) + "pins are at most " + number(top.height * model.length_nm) +
         " nm high (" + top.reason + "), and emission" + (above_gap ? " above " + gap : "") + " begins at " +
         number(*lowest * model.length_nm) + " nm: every energy " + (above_gap ? "above the gap " : "") +
         "is 0; raise stress.sigma0 or " + top.key +
         (any_gap_helps
              ? ", lower film.pair_breaking_energy, or count phonons below the gap with detector.subgap_efficiency"
              : "");
}

}  // namespace

std::string silence(const PreparedCase& c, const TableRange& range) { return silence(c, range, top_of(range)); }

std::string silence(const PreparedCase& c) {
  const ReducedModel& model = c.model();
  const TableRange range = needed_range(c);
  Top top = top_of(range);
  // Among grains of many sizes some always hold a line, if rarely.
  if (std::isfinite(c->grain.median) && c->grain.sigma == 0) {
    const double stress = range.max_stress * model.stress_unit;
    const double length = pinned_lines(c->film, c->pinning.spacing, c->pinning.alpha).line_length(stress);
    if (length > c->grain.median) {
      return "no line fits its grain: " + at_max_stress(range, model) + "lines are " + number(length) +
             " nm long, and grains " + number(c->grain.median) +
             " nm wide: every energy is 0; raise grain.median, grain.sigma or stress.sigma0, or lower pinning.alpha";
    }
    if (c->grain.median / model.length_nm < top.height)
      top = {c->grain.median / model.length_nm, "grain.median", "grain.median"};
  }
  return silence(c, range, top);
}

}  // namespace slipburst::host
