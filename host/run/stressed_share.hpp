#pragma once
/// \file Which share of releases emits more than given energies, depending on the stress they happen under.

#include <functional>
#include <span>
#include <vector>

#include "host/config/case.hpp"
#include "host/table/table.hpp"
#include "slipburst/exec/event_executor.hpp"

namespace slipburst::host {

/// The model of the same pins under another stress: heights stay, stresses are multiplied.
exec::EventModel at_stress_factor(const exec::EventModel& model, double factor);

/// By quadrature of the table at one stress factor, or at nodes between two, with cubics between them.
class StressedShare {
 public:
  /// \param thresholds_eV  energies  \param poll  may throw to stop
  StressedShare(const Case& c, const Table& table, std::span<const double> thresholds_eV, double least_factor,
                double greatest_factor, const std::function<void()>& poll = {});

  /// P(E >= threshold) of a release under `factor` times the case's stress, [channel][threshold].
  std::vector<double> at(double factor) const;

 private:
  double first_, step_ = 1;                  ///< of the nodes
  std::vector<std::vector<double>> values_;  ///< [node][channel x threshold]
};

}  // namespace slipburst::host
