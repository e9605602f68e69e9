#include "host/quadrature/exact.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <cstdio>
#include <limits>
#include <utility>

#include "host/numerics/vector_quadrature.hpp"
#include "host/table/event_model.hpp"
#include "host/table/grid.hpp"
#include "host/table/table_error.hpp"
#include "slipburst/random/strata.hpp"

namespace slipburst::host {
namespace {

using Kronrod = boost::math::quadrature::gauss_kronrod<double, 15>;

/// Text of a number for messages.
std::string six_digits(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.6g", value);
  return buffer;
}

constexpr double min_probability = 1e-18;  // below it the error is not controlled
constexpr double table_goal = 3e-8;      // bins are differences of probabilities, and 1e-7 in these would be felt there
constexpr double direct_goal = 1e-5;     // each slice costs hundreds of segments
constexpr int direct_height_cells = 12;  // per octave

/// Turns slices into the integrand: probabilities and means at one stress, all in one row of numbers.
class Integrand {
 public:
  Integrand(const exec::EventModel& model, double log2_unit, std::span<const double> edges,
            std::span<const double> thresholds)
      : model_(model), unit_eV_(std::exp2(log2_unit)) {
    for (const double edge : edges) edges_.push_back(std::log2(edge) - log2_unit);
    for (const double threshold : thresholds) {
      thresholds_.push_back(threshold > 0 ? std::log2(threshold) - log2_unit
                                          : -std::numeric_limits<double>::infinity());
    }
    thresholds_.push_back(-std::numeric_limits<double>::infinity());  // all lines that emit
  }

  std::vector<double> operator()(const LineSlice& slice, double stress) const {
    const Acceptance acceptance(model_, stress);
    const double supersonic_bits = slice.supersonic_bits();
    std::vector<double> row;
    for (int channel = 0; channel < table::channels; ++channel) {
      const std::size_t first = row.size(), edges = edges_.size();
      row.resize(first + 2 * edges);
      if (slice.rises(channel)) {
        std::vector<double> bits(edges);
        slice.bits_above(channel, edges_, bits);
        const double supersonic = acceptance.above(supersonic_bits);
        for (std::size_t k = 0; k < edges; ++k) {
          row[first + k] = acceptance.above(bits[k]);
          row[first + edges + k] = bits[k] < supersonic_bits ? supersonic : row[first + k];
        }
      } else {
        for (std::size_t k = 0; k < edges; ++k) {
          const std::vector<Heights> heights = slice.heights_above(channel, edges_[k]);
          row[first + k] = acceptance.within(heights);
          row[first + edges + k] = acceptance.within(heights, supersonic_bits);
        }
      }
      for (const double threshold : thresholds_) {
        row.push_back(acceptance.within(slice.heights_above(channel, threshold)));
      }
      row.push_back(acceptance.above(std::max(supersonic_bits, slice.threshold_bits())));
      row.push_back(slice.mean_energy(channel, acceptance) * unit_eV_);
    }
    return row;
  }

  ExactChannel channel(const std::vector<double>& row, int channel) const {
    auto next = row.begin() + channel * static_cast<std::ptrdiff_t>(2 * edges_.size() + thresholds_.size() + 2);
    const auto take = [&](std::size_t count) {
      const auto first = next;
      next += static_cast<std::ptrdiff_t>(count);
      return std::vector<double>(first, next);
    };
    ExactChannel result;
    result.above = take(edges_.size());
    result.supersonic_above = take(edges_.size());
    result.thresholds = take(thresholds_.size());
    result.emitting = result.thresholds.back();
    result.thresholds.pop_back();
    result.supersonic = *next++;
    result.mean_eV = *next;
    return result;
  }

