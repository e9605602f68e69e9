#pragma once
/// \file Share of releases that emit more than given energies, depending on the stresses of their lines.

#include <functional>
#include <span>
#include <vector>

#include "host/table/table.hpp"
#include "slipburst/exec/event_executor.hpp"
#include "slipburst/release/slices.hpp"

namespace slipburst::host {

/// Model of lines pinned under a stress other than the case's, and released under yet another one: heights and lengths
/// are those under the stress of pinning.
exec::EventModel at_stress(const exec::EventModel& model, const release::Stress& stress);
/// log2_unit_eV for the lines of at_stress(), from that of the case.
double at_stress(double log2_unit, const release::Stress& stress);

/// Shares by quadrature of the table at one rise of the stress, or at nodes between two rises, with cubics between
/// them.
class StressedShare {
 public:
  /// \param model, log2_unit  of the case  \param thresholds_eV  energies of the model  \param pinned  see
  /// release::Stress  \param poll  may throw to stop
  StressedShare(const exec::EventModel& model, double log2_unit, const Table& table,
                std::span<const double> thresholds_eV, double pinned, double min_rise, double max_rise,
                const std::function<void()>& poll = {});

  /// P(E >= threshold) of a release under `rise` times the stress that lines were pinned under, [channel][threshold].
  std::vector<double> at(double rise) const;

 private:
  double first_, step_ = 1;                  ///< of the nodes
  std::vector<std::vector<double>> values_;  ///< [node][channel x threshold]
};

}  // namespace slipburst::host
