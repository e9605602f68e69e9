#pragma once
/// \file Path of the UDUNITS-2 database.

#include <filesystem>

namespace slipburst::host {

/// \return The file named in UDUNITS2_XML_PATH if this variable is set, else the file that libudunits2 was built for if
/// it exists, else share/udunits/udunits2.xml in the folder above the program's folder, as in a bundle.
/// \throws InputError if none of these files exists, or the file in UDUNITS2_XML_PATH does not.
std::filesystem::path unit_database();

}  // namespace slipburst::host