 private:
  const exec::EventModel& model_;
  double unit_eV_;
  std::vector<double> edges_, thresholds_;
};

/// Largest relative error of the values that have a goal.
double relative_error(const VectorIntegral& integral) {
  double greatest = 0;
  for (std::size_t k = 0; k < integral.value.size(); ++k) {
    if (integral.value[k] > min_probability) greatest = std::max(greatest, integral.error[k] / integral.value[k]);
  }
  return greatest;
}

/// Zone of one table at stresses u, by direct integration of its case; no zone below the table's first stress.
/// \param highest  greatest reduced height needed, [stress]; empty: all heights
std::vector<std::vector<LineZone>> direct_zones(const PreparedCase& c, const exec::EventModel& model,
                                                const Table& table, kernels::Backend& backend,
                                                std::span<const double> stresses, std::span<const double> highest,
                                                const std::function<void()>& poll) {
  const ReducedModel& reduced = c.model();
  const SegmentCurves curves(reduced, c->numerics, poll);
  TableResolution resolution = table.resolution;
  resolution.height_cells = direct_height_cells;
  const TableGrid grid(reduced, curves, needed_range(c), table.first_stress, resolution);
  std::vector<Row> rows;
  std::vector<std::size_t> owner;
  for (std::size_t i = 0; i < stresses.size(); ++i) {
    if (stresses[i] < grid.stress_axis().first()) continue;
    rows.push_back(grid.row_at(stresses[i] * reduced.gap_stress));
    if (!highest.empty()) rows.back().end_at(highest[i]);
    owner.push_back(i);
  }
  RowCost cost;
  integrate_rows(backend, c, reduced, RowEnergy::sensed, rows, poll, cost);
  std::vector<std::vector<LineZone>> zones(stresses.size());
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const Row& row = rows[k];
    const double supersonic = curves.supersonic_height(row.stress, row.heights.back()) / row.threshold;
    zones[owner[k]].push_back(
        LineZone::of_row(model, grid.height_axis(), grid.stress_axis(), stresses[owner[k]], row, supersonic));
  }
  return zones;
}

/// Adds the joint probabilities of crystal and film energy at one stress, [crystal][film] as in EnergyPlane.
void add_plane(const exec::EventModel& model, const LineSlice& slice, double stress, double weight,
               std::vector<double>& plane) {
  const std::int32_t rows = model.plane.bins + 2;
  const Acceptance acceptance(model, stress);
  // Bits at which either energy passes an edge of its bins, upward or downward, rising.
  struct Crossing {
    double bits;
    int channel, step;
  };
  std::vector<Crossing> crossings;
  for (int channel = 0; channel < table::channels; ++channel) {
    for (std::int32_t edge = 0; edge <= model.plane.bins; ++edge) {
      const double log2_energy = (static_cast<double>(edge) - static_cast<double>(model.plane.offset)) /
                                 static_cast<double>(model.plane.scale);
      for (const auto& [from, to] : slice.heights_above(channel, log2_energy)) {
        crossings.push_back({from, channel, 1});
        if (std::isfinite(to)) crossings.push_back({to, channel, -1});
      }
    }
  }
  std::sort(crossings.begin(), crossings.end(), [](const Crossing& a, const Crossing& b) { return a.bits < b.bits; });
  std::int32_t bin[table::channels] = {};
  double above = acceptance.above(slice.threshold_bits());
  for (const Crossing& crossing : crossings) {
    const double next = acceptance.above(crossing.bits);
    if (above > next) plane[static_cast<std::size_t>(bin[0] * rows + bin[1])] += weight * (above - next);
    above = next;
    bin[crossing.channel] += crossing.step;
  }
  plane[static_cast<std::size_t>(bin[0] * rows + bin[1])] += weight * above;
}

/// Integrates the plane by fixed rules: the probability of one bin has kinks in w, so that its error falls slowly; it
/// is some 1e-4 of P(E > 0).
std::vector<double> integrate_plane(const exec::EventModel& model, const SliceSource& slices,
                                    const std::vector<double>& nodes, const std::function<void()>& poll) {
  constexpr int parts = 4;
  const auto side = static_cast<std::size_t>(model.plane.bins + 2);
  std::vector<QuadratureNode> points;
  for (std::size_t i = 1; i < nodes.size(); ++i) {
    const double width = (nodes[i] - nodes[i - 1]) / parts;
    for (int part = 0; part < parts; ++part) {
      add_gauss_nodes<7>(nodes[i - 1] + part * width, nodes[i - 1] + (part + 1) * width, points);
    }
  }
  std::vector<double> plane(side * side, 0), stresses;
  for (const QuadratureNode& point : points) stresses.push_back(model.max_stress * (1 - point.at * point.at));
  const std::vector<LineSlice> made = slices.make(stresses);
  for (std::size_t i = 0; i < made.size(); ++i) {
    if (poll) poll();
    add_plane(model, made[i], stresses[i], points[i].weight, plane);
  }
  return plane;
}

/// Bounds on the mean that the probabilities above the edges imply.
/// \param cap_eV  upper bound of the energy of a line
Heights mean_bounds(const ExactChannel& channel, std::span<const double> edges_eV, double cap_eV) {
  double low = edges_eV.front() * channel.above.front();
  double high = edges_eV.front() * channel.emitting + std::max(cap_eV - edges_eV.back(), 0.0) * channel.above.back();
  for (std::size_t k = 0; k + 1 < edges_eV.size(); ++k) {
    const double width = edges_eV[k + 1] - edges_eV[k];
    low += width * channel.above[k + 1];
    high += width * channel.above[k];
  }
  return {low, high};
}

/// Checks that the mean energies agree with the probabilities.
/// \param highest  line, reduced height over reduced stress
/// \throws TableError  if they do not
void require_sound_means(const ExactSpectrum& spectrum, std::span<const double> edges_eV, double unit_eV,
                         double highest, double max_stress) {
  if (edges_eV.empty()) return;
  // Both channels together radiate the work of the stress. Where the film energy is negative the crystal energy exceeds
  // the work, some five times at the heights that tables reach.
  constexpr double margin = 16, tolerance = 1e-4;
  const double cap_eV = margin * unit_eV * highest * max_stress;
  for (int channel = 0; channel < table::channels; ++channel) {
    const ExactChannel& of = spectrum.channel[channel];
    const auto [low, high] = mean_bounds(of, edges_eV, cap_eV);
    if (of.mean_eV >= low * (1 - tolerance) && of.mean_eV <= high * (1 + tolerance)) continue;
    throw TableError(std::string("the mean ") + (channel == 0 ? "crystal" : "film") + " energy, " +
                     six_digits(of.mean_eV) + " eV, contradicts the probabilities, which put it between " +
                     six_digits(low) + " and " + six_digits(high) +
                     " eV: the table is not sound at the highest pins; set film.thickness, so that it does not reach "
                     "so far, or draw events with --method plain");
  }
}

}  // namespace

