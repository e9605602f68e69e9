#include "host/quadrature/line_zone.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>

#include "host/numerics/monotone_root.hpp"
#include "host/numerics/vector_quadrature.hpp"
#include "host/table/interpolation.hpp"
#include "slipburst/random/strata.hpp"

namespace slipburst::host {
namespace {

/// Octaves that 32-bit coefficients leave uncertain where two pieces meet.
constexpr double rounding_octaves = 1e-5;

constexpr double min_exponent = -900;  // of energies times probabilities

/// Nodes of Gauss's rule in parts of a range of the fraction of a cell, as arrays, so that loops over them vectorise.
struct FractionNodes {
  /// \param octaves  of the scaled height q in a cell
  FractionNodes(double octaves, double from, double to, int parts) {
    std::vector<QuadratureNode> nodes;
    for (int i = 0; i < parts; ++i) {
      add_gauss_nodes<10>(from + (to - from) * i / parts, from + (to - from) * (i + 1) / parts, nodes);
    }
    for (const QuadratureNode& node : nodes) {
      at.push_back(node.at);
      weight.push_back(node.weight);
      growth.push_back(math::exp2(octaves * node.at));
    }
  }

  std::vector<double> at, weight, growth;  ///< of q from the start of the cell
};

/// Whether a cell lies beyond the reach of the table.
template <class Coefficients>
bool is_empty(const Coefficients& cell) {
  const float* const first = &cell[0][0][0];
  return std::all_of(first, first + sizeof cell / sizeof *first, [](float term) { return term == 0; });
}

}  // namespace

LineZone LineZone::of_table(const exec::EventModel& model, const table::View& table, double stress) {
  const table::StressAxis::Place place = table.stress.locate(stress);
  const double ratio = table.threshold_ratio(place.cell, place.fraction);
  LineZone zone(table.height, table.stress.offset(), place.spread, 1 / (model.height_per_bit * ratio));
  const float* supersonic = table.supersonic + place.cell * table::supersonic_terms;
  double inverse = 0;
  for (int i = table::supersonic_terms - 1; i >= 0; --i)
    inverse = inverse * place.fraction + static_cast<double>(supersonic[i]);
  zone.supersonic_bits_ =
      inverse > 0 ? std::max(1 / inverse, 1.0) * zone.begin_ : std::numeric_limits<double>::infinity();
  zone.first_cell_ = table.height.cell_of(zone.offset_ / zone.spread_);
  for (std::int64_t cell = zone.first_cell_; cell < table.height_cells; ++cell) {
    if (zone.bits_at(static_cast<std::size_t>(cell - zone.first_cell_), 0) > random::max_bits) break;
    const auto& c = table.cells[place.cell * table.height_cells + cell].coefficient;
    if (is_empty(c)) break;
    for (int channel = 0; channel < table::channels; ++channel) {
      Cubic cubic{};
      for (std::size_t i = 0; i < terms; ++i) {
        for (int j = terms - 1; j >= 0; --j)
          cubic[i] = cubic[i] * place.fraction + static_cast<double>(c[j][i][channel]);
      }
      zone.pieces_[channel].push_back(cubic);
    }
  }
  zone.find_stretches();
  return zone;
}

LineZone LineZone::of_row(const exec::EventModel& model, const table::HeightAxis& axis, const table::StressAxis& stress,
                          double stress_over_tau_star, const Row& row, double supersonic) {
  LineZone zone(axis, stress.offset(), stress.locate(stress_over_tau_star).spread,
                row.threshold / (model.height_per_bit * row.stress));
  zone.supersonic_bits_ = std::max(supersonic, 1.0) * zone.begin_;
  zone.first_cell_ = axis.cell_of(zone.offset_ / zone.spread_);
  constexpr std::int64_t per_cell = terms - 1;
  const std::int64_t nodes = row.below + static_cast<std::int64_t>(row.heights.size());
  for (std::int64_t cell = zone.first_cell_; (cell + 1) * per_cell < nodes; ++cell) {
    for (int channel = 0; channel < table::channels; ++channel) {
      Cubic values;
      for (std::size_t i = 0; i < terms; ++i) {
        values[i] = log2_energy(row, channel, cell * per_cell + static_cast<std::int64_t>(i));
      }
      zone.pieces_[channel].push_back(monomials(cubic_nodes, values));
    }
  }
  zone.find_stretches();
  return zone;
}

void LineZone::limit(double end, double shift) {
  end_ = end;
  std::size_t kept = 0;
  while (kept < pieces_[0].size() && bits_at(kept, 0) < end) ++kept;
  for (std::vector<Cubic>& pieces : pieces_) {
    pieces.resize(kept);
    for (Cubic& cubic : pieces) cubic[0] += shift;
  }
  last_fraction_ = kept > 0 ? std::min(1.0, fraction_at(kept - 1, end)) : 1;
  find_stretches();
}

bool LineZone::falls(int channel) const {
  const std::vector<Stretch>& stretches = stretches_[channel];
  return !stretches.empty() && stretches.back().end < stretches.back().greatest - rounding_octaves;
}

void LineZone::find_stretches() {
  for (int channel = 0; channel < table::channels; ++channel) {
    stretches_[channel].clear();
    dips_[channel] = false;
    for (std::size_t piece = 0; piece < pieces_[channel].size(); ++piece) cut_piece(channel, piece);
    double greatest = -std::numeric_limits<double>::infinity();
    for (Stretch& stretch : stretches_[channel]) {
      dips_[channel] |= std::min(stretch.start, stretch.end) < greatest - rounding_octaves;
      greatest = std::max({greatest, stretch.start, stretch.end});
      stretch.greatest = greatest;
    }
  }
}

void LineZone::cut_piece(int channel, std::size_t piece) {
  const Cubic& cubic = pieces_[channel][piece];
  const double first = piece == 0 ? std::clamp(fraction_at(0, begin_), 0.0, 1.0) : 0;
  const double last = piece + 1 == pieces_[channel].size() ? last_fraction_ : 1;
  // The extrema of the cubic: roots of a + b f + c f^2, found without cancellation.
  double ends[] = {first, last, last, last};
  const double a = cubic[1], b = 2 * cubic[2], c = 3 * cubic[3], discriminant = b * b - 4 * a * c;
  if (discriminant > 0) {
    const double sum = -0.5 * (b + std::copysign(std::sqrt(discriminant), b));
    const double roots[] = {sum != 0 ? a / sum : last, c != 0 ? sum / c : last};
    for (int k = 0; k < 2; ++k) ends[1 + k] = std::clamp(roots[k], first, last);
    if (ends[2] < ends[1]) std::swap(ends[1], ends[2]);
  }
  for (int k = 0; k < 3; ++k) {
    if (!(ends[k] < ends[k + 1])) continue;
    stretches_[channel].push_back(
        {piece, ends[k], ends[k + 1], evaluate(cubic, ends[k]), evaluate(cubic, ends[k + 1])});
  }
}

double LineZone::bits_at(std::size_t piece, double fraction) const {
  const double q = axis_.value(first_cell_ + static_cast<std::int64_t>(piece), fraction);
  return (1 + (q * spread_ - offset_)) * begin_;
}

double LineZone::fraction_at(std::size_t piece, double bits) const {
  return axis_.place((bits / begin_ - 1 + offset_) / spread_) -
         static_cast<double>(first_cell_ + static_cast<std::int64_t>(piece));
}

double LineZone::crossing(int channel, const Stretch& stretch, double log2_energy) const {
  const double fraction = monotone_root(pieces_[channel][stretch.piece], log2_energy, stretch.from, stretch.to,
                                        stretch.start, stretch.end, 1e-13);
  return std::max(bits_at(stretch.piece, fraction), begin_);
}

double LineZone::start_bits(const Stretch& stretch) const {
  return std::max(bits_at(stretch.piece, stretch.from), begin_);
}

void LineZone::bits_above(int channel, std::span<const double> log2_energies, std::span<double> bits) const {
  auto stretch = stretches_[channel].begin();
  for (std::size_t k = 0; k < bits.size(); ++k) {
    const double energy = log2_energies[k];
    while (stretch != stretches_[channel].end() && stretch->greatest < energy) ++stretch;
    if (stretch == stretches_[channel].end()) {
      bits[k] = std::numeric_limits<double>::infinity();
    } else {
      bits[k] = stretch->start >= energy ? start_bits(*stretch) : crossing(channel, *stretch, energy);
    }
  }
}

void LineZone::add_heights_above(int channel, double log2_energy, std::vector<Heights>& heights) const {
  const std::vector<Stretch>& stretches = stretches_[channel];
  const auto reached = [](const Stretch& stretch, double energy) { return stretch.greatest < energy; };
  bool above = false;
  const auto change = [&](double bits) {
    above = !above;
    if (above) {
      heights.emplace_back(bits, end_);
    } else {
      heights.back().second = bits;
    }
  };
  for (auto stretch = std::lower_bound(stretches.begin(), stretches.end(), log2_energy, reached);
       stretch != stretches.end(); ++stretch) {
    if ((stretch->start >= log2_energy) != above) change(start_bits(*stretch));
    if ((stretch->end >= log2_energy) != above) change(crossing(channel, *stretch, log2_energy));
    if (above && !dips_[channel]) return;
  }
}

void LineZone::add_negative_heights(int channel, std::vector<Heights>& heights) const {
  if (!falls(channel)) return;
  const double zero = stretches_[channel].back().greatest - octaves_to_zero;
  std::vector<Heights> positive;
  add_heights_above(channel, zero, positive);
  // Below the first range energies still rise from the threshold and are not negative.
  for (std::size_t i = 0; i < positive.size() && positive[i].second < end_; ++i) {
    heights.emplace_back(positive[i].second, i + 1 < positive.size() ? positive[i + 1].first : end_);
  }
}

double LineZone::negative_mean(int channel, const Acceptance& acceptance) const {
  using Gauss = boost::math::quadrature::gauss<double, 10>;
  std::vector<Heights> heights;
  add_negative_heights(channel, heights);
  const double max_bits = std::min({acceptance.cut(), random::max_bits, end_});
  const double peak = heights.empty() ? 0 : stretches_[channel].back().greatest;
  double mean = 0;
  for (const auto& [from, to] : heights) {
    for (std::size_t piece = 0; piece < pieces_[channel].size(); ++piece) {
      const double low = std::max(bits_at(piece, 0), from), high = std::min({bits_at(piece, 1), max_bits, to});
      if (!(low < high)) continue;
      const auto integrand = [&](double bits) {
        const double octaves = peak - evaluate(pieces_[channel][piece], fraction_at(piece, bits));
        return share_past_peak(octaves) * std::exp2(-bits) * math::ln2 * acceptance.fits(bits);
      };
      mean += std::exp2(peak) * Gauss::integrate(integrand, low, high);
    }
  }
  return mean;
}

double LineZone::mean_energy(int channel, const Acceptance& acceptance) const {
  const double max_bits = std::min({acceptance.cut(), random::max_bits, end_});
  const double octaves = 1 / (axis_.place(2) - axis_.place(1));  // of q in a cell
  const FractionNodes whole(octaves, 0, 1, 1);
  const double rest = (1 - offset_) * begin_;  // bits at q = 0
  double mean = 0, start = 0, end = bits_at(0, 0);
  std::vector<double> bits, values;
  for (std::size_t piece = 0; piece < pieces_[channel].size(); ++piece) {
    start = end;
    end = bits_at(piece, 1);
    const double low = std::max(start, begin_), high = std::min(end, max_bits);
    if (!(low < high)) continue;
    // Narrow distributions of grain sizes need narrow panels.
    const int parts =
        acceptance.scale() > 0 ? static_cast<int>(std::ceil((high - low) / (low * acceptance.scale()))) : 1;
    const auto mean_with = [&](const FractionNodes& nodes) {
      const std::size_t count = nodes.at.size();
      bits.resize(count);
      values.resize(count);
      const Cubic& cubic = pieces_[channel][piece];
      for (std::size_t k = 0; k < count; ++k) {
        const double distance = (start - rest) * nodes.growth[k];
        bits[k] = rest + distance;
        const double energy = math::exp2(std::max(evaluate(cubic, nodes.at[k]) - bits[k], min_exponent));
        values[k] = nodes.weight[k] * distance * energy;
      }
      for (std::size_t k = 0; k < count; ++k) mean += values[k] * acceptance.fits(bits[k]);
    };
    if (parts == 1 && low == start && high == end) {
      mean_with(whole);
    } else {
      mean_with({octaves, std::clamp(fraction_at(piece, low), 0.0, 1.0), std::clamp(fraction_at(piece, high), 0.0, 1.0),
                 parts});
    }
  }
  return mean * math::ln2 * (math::ln2 * octaves);  // bits grow with the fraction by ln 2 octaves distance
}

}  // namespace slipburst::host
