#include "host/quadrature/spectrum_family.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <optional>

#include "host/numerics/vector_quadrature.hpp"
#include "host/quadrature/acceptance.hpp"
#include "host/quadrature/exact.hpp"
#include "host/quadrature/line_slice.hpp"
#include "slipburst/math/elementary.hpp"

namespace slipburst::host {
namespace {

constexpr std::size_t order = SpectrumFamily::order;
constexpr double per_octave = 16;  // of the grid in energy
constexpr double negligible_bits = 100;
constexpr double margin = 2;  // points beyond the ends, for the interpolation

/// Chebyshev points in the fraction of a stress cell.
std::array<double, order> cell_nodes() {
  std::array<double, order> nodes;
  for (std::size_t q = 0; q < order; ++q) {
    nodes[q] = 0.5 - 0.5 * std::cos(math::pi * (static_cast<double>(q) + 0.5) / order);
  }
  return nodes;
}

/// Values at a point of Lagrange's polynomials of the nodes.
std::array<double, order> lagrange(std::span<const double, order> nodes, double at) {
  std::array<double, order> result;
  for (std::size_t q = 0; q < order; ++q) {
    result[q] = 1;
    for (std::size_t p = 0; p < order; ++p) {
      if (p != q) result[q] *= (at - nodes[p]) / (nodes[q] - nodes[p]);
    }
  }
  return result;
}

/// Ends of the stress cells of both zones of a table, u = tau / tau*, rising.
std::vector<double> stress_ends(const Table& table) {
  std::vector<double> ends;
  for (const Table* zone : {&table, table.lower.get()}) {
    for (std::int64_t cell = 0; zone && cell < zone->stress_cells; ++cell) {
      ends.push_back(zone->stress_axis.value(cell, 0));
      ends.push_back(zone->stress_axis.value(cell, 1));
    }
  }
  std::sort(ends.begin(), ends.end());
  const auto same = [](double a, double b) { return b < a * (1 + 1e-9); };
  ends.erase(std::unique(ends.begin(), ends.end(), same), ends.end());
  return ends;
}

/// Fewest bits at which a channel's energy is at least each of several, which rise; infinite where it never is.
std::vector<double> first_bits(const LineSlice& slice, int channel, std::span<const double> log2_energies) {
  std::vector<double> bits(log2_energies.size(), std::numeric_limits<double>::infinity());
  if (slice.rises(channel)) {
    slice.bits_above(channel, log2_energies, bits);
    return bits;
  }
  for (std::size_t i = 0; i < bits.size(); ++i) {
    const std::vector<Heights> heights = slice.heights_above(channel, log2_energies[i]);
    if (!heights.empty()) bits[i] = heights.front().first;
  }
  return bits;
}

/// Cubic through four neighbours on a grid.
double interpolate(const std::vector<double>& values, double position) {
  const auto last = static_cast<double>(values.size() - 3);
  const double start = std::clamp(std::floor(position), 1.0, last);
  const double t = position - start;
  const double* v = values.data() + static_cast<std::ptrdiff_t>(start);
  return v[0] +
         0.5 * t *
             (v[1] - v[-1] + t * (2 * v[-1] - 5 * v[0] + 4 * v[1] - v[2] + t * (3 * (v[0] - v[1]) + v[2] - v[-1])));
}

}  // namespace

SpectrumFamily::SpectrumFamily(const Table& table, int channel, double low_log2_energy, double high_log2_energy)
    : table_(&table), channel_(channel), first_(low_log2_energy - margin / per_octave) {
  const auto points = static_cast<std::size_t>(std::ceil((high_log2_energy - first_) * per_octave + 2 * margin));
  exec::EventModel reference{};  // of the widest pins the table serves, so that slices reach as far as it does
  reference.height_per_bit = math::ln2 * table.range.height_scale;
  std::vector<double> energies(points);
  for (std::size_t i = 0; i < points; ++i) energies[i] = first_ + static_cast<double>(i) / per_octave;
  const std::vector<double> ends = stress_ends(table);
  for (std::size_t cell = 1; cell < ends.size(); ++cell) {
    Cell nodes{ends[cell - 1], ends[cell], {}, {}};
    bool reached = true;
    for (std::size_t q = 0; q < order; ++q) {
      const double stress = nodes.low + (nodes.high - nodes.low) * cell_nodes()[q];
      nodes.stress[q] = stress;
      const LineSlice slice = LineSlice::of_table(reference, table.view(), stress);
      if (slice.falls(channel)) {
        falls_ = true;
        cells_.clear();
        return;
      }
      std::vector<double>& row = nodes.log2_bits[q];
      const std::vector<double> bits = first_bits(slice, channel, energies);
      for (std::size_t i = 0; i < points && reached; ++i) {
        if (std::isfinite(bits[i])) {
          row.push_back(std::log2(bits[i] * reference.height_per_bit * stress * stress));
        } else if (row.size() > 1) {
          row.push_back(2 * row.back() - row[row.size() - 2]);  // beyond the table's reach a power law
        } else {
          reached = false;
        }
      }
    }
    if (reached) cells_.push_back(std::move(nodes));
  }
}

std::vector<double> SpectrumFamily::above_anew(const exec::EventModel& model,
                                               std::span<const double> log2_energies) const {
  std::vector<double> result(log2_energies.size(), 0);
  const std::vector<double> nodes = stress_nodes(model, *table_);
  for (std::size_t i = 1; i < nodes.size(); ++i) {
    for (const auto& [w, weight] : gauss_nodes<order>(nodes[i - 1], nodes[i])) {
      const double stress = model.max_stress * (1 - w * w);
      const LineSlice slice = LineSlice::of_table(model, table_->view(), stress);
      const Acceptance acceptance(model, stress);
      for (std::size_t e = 0; e < result.size(); ++e) {
        result[e] += weight * acceptance.within(slice.heights_above(channel_, log2_energies[e]));
      }
    }
  }
  return result;
}

std::vector<double> SpectrumFamily::above(const exec::EventModel& model, std::span<const double> log2_energies) const {
  if (falls_) return above_anew(model, log2_energies);
  std::vector<double> result(log2_energies.size(), 0);
  const bool limited = std::isfinite(model.thickness_bits) || model.grains.limit;
  const auto w_at = [&](double stress) { return std::sqrt(std::max(1 - stress / model.max_stress, 0.0)); };
  std::array<std::vector<double>, order> at_nodes;
  for (const Cell& cell : cells_) {
    const double from = w_at(cell.high), to = w_at(cell.low);
    if (!(from < to)) continue;
    for (std::size_t q = 0; q < order; ++q) {
      at_nodes[q].clear();
      for (const double log2_energy : log2_energies) {
        at_nodes[q].push_back(interpolate(cell.log2_bits[q], (log2_energy - first_) * per_octave));
      }
    }
    // The least energy at the highest stress needs the fewest bits of all.
    const double fewest = math::exp2(std::min(at_nodes[order - 1].front(), at_nodes[0].front()));
    const double top = std::min(cell.high, model.max_stress);
    if (fewest > negligible_bits * model.height_per_bit * top * top) continue;
    for (const auto& [w, weight] : gauss_nodes<order>(from, to)) {
      const double stress = model.max_stress * (1 - w * w);
      const std::array<double, order> shares = lagrange(cell.stress, stress);
      const double scale = 1 / (model.height_per_bit * stress * stress);
      const std::optional<Acceptance> acceptance = limited ? std::optional(Acceptance(model, stress)) : std::nullopt;
      for (std::size_t e = 0; e < result.size(); ++e) {
        double log2_bits = 0;
        for (std::size_t q = 0; q < order; ++q) log2_bits += shares[q] * at_nodes[q][e];
        const double bits = std::min(scale * math::exp2(log2_bits), 900.0);
        result[e] += weight * (acceptance ? acceptance->above(bits) : math::exp2(-bits));
      }
    }
  }
  return result;
}

}  // namespace slipburst::host
