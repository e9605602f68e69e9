#pragma once
/// \file Caveat of the beam's cross-section, for every command that uses it.

namespace slipburst::host {

inline constexpr const char* beam_caveat =
    "McKinley and Feshbach expand Mott's cross-section in alpha Z, for light nuclei: for iron (alpha Z = 0.19) it is "
    "5 % too small at 300 keV, for tungsten (0.54) Mott's own is 2.2, 1.9 and 1.5 times as large at 150, 300 and 1000 "
    "keV. Transfers T count T/E_mig times, which for tungsten gives 1.1, 1.5 and 2.4 times what they give counted "
    "once. "
    "The form is kept because the source analysis uses it";

}  // namespace slipburst::host
