#pragma once
/// \file The arrays of a scan's file and their values for a point, in one list for both writing and reading.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/response/folded_spectrum.hpp"
#include "host/results/field.hpp"
#include "host/results/spectrum_file.hpp"
#include "host/sampling/scan.hpp"

namespace slipburst::host {

/// Results of a computed point.
struct ScanPoint {
  RateScale rate;
  const ScanSpectrum& spectrum;
  const std::optional<FoldedSpectrum>& folded;  ///< if the scan has a response
  TableUse table;
};

/// One array: [grid], or [grid][length].
struct ScanField {
  Field<ScanPoint> field;
  std::uint64_t length;  ///< length of each point's part; 0: a single number, without an axis of its own

  std::size_t numbers() const { return length == 0 ? 1 : length; }
  std::string path() const { return "/" + field.info.name; }
  /// Numbers of a point.
  std::vector<double> get(const ScanPoint& point) const;
};

/// Form shared by all points of a scan.
struct ScanForm {
  std::vector<double> edges_eV, thresholds_eV;
  bool area, response;  ///< whether any point has an area, a response
};

std::vector<ScanField> scan_fields(const ScanForm& form);

}  // namespace slipburst::host
