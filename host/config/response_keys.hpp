#pragma once
/// \file The keys of the section [response]: response of a detector to the energy of a burst.

#include "host/config/key.hpp"

namespace slipburst::host {

Key response_resolution();
Key response_threshold();
Key response_efficiency();  ///< a number, or the path of a file that detector_response() reads
Key response_energy_scale();
Key response_live_time();

}  // namespace slipburst::host
