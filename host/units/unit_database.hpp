#pragma once
/// \file Where the UDUNITS-2 database is.

#include <filesystem>

namespace slipburst::host {

/// \return The file named in UDUNITS2_XML_PATH if that is set, else the one that libudunits2 was built for if it
/// exists, else share/udunits/udunits2.xml in the folder above that of the program, as in a bundle.
/// \throws InputError if none of them exists, or the one in UDUNITS2_XML_PATH does not.
std::filesystem::path unit_database();

}  // namespace slipburst::host
