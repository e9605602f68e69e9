#include "host/quadrature/line_slice.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace slipburst::host {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/// Zone of a table at one stress; none below the first stress of the table, at which no draw is high enough.
std::vector<LineZone> zone_of(const exec::EventModel& model, const table::View& view, double stress) {
  if (stress < view.stress.first()) return {};
  return {LineZone::of_table(model, view, stress)};
}

}  // namespace

LineSlice LineSlice::of_table(const exec::EventModel& model, const table::Zones& table, double stress) {
  std::vector<LineZone> upper = zone_of(model, table.upper, stress);
  if (!table.divided()) return LineSlice(std::move(upper));
  std::vector<LineZone> lower = zone_of(model, table.lower, stress);
  if (lower.empty()) return LineSlice(std::move(upper));
  return {std::move(upper), std::move(lower.front()), static_cast<double>(table.lower_bits)};
}

LineSlice::LineSlice(std::vector<LineZone> upper, LineZone lower, double lower_bits) : zones_(std::move(upper)) {
  lower.limit(zones_.empty() ? never : zones_.front().begin(), lower_bits);
  // From tau* on both zones begin at the same height, and the lower one is empty.
  if (lower.begin() < lower.end()) zones_.insert(zones_.begin(), std::move(lower));
}

double LineSlice::threshold_bits() const { return zones_.empty() ? never : zones_.front().begin(); }

double LineSlice::supersonic_bits() const {
  for (const LineZone& zone : zones_) {
    if (zone.supersonic_bits() < zone.end()) return zone.supersonic_bits();
  }
  return never;
}

bool LineSlice::falls(int channel) const {
  return std::any_of(zones_.begin(), zones_.end(), [&](const LineZone& zone) { return zone.falls(channel); });
}

std::vector<Heights> LineSlice::heights_above(int channel, double log2_energy) const {
  std::vector<Heights> heights;
  for (const LineZone& zone : zones_) zone.add_heights_above(channel, log2_energy, heights);
  return heights;
}

bool LineSlice::rises(int channel) const {
  return zones_.empty() || (zones_.size() == 1 && zones_.front().rises(channel));
}

void LineSlice::bits_above(int channel, std::span<const double> log2_energies, std::span<double> bits) const {
  if (zones_.empty()) {
    std::fill(bits.begin(), bits.end(), never);
  } else {
    zones_.front().bits_above(channel, log2_energies, bits);
  }
}

std::vector<Heights> LineSlice::negative_heights(int channel) const {
  std::vector<Heights> heights;
  for (const LineZone& zone : zones_) zone.add_negative_heights(channel, heights);
  return heights;
}

double LineSlice::negative_mean(int channel, const Acceptance& acceptance) const {
  double mean = 0;
  for (const LineZone& zone : zones_) mean += zone.negative_mean(channel, acceptance);
  return mean;
}

double LineSlice::mean_energy(int channel, const Acceptance& acceptance) const {
  double mean = 0;
  for (const LineZone& zone : zones_) mean += zone.mean_energy(channel, acceptance);
  return mean;
}

}  // namespace slipburst::host
