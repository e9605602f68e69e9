#pragma once
/// \file Energy of a pinned line, integrated directly along it and read from a table.

#include <algorithm>
#include <array>
#include <vector>

#include "host/lines/table_line_energy.hpp"
#include "host/table/segment_curves.hpp"
#include "host/table/table.hpp"
#include "slipburst/random/strata.hpp"
#include "support/segments.hpp"

namespace slipburst::testing {

/// Above-gap energy of a line, eV: crystal, film.
using LineEnergy = std::array<double, table::channels>;

class Lines {
 public:
  explicit Lines(const host::Case& c) : case_(c), curves_(case_.model(), c.numerics) {}

  double reduced_stress(double stress_MPa) const { return stress_MPa * units::megapascal / model().stress_unit; }
  double threshold_nm(double stress_MPa) const {
    return curves_.threshold_height(reduced_stress(stress_MPa)) * model().length_nm;
  }

  /// l(tau) / h_max times the integral of E*(h) from the threshold to h_max (Romani 2024, Eqs. (25)-(27)), by
  /// three-point Gauss-Legendre on panels that widen from the threshold and end at the gap distance, where E* has a
  /// kink when the threshold is the equilibrium distance.
  LineEnergy integrate(double pin_height_nm, double stress_MPa, int panels = 150) const {
    const double stress = reduced_stress(stress_MPa), top = pin_height_nm / model().length_nm;
    const double bottom = curves_.threshold_height(stress);
    if (!(top > bottom)) return {};
    std::vector<double> edges;
    for (int i = 0; i <= panels; ++i) {
      const double part = static_cast<double>(i) / panels;
      edges.push_back(bottom + (top - bottom) * part * part * part);
    }
    const double gap = model().segment.gap_distance;
    if (gap > bottom && gap < top) edges.insert(std::upper_bound(edges.begin(), edges.end(), gap), gap);

    const exec::SegmentExecutor<double> execute(model().segment,
                                                host::segment_controls(case_->numerics, exec::Extent::above_gap));
    LineEnergy sum{};
    for (std::size_t i = 1; i < edges.size(); ++i) {
      const double middle = 0.5 * (edges[i] + edges[i - 1]), half = 0.5 * (edges[i] - edges[i - 1]);
      for (const int side : {-1, 0, 1}) {
        const double weight = (side == 0 ? 8.0 : 5.0) / 9 * half;
        const exec::SegmentResult s = execute({middle + side * 0.77459666924148338 * half, stress});
        sum[0] += weight * s.crystal_above;
        sum[1] += weight * s.film_above;
      }
    }
    for (double& energy : sum) energy *= line_eV(stress_MPa) / top;
    return sum;
  }

  /// The highest pin that can be drawn for a table at a stress, where it ends: 65 bits of -log2(u).
  double reach_nm(const host::Table& t, double stress_MPa) const {
    return random::max_bits * math::ln2 * t.range.height_scale * reduced_stress(stress_MPa) * model().length_nm *
           (1 - 1e-12);
  }

  /// The same energies as the event kernel reads them from a table.
  LineEnergy look_up(const host::Table& t, double pin_height_nm, double stress_MPa) const {
    const host::TabulatedEnergy line = host::table_line_energy(case_, t, pin_height_nm, stress_MPa * units::megapascal);
    return {line.crystal_eV, line.film_eV};
  }

  const host::ReducedModel& model() const { return case_.model(); }

 private:
  /// Line length l = alpha mu_f b / tau times the unit of E*, eV.
  double line_eV(double stress_MPa) const {
    return case_->pinning.alpha * case_->film.shear_modulus * case_->film.burgers / (stress_MPa * units::megapascal) *
           model().energy_eV_per_nm;
  }

  host::PreparedCase case_;
  host::SegmentCurves curves_;
};

}  // namespace slipburst::testing
