#pragma once
/// \file Warnings about stresses that are probably typing errors, such as "45 mPa" for "45 MPa".

#include <string>
#include <string_view>
#include <vector>

#include "host/case/case.hpp"

namespace slipburst::host {

/// Warnings, one for each stress or elastic modulus below 1 kPa of the case, stages of its history included.
std::vector<std::string> faint_stresses(const Case& c);

/// Warns of a stress below 1 kPa. \param what  key or option of the stress
void warn_if_faint(std::string_view what, double stress);

/// Parses a positive stress given as an option; warns if it is below 1 kPa.
double parse_stress(const std::string& text, std::string_view option);

}  // namespace slipburst::host
