#include "host/app/response_report.hpp"

namespace slipburst::host {

void append_response(Report& report, const ResponseOutcome& outcome) {
  for (int channel = 0; channel < table::channels; ++channel) {
    append_fields(report["response"][channel == 0 ? "crystal" : "film"], response_channel_fields(channel), outcome);
  }
}

}  // namespace slipburst::host