std::vector<double> stress_nodes(const exec::EventModel& model, const Table& table) {
  std::vector<double> nodes = {0};
  for (const Table* zone : {&table, table.lower.get()}) {
    for (std::int64_t cell = zone ? zone->stress_cells - 1 : -1; cell >= 0; --cell) {
      const double u = zone->stress_axis.value(cell, 0);
      if (u < model.max_stress) nodes.push_back(std::sqrt(1 - u / model.max_stress));
    }
  }
  std::sort(nodes.begin(), nodes.end());
  const auto same = [](double a, double b) { return b - a < 1e-9; };
  nodes.erase(std::unique(nodes.begin(), nodes.end(), same), nodes.end());
  return nodes;
}

SliceSource table_slices(const exec::EventModel& model, const Table& table, int threads) {
  const auto make = [&model, view = table.view()](std::span<const double> stresses) {
    std::vector<LineSlice> slices;
    slices.reserve(stresses.size());
    for (const double stress : stresses) slices.push_back(LineSlice::of_table(model, view, stress));
    return slices;
  };
  return {make, table_goal, threads};
}

SliceSource direct_slices(const PreparedCase& c, const exec::EventModel& model, const Table& table,
                          kernels::Backend& backend, const std::function<void()>& poll) {
  const auto make = [&c, all = PreparedCase(all_frequencies(c)), &model, &table, &backend,
                     poll](std::span<const double> stresses) {
    std::vector<LineSlice> slices;
    slices.reserve(stresses.size());
    std::vector<std::vector<LineZone>> upper = direct_zones(c, model, table, backend, stresses, {}, poll);
    if (!table.lower) {
      for (std::vector<LineZone>& zone : upper) slices.emplace_back(std::move(zone));
      return slices;
    }
    const ReducedModel& reduced = c.model();
    const SegmentCurves curves(reduced, c->numerics, poll);
    std::vector<double> border;
    for (const double stress : stresses) border.push_back(curves.gap_height(stress * reduced.gap_stress));
    const auto lower = direct_zones(all, model, *table.lower, backend, stresses, border, poll);
    for (std::size_t i = 0; i < stresses.size(); ++i) {
      if (lower[i].empty()) {
        slices.emplace_back(std::move(upper[i]));
      } else {
        slices.emplace_back(std::move(upper[i]), lower[i].front(), std::log2(reduced.subgap_efficiency));
      }
    }
    return slices;
  };
  return {make, direct_goal, 1};
}

ExactSpectrum integrate_spectrum(const exec::EventModel& model, double log2_unit, const Table& table,
                                 const SliceSource& slices, std::span<const double> edges_eV,
                                 std::span<const double> thresholds_eV, const std::function<void()>& poll) {
  ExactSpectrum result{};
  const auto accepted = [&](double w) { return Acceptance(model, model.max_stress * (1 - w * w)).above(0); };
  const bool limited = std::isfinite(model.thickness_bits) || model.grains.limit;
  result.rejected = limited ? 1 - Kronrod::integrate(accepted, 0.0, 1.0, 12, 1e-12) : 0;
  const std::vector<double> nodes = stress_nodes(model, table);
  const Integrand integrand(model, log2_unit, edges_eV, thresholds_eV);
  if (nodes.size() < 2) {  // no orientation gives a stress at which lines emit
    const auto side = static_cast<std::size_t>(model.plane.bins > 0 ? model.plane.bins + 2 : 0);
    result.plane.assign(side * side, 0);
    for (ExactChannel& channel : result.channel) {
      channel.above.assign(edges_eV.size(), 0);
      channel.supersonic_above.assign(edges_eV.size(), 0);
      channel.thresholds.assign(thresholds_eV.size(), 0);
    }
    return result;
  }
  const auto rows_at = [&](std::span<const double> points) {
    std::vector<double> stresses;
    for (const double w : points) stresses.push_back(model.max_stress * (1 - w * w));
    return
        [&integrand, stresses, made = slices.make(stresses)](std::size_t i) { return integrand(made[i], stresses[i]); };
  };
  const VectorIntegral integral =
      integrate_together(nodes, rows_at, {slices.goal, min_probability}, poll, slices.threads);
  for (int channel = 0; channel < table::channels; ++channel) {
    result.channel[channel] = integrand.channel(integral.value, channel);
  }
  result.relative_error = relative_error(integral);
  require_sound_means(result, edges_eV, std::exp2(log2_unit), random::max_bits * model.height_per_bit,
                      table.range.max_stress);
  if (model.plane.bins > 0) result.plane = integrate_plane(model, slices, nodes, poll);
  return result;
}

}  // namespace slipburst::host
