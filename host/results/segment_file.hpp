#pragma once
/// \file The file of one segment: format "slipburst-segment".

#include <string>

#include "host/lines/energy_balance.hpp"
#include "host/lines/segment_record.hpp"
#include "host/results/run_identity.hpp"

namespace slipburst::host {

/// \param stress  meV/nm^3
void write_segment_file(const std::string& path, const PreparedCase& c, double height_nm, double stress,
                        const SegmentRecord& record, const EnergyBalance& balance, const RunIdentity& identity);

}  // namespace slipburst::host
