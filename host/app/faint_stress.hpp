#pragma once
/// \file Doubts about stresses that are too small to be meant, such as "45 mPa" for "45 MPa".

#include <string>
#include <string_view>
#include <vector>

#include "host/case/case.hpp"

namespace slipburst::host {

/// Each stress and elastic modulus of the case below 1 kPa, in words: of keys and of stages of the history.
std::vector<std::string> faint_stresses(const Case& c);

/// Warns of a stress below 1 kPa. \param what  names the key or option
void warn_if_faint(std::string_view what, double stress);

/// A positive stress given as an option; warns if it is faint.
double parse_stress(const std::string& text, std::string_view option);

}  // namespace slipburst::host
