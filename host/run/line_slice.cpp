#include "host/run/line_slice.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <limits>

#include "host/table/interpolation.hpp"
#include "slipburst/math/root.hpp"
#include "slipburst/random/strata.hpp"

namespace slipburst::host {

LineSlice LineSlice::of_table(const exec::EventModel& model, const table::View& table, double stress) {
  const table::StressAxis::Place place = table.stress.locate(stress);
  const double ratio = table.threshold_ratio(place.cell, place.fraction);
  LineSlice slice(table.height, table.stress.offset(), place.spread, 1 / (model.height_per_bit * ratio));
  const float* fast = table.supersonic + place.cell * table::supersonic_terms;
  double inverse = 0;
  for (int i = table::supersonic_terms - 1; i >= 0; --i)
    inverse = inverse * place.fraction + static_cast<double>(fast[i]);
  slice.supersonic_bits_ =
      inverse > 0 ? std::max(1 / inverse, 1.0) * slice.threshold_bits_ : std::numeric_limits<double>::infinity();
  slice.first_cell_ = table.height.cell_of(slice.offset_ / slice.spread_);
  for (std::int64_t cell = slice.first_cell_; cell < table.height_cells; ++cell) {
    // Cells that no draw reaches are empty.
    if (slice.bits_at(static_cast<std::size_t>(cell - slice.first_cell_), 0) > random::most_bits) break;
    const auto& c = table.cells[place.cell * table.height_cells + cell].coefficient;
    for (int channel = 0; channel < table::channels; ++channel) {
      Cubic cubic{};
      for (std::size_t i = 0; i < terms; ++i) {
        for (int j = terms - 1; j >= 0; --j)
          cubic[i] = cubic[i] * place.fraction + static_cast<double>(c[j][i][channel]);
      }
      slice.pieces_[channel].push_back(cubic);
    }
  }
  slice.finish();
  return slice;
}

LineSlice LineSlice::of_row(const exec::EventModel& model, const table::HeightAxis& axis,
                            const table::StressAxis& stress, double stress_over_tau_star, const Row& row,
                            double supersonic) {
  LineSlice slice(axis, stress.offset(), stress.locate(stress_over_tau_star).spread,
                  row.threshold / (model.height_per_bit * row.stress));
  slice.supersonic_bits_ = std::max(supersonic, 1.0) * slice.threshold_bits_;
  slice.first_cell_ = axis.cell_of(slice.offset_ / slice.spread_);
  constexpr std::int64_t per_cell = terms - 1;
  const std::int64_t nodes = row.below + static_cast<std::int64_t>(row.heights.size());
  for (std::int64_t cell = slice.first_cell_; (cell + 1) * per_cell < nodes; ++cell) {
    for (int channel = 0; channel < table::channels; ++channel) {
      Cubic values;
      for (std::size_t i = 0; i < terms; ++i) {
        values[i] = log2_energy(row, channel, cell * per_cell + static_cast<std::int64_t>(i));
      }
      slice.pieces_[channel].push_back(monomials(cubic_nodes, values));
    }
  }
  slice.finish();
  return slice;
}

void LineSlice::finish() {
  for (int channel = 0; channel < table::channels; ++channel) {
    double greatest = -std::numeric_limits<double>::infinity();
    for (const Cubic& cubic : pieces_[channel]) {
      greatest = std::max(greatest, evaluate(cubic, 1.0));
      greatest_[channel].push_back(greatest);
    }
  }
}

double LineSlice::bits_at(std::size_t piece, double fraction) const {
  const double q = axis_.value(first_cell_ + static_cast<std::int64_t>(piece), fraction);
  return (1 + (q * spread_ - offset_)) * threshold_bits_;
}

double LineSlice::bits_above(int channel, double log2_energy) const {
  const std::vector<double>& greatest = greatest_[channel];
  const auto found = std::lower_bound(greatest.begin(), greatest.end(), log2_energy);
  if (found == greatest.end()) return std::numeric_limits<double>::infinity();
  const auto piece = static_cast<std::size_t>(found - greatest.begin());
  const Cubic& cubic = pieces_[channel][piece];
  const double at_start = evaluate(cubic, 0.0) - log2_energy, at_end = *found - log2_energy;
  if (!(at_start < 0)) return std::max(bits_at(piece, 0), threshold_bits_);
  const double fraction =
      math::find_root([&](double f) { return evaluate(cubic, f) - log2_energy; }, 0.0, 1.0, at_start, at_end, 1e-13);
  return std::max(bits_at(piece, fraction), threshold_bits_);
}

double LineSlice::mean_energy(int channel, const Acceptance& acceptance) const {
  using Gauss = boost::math::quadrature::gauss<double, 10>;
  const double most_bits = std::min(acceptance.cut(), random::most_bits);
  double mean = 0;
  for (std::size_t piece = 0; piece < pieces_[channel].size(); ++piece) {
    const double low = std::max(bits_at(piece, 0), threshold_bits_), high = std::min(bits_at(piece, 1), most_bits);
    if (!(low < high)) continue;
    const double start = std::log2(axis_.value(first_cell_ + static_cast<std::int64_t>(piece), 0));
    const double width = std::log2(axis_.value(first_cell_ + static_cast<std::int64_t>(piece), 1)) - start;
    const auto fraction = [&](double bits) {
      return (std::log2(((bits / threshold_bits_ - 1) + offset_) / spread_) - start) / width;
    };
    const auto integrand = [&](double bits) {
      return std::exp2(evaluate(pieces_[channel][piece], fraction(bits)) - bits) * math::ln2 * acceptance.fits(bits);
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
