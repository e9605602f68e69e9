#pragma once
/// \file Spectra over a grid of cases: its points, groups of points that share a table, the spectrum of each point.

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "host/sampling/spectrum_values.hpp"

namespace slipburst::host {

/// All combinations of positions along axes, numbered with the last axis fastest.
class ScanGrid {
 public:
  /// \param lengths  of the axes, each at least 1
  explicit ScanGrid(std::vector<std::uint64_t> lengths) : lengths_(std::move(lengths)) {}

  const std::vector<std::uint64_t>& lengths() const { return lengths_; }
  /// Number of points; saturates at the greatest 64-bit number.
  std::uint64_t points() const;
  /// Position of a point along each axis.
  std::vector<std::uint64_t> positions(std::uint64_t point) const;

 private:
  std::vector<std::uint64_t> lengths_;
};

/// Points grouped by the table that `slipburst spectrum` would build for them: of equal identity, range and tolerance.
/// Groups, and points within them, are in the order of their first point.
std::vector<std::vector<std::size_t>> points_by_table(std::span<const PreparedCase> cases,
                                                      const std::function<void()>& poll = {});

/// Method for the spectrum of every point.
struct ScanMethod {
  std::string name;                   ///< plain, stratified, quadrature or direct
  EventRange range;                   ///< of plain and stratified: the same random numbers at every point
  std::vector<double> thresholds_eV;  ///< energies with values of their own
};

struct ScanSpectrum {
  SpectrumValues values;
  double quadrature_error;  ///< relative, see ExactSpectrum; quiet NaN where events are drawn
};

/// Spectrum that `slipburst spectrum` gives for the case and this table, bit for bit.
/// \param poll  called now and then; may throw to stop
ScanSpectrum scan_spectrum(const PreparedCase& c, const Table& table, kernels::Backend& backend,
                           const ScanMethod& method, const std::function<void()>& poll);

}  // namespace slipburst::host
