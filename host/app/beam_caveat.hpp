#pragma once
/// \file What must be said of the beam's cross-section wherever it is used.

namespace slipburst::host {

inline constexpr const char* beam_caveat =
    "McKinley and Feshbach expand Mott's cross-section in alpha Z, which holds for light nuclei (alpha Z below about "
    "0.2); for heavy ones such as tungsten (0.54) the exact cross-section is larger by tens of per cent; the form is "
    "kept because the source analysis uses it";

}  // namespace slipburst::host
