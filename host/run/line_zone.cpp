#include "host/run/line_zone.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>

#include "host/table/interpolation.hpp"
#include "slipburst/math/root.hpp"
#include "slipburst/random/strata.hpp"

namespace slipburst::host {

LineZone LineZone::of_table(const exec::EventModel& model, const table::View& table, double stress) {
  const table::StressAxis::Place place = table.stress.locate(stress);
  const double ratio = table.threshold_ratio(place.cell, place.fraction);
  LineZone zone(table.height, table.stress.offset(), place.spread, 1 / (model.height_per_bit * ratio));
  const float* fast = table.supersonic + place.cell * table::supersonic_terms;
  double inverse = 0;
  for (int i = table::supersonic_terms - 1; i >= 0; --i)
    inverse = inverse * place.fraction + static_cast<double>(fast[i]);
  zone.supersonic_bits_ =
      inverse > 0 ? std::max(1 / inverse, 1.0) * zone.begin_ : std::numeric_limits<double>::infinity();
  zone.first_cell_ = table.height.cell_of(zone.offset_ / zone.spread_);
  for (std::int64_t cell = zone.first_cell_; cell < table.height_cells; ++cell) {
    // Cells that no draw reaches are empty.
    if (zone.bits_at(static_cast<std::size_t>(cell - zone.first_cell_), 0) > random::most_bits) break;
    const auto& c = table.cells[place.cell * table.height_cells + cell].coefficient;
    for (int channel = 0; channel < table::channels; ++channel) {
      Cubic cubic{};
      for (std::size_t i = 0; i < terms; ++i) {
        for (int j = terms - 1; j >= 0; --j)
          cubic[i] = cubic[i] * place.fraction + static_cast<double>(c[j][i][channel]);
      }
      zone.pieces_[channel].push_back(cubic);
    }
  }
  zone.find_greatest();
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
  zone.find_greatest();
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
  find_greatest();
}

void LineZone::find_greatest() {
  for (int channel = 0; channel < table::channels; ++channel) {
    greatest_[channel].clear();
    double greatest = -std::numeric_limits<double>::infinity();
    for (const Cubic& cubic : pieces_[channel]) {
      greatest = std::max(greatest, evaluate(cubic, &cubic == &pieces_[channel].back() ? last_fraction_ : 1.0));
      greatest_[channel].push_back(greatest);
    }
  }
}

double LineZone::bits_at(std::size_t piece, double fraction) const {
  const double q = axis_.value(first_cell_ + static_cast<std::int64_t>(piece), fraction);
  return (1 + (q * spread_ - offset_)) * begin_;
}

double LineZone::fraction_at(std::size_t piece, double bits) const {
  const double start = std::log2(axis_.value(first_cell_ + static_cast<std::int64_t>(piece), 0));
  const double width = std::log2(axis_.value(first_cell_ + static_cast<std::int64_t>(piece), 1)) - start;
  return (std::log2(((bits / begin_ - 1) + offset_) / spread_) - start) / width;
}

double LineZone::bits_above(int channel, double log2_energy) const {
  const std::vector<double>& greatest = greatest_[channel];
  const auto found = std::lower_bound(greatest.begin(), greatest.end(), log2_energy);
  if (found == greatest.end()) return std::numeric_limits<double>::infinity();
  const auto piece = static_cast<std::size_t>(found - greatest.begin());
  const Cubic& cubic = pieces_[channel][piece];
  const double at_start = evaluate(cubic, 0.0) - log2_energy, at_end = *found - log2_energy;
  if (!(at_start < 0)) return std::max(bits_at(piece, 0), begin_);
  const double last = piece + 1 == greatest.size() ? last_fraction_ : 1.0;
  const double fraction =
      math::find_root([&](double f) { return evaluate(cubic, f) - log2_energy; }, 0.0, last, at_start, at_end, 1e-13);
  return std::max(bits_at(piece, fraction), begin_);
}

double LineZone::mean_energy(int channel, const Acceptance& acceptance) const {
  using Gauss = boost::math::quadrature::gauss<double, 10>;
  const double most_bits = std::min({acceptance.cut(), random::most_bits, end_});
  double mean = 0;
  for (std::size_t piece = 0; piece < pieces_[channel].size(); ++piece) {
    const double low = std::max(bits_at(piece, 0), begin_), high = std::min(bits_at(piece, 1), most_bits);
    if (!(low < high)) continue;
    const auto integrand = [&](double bits) {
      return std::exp2(evaluate(pieces_[channel][piece], fraction_at(piece, bits)) - bits) * math::ln2 *
             acceptance.fits(bits);
    };
    // Narrow distributions of grain sizes need narrow panels.
    const int parts =
        acceptance.scale() > 0 ? static_cast<int>(std::ceil((high - low) / (low * acceptance.scale()))) : 1;
    for (int i = 0; i < parts; ++i) {
      mean += Gauss::integrate(integrand, low + (high - low) * i / parts, low + (high - low) * (i + 1) / parts);
    }
  }
  return mean;
}

}  // namespace slipburst::host
