#pragma once
/// \file The cases of a scan.

#include <vector>

#include "host/app/case_source.hpp"
#include "host/case/case.hpp"
#include "host/config/axis.hpp"
#include "host/results/scan_fields.hpp"
#include "host/sampling/scan.hpp"

namespace slipburst::host {

/// Cases, one for each point of the grid: the command's case with the point's axis values set last. Logs caveats.
/// \throws InputError naming the point
std::vector<PreparedCase> scan_cases(const CaseOptions& options, const Materials& materials,
                                     const std::vector<Axis>& axes, const ScanGrid& grid);

/// Number of points at which no line emits, and the reason at the first of these points.
struct SilentPoints {
  std::uint64_t count = 0;
  std::string first;
};
SilentPoints silent_points(const std::vector<PreparedCase>& cases, const std::vector<Axis>& axes, const ScanGrid& grid);

/// Settings that the cases have in common. \throws InputError for an unusable file of response.efficiency
ScanForm scan_form(const std::vector<PreparedCase>& cases, const std::vector<double>& thresholds_eV);

/// Name of a point, such as "pinning.spacing = 20 nm, stress.sigma0 = 60 MPa".
std::string point_name(const std::vector<Axis>& axes, const ScanGrid& grid, std::uint64_t point);

}  // namespace slipburst::host
