#include "host/table/recorded_backend.hpp"

#include <algorithm>

namespace slipburst::host {

void RecordedBackend::integrate(const exec::SegmentModel& model, const exec::SegmentControls& controls,
                                exec::Precision precision, std::span<const exec::Segment> segments,
                                std::span<exec::SegmentResult> results) {
  const std::size_t known = std::min(results_.size() - handed_out_, segments.size());
  std::copy_n(results_.begin() + static_cast<std::ptrdiff_t>(handed_out_), known, results.begin());
  if (known < segments.size()) {
    backend_.integrate(model, controls, precision, segments.subspan(known), results.subspan(known));
    results_.insert(results_.end(), results.begin() + static_cast<std::ptrdiff_t>(known), results.end());
  }
  handed_out_ += segments.size();
}

}  // namespace slipburst::host
