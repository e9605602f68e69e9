#pragma once
/// \file The spectrum without sampling: the exact expectation of the sampler's counts, by quadrature.

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "host/model/prepared_case.hpp"
#include "host/quadrature/line_slice.hpp"
#include "host/table/table.hpp"
#include "kernels/backend/backend.hpp"

namespace slipburst::host {

/// Source of slices, and the accuracy of the quadrature with them.
struct SliceSource {
  std::function<std::vector<LineSlice>(std::span<const double> stresses)> make;  ///< at stresses u = tau / tau*
  double goal;  ///< relative error that the quadrature refines to, of each quantity above 1e-18
  int threads;  ///< number of threads that may make slices at the same time
};

/// Slices of a table's interpolant.
SliceSource table_slices(const exec::EventModel& model, const Table& table, int threads = 1);

/// Slices from direct integration of segments, on a grid three times as fine as a table's.
/// \param c, backend  must outlive the source  \param poll  called between batches; may throw to stop
SliceSource direct_slices(const PreparedCase& c, const exec::EventModel& model, const Table& table,
                          kernels::Backend& backend, const std::function<void()>& poll);

struct ExactChannel {
  std::vector<double> above;             ///< P(E > edge), [bins + 1]
  std::vector<double> supersonic_above;  ///< P(E > edge and the line passes the sound speed), [bins + 1]
  std::vector<double> thresholds;        ///< P(E >= threshold), [thresholds]
  double mean_eV;
  double emitting;    ///< P(E > 0)
  double supersonic;  ///< P(E > 0 and the line passes the sound speed)
};

struct ExactSpectrum {
  ExactChannel channel[table::channels];
  double rejected;            ///< P(pin height beyond the film, or the grain too small)
  std::vector<double> plane;  ///< see EnergyPlane; error 1e-4 of P(E > 0)
  double relative_error;      ///< largest estimate of the quadrature's own error, of the probabilities above 1e-18
};

/// Ends of the stress cells that a case covers as w, of both zones of a table, rising; u = max_stress (1 - w^2).
std::vector<double> stress_nodes(const exec::EventModel& model, const Table& table);

/// Integrates over orientation and pin height: P(E > e) is the integral over w from 0 to 1 of the probability of the
/// pin heights at which a line of stress tau(w) has more than e. Adaptive Gauss-Kronrod rules within each stress cell.
///
/// \param log2_unit  see log2_unit_eV
///
/// \param thresholds_eV  0 stands for every positive energy
///
/// \param poll  called now and then, if not empty; may throw to stop
///
/// \throws TableError where the mean of a channel contradicts its probabilities at the edges
ExactSpectrum integrate_spectrum(const exec::EventModel& model, double log2_unit, const Table& table,
                                 const SliceSource& slices, std::span<const double> edges_eV,
                                 std::span<const double> thresholds_eV, const std::function<void()>& poll = {});

}  // namespace slipburst::host
