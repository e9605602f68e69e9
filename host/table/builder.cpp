#include "host/table/builder.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/table/interpolation.hpp"
#include "host/table/rows.hpp"
#include "host/table/segment_curves.hpp"
#include "host/table/table_error.hpp"
#include "slipburst/math/elementary.hpp"
#include "slipburst/math/root.hpp"
#include "slipburst/random/streams.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

constexpr int per_cell = table::nodes_per_cell - 1;  // nodes of a cell, its last belonging to the next
constexpr double least_log2_energy = -120;           // stands for zero: the film channel far beyond the sound speed
constexpr double checked_energy_eV = 1e-3;
constexpr int most_in_vain = 2;
constexpr std::int64_t most_cells = 1 << 18;

/// Numbers as messages show them.
std::string text(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.4g", value);
  return buffer;
}

std::string remedy(base::Status status) {
  if (status == base::Status::step_budget) return "raise numerics.step_budget or loosen numerics.relative_tolerance";
  return "lines this high pass the sound speed many times over, and nothing holds them off the interface: set "
         "film.thickness, pins closer together, or a stiffer substrate";
}

class Builder {
 public:
  Builder(const Case& c, Backend& backend, const TableHooks& hooks)
      : case_(c),
        backend_(backend),
        hooks_(hooks),
        model_(reduce(c.film, c.substrate, c.reading)),
        curves_(model_, c.numerics) {
    table_.identity = table_identity(c);
    table_.range = default_range(c, model_);
    table_.tolerance = c.table.tolerance;
    // Where tau* is covered, the kink at h = x_gap asks for more from the start.
    if (table_.range.greatest_stress > model_.gap_stress) ++table_.resolution.height_cells;
  }

  Table build() {
    if (model_.silent() || !find_first_stress()) {
      make_silent();
      return table_;
    }
    double last_error = std::numeric_limits<double>::infinity();
    for (int in_vain = 0;;) {
      lay_out();
      fill();
      const Errors errors = measure();
      table_.accuracy = errors.total;
      const double error = errors.total.max_relative_error;
      if (hooks_.log) {
        hooks_.log("table of " + std::to_string(table_.stress_cells) + " x " + std::to_string(table_.height_cells) +
                   " cells: largest relative error " + text(error) + ", aim " + text(0.5 * table_.tolerance));
      }
      if (error <= 0.5 * table_.tolerance) break;
      // Where finer cells do not help, what is left is the integration's own noise.
      in_vain = error < 0.8 * last_error ? 0 : in_vain + 1;
      last_error = error;
      if (in_vain == most_in_vain || table_.stress_cells * table_.height_cells > most_cells) fail(errors.total);
      refine(errors);
    }
    if (case_.table.channels == Channels::all) add_all_frequencies();
    table_.segments = cost_.segments;
    table_.failed = cost_.failed;
    table_.integration_s = cost_.seconds;
    return table_;
  }

 private:
  struct Errors {
    TableAccuracy total;
    double in_height = 0, in_stress = 0;
    bool near_corner = false;  ///< the worst point lies where cells are cut evenly around tau*
  };

  /// One empty cell above everything a draw can reach.
  void make_silent() {
    table_.silent = true;
    table_.range.greatest_stress *= 4;
    table_.first_stress = table_.range.greatest_stress;
    table_.set_axes(model_);
    table_.stress_cells = table_.stress_axis.cells();
    table_.height_cells = 1;
    table_.threshold.assign(table_.stress_cells * table::threshold_terms, 0);
    table_.supersonic.assign(table_.stress_cells * table::supersonic_terms, 0);
    table_.cells.assign(table_.stress_cells, {});
  }

  /// Most relative height that a draw can reach; negative if that is below the threshold height.
  double reach(double stress, double threshold) const {
    const double highest = random::most_bits * math::ln2 * table_.range.height_scale * stress;
    return std::min(highest, table_.range.greatest_height) / threshold - 1;
  }

  /// The stress below which not even the highest pin emits; false if none does.
  bool find_first_stress() {
    const auto excess = [&](double log2_stress) {
      const double stress = math::exp2(log2_stress);
      return reach(stress, curves_.threshold_height(stress));
    };
    const double high = math::log2(table_.range.greatest_stress);
    const double at_high = excess(high);
    if (!(at_high > 0)) return false;
    double low = high, at_low = at_high;
    while (at_low > 0) {
      low -= 0.5;
      at_low = excess(low);
    }
    // A little below the root, so that what lies under it certainly cannot emit.
    table_.first_stress = 0.999 * math::exp2(math::find_root(excess, low, high, at_low, at_high, 1e-6));
    return true;
  }

  double stress_at(std::int64_t cell, double fraction) const {
    return model_.gap_stress * table_.stress_axis.value(cell, fraction);
  }

  /// Chooses the axes and how far each stress cell reaches.
  void lay_out() {
    table_.set_axes(model_);
    table_.stress_cells = table_.stress_axis.cells();
    const auto place = [&](double u) { return table_.stress_axis.locate(u); };
    // The lowest scaled height is that of z = 0 where the spread is greatest, at either end.
    const double widest = std::max(place(table_.stress_axis.first()).spread, place(table_.stress_axis.last()).spread);
    table_.first_height_octave = table_.resolution.octave;
    while (math::exp2(static_cast<double>(table_.first_height_octave)) * widest > table_.stress_axis.offset()) {
      --table_.first_height_octave;
    }
    table_.set_axes(model_);
    reach_.clear();
    table_.height_cells = 0;
    for (std::int64_t cell = 0; cell < table_.stress_cells; ++cell) {
      double greatest = 0;
      for (const double fraction : {0.0, 1.0}) {
        const double stress = stress_at(cell, fraction);
        const double z = std::max(reach(stress, curves_.threshold_height(stress)), 0.0);
        greatest = std::max(greatest, (z * (1 + 1e-6) + table_.stress_axis.offset()) / spread(stress));
      }
      reach_.push_back(table_.height_axis.cell_of(greatest) + 1);
      table_.height_cells = std::max(table_.height_cells, reach_.back());
    }
  }

  double spread(double stress) const { return table_.stress_axis.locate(stress / model_.gap_stress).spread; }

  /// A row with `parts` panels between neighbouring nodes, up to the end of a height cell. `below` becomes the number
  /// of panel ends that would lie at or below the threshold.
  Row make_row(double stress, std::int64_t cells, int parts, std::int64_t& below) const {
    Row row{stress, curves_.threshold_height(stress), {}, {}, {}};
    const int panels = per_cell * parts;
    below = 0;
    for (std::int64_t k = 0; k <= cells * panels; ++k) {
      const double q = k == cells * panels
                           ? table_.height_axis.value(cells - 1, 1)
                           : table_.height_axis.value(k / panels, static_cast<double>(k % panels) / panels);
      const double z = q * spread(stress) - table_.stress_axis.offset();
      // A sliver of a panel would only add noise.
      if (z < 1e-3 * table_.stress_axis.offset()) {
        ++below;
      } else {
        row.heights.push_back(row.threshold * (1 + z));
      }
    }
    return row;
  }

  void fill() {
    rows_.clear();
    below_.clear();
    for (std::int64_t cell = 0; cell < table_.stress_cells; ++cell) {
      for (int j = 0; j < per_cell; ++j) {
        const std::int64_t before = cell > 0 && j == 0 ? reach_[cell - 1] : 0;
        add_row(stress_at(cell, cubic_nodes[j]), std::max(before, reach_[cell]));
      }
    }
    add_row(stress_at(table_.stress_cells - 1, 1), reach_.back());
    integrate_rows(backend_, model_, case_.numerics, false, rows_, hooks_.poll, cost_);
    fill_curves();
    fill_cells();
    fill_nodes();
  }

  void add_row(double stress, std::int64_t cells) {
    std::int64_t below;
    rows_.push_back(make_row(stress, cells, 1, below));
    below_.push_back(below);
  }

  void fill_curves() {
    const double limit = random::most_bits * table_.range.height_scale * table_.range.greatest_stress;
    table_.nodes.supersonic_height.clear();
    for (const Row& row : rows_) {
      table_.nodes.supersonic_height.push_back(curves_.supersonic_height(row.stress, limit));
    }
    table_.threshold.clear();
    table_.supersonic.clear();
    for (std::int64_t cell = 0; cell < table_.stress_cells; ++cell) {
      std::array<double, table::threshold_terms> ratio;
      for (std::size_t j = 0; j < ratio.size(); ++j) {
        const double stress = stress_at(cell, quintic_nodes[j]);
        ratio[j] = stress / curves_.threshold_height(stress);
      }
      std::array<double, table::supersonic_terms> fast;
      for (std::size_t j = 0; j < fast.size(); ++j) {
        const std::size_t row = cell * per_cell + j;
        fast[j] = rows_[row].threshold / table_.nodes.supersonic_height[row];
      }
      ratio = monomials(quintic_nodes, ratio);
      fast = monomials(cubic_nodes, fast);
      table_.threshold.insert(table_.threshold.end(), ratio.begin(), ratio.end());
      for (const double term : fast) table_.supersonic.push_back(static_cast<float>(term));
    }
  }

  /// log2(mean E* / stress) at node k of a row whose first `below` nodes lie below the threshold.
  static double log2_energy(const Row& row, int channel, std::int64_t below, std::int64_t k) {
    // Below the threshold z, not this value, says that there is no energy: it only has to be small and finite.
    if (k < below) return std::max(log2_energy(row, channel, below, below) - 8, least_log2_energy);
    const double mean = row.mean[channel][k - below];
    return mean > 0 ? std::max(math::log2(mean / row.stress), least_log2_energy) : least_log2_energy;
  }

  void fill_cells() {
    table_.cells.assign(table_.stress_cells * table_.height_cells, {});
    for (std::int64_t s = 0; s < table_.stress_cells; ++s) {
      for (std::int64_t h = 0; h < reach_[s]; ++h) {
        table::Cell& cell = table_.cells[s * table_.height_cells + h];
        for (int channel = 0; channel < table::channels; ++channel) {
          std::array<std::array<double, 4>, 4> in_height;  // [stress node][height power]
          for (int j = 0; j <= per_cell; ++j) {
            std::array<double, 4> values;
            const std::int64_t r = s * per_cell + j;
            for (int i = 0; i <= per_cell; ++i) values[i] = log2_energy(rows_[r], channel, below_[r], h * per_cell + i);
            in_height[j] = monomials(cubic_nodes, values);
          }
          for (int i = 0; i <= per_cell; ++i) {
            const std::array<double, 4> in_stress = monomials(
                cubic_nodes, std::array<double, 4>{in_height[0][i], in_height[1][i], in_height[2][i], in_height[3][i]});
            for (int j = 0; j <= per_cell; ++j) {
              cell.coefficient[j][i][channel] = static_cast<float>(in_stress[j]);
            }
          }
        }
      }
    }
  }

  void fill_nodes() {
    TableNodes& nodes = table_.nodes;
    nodes.columns = table_.height_cells * per_cell + 1;
    nodes.stress.clear();
    nodes.threshold_height.clear();
    for (const Row& row : rows_) {
      nodes.stress.push_back(row.stress);
      nodes.threshold_height.push_back(row.threshold);
    }
    nodes.height = gather([](const Row& row, std::size_t k) { return row.heights[k]; });
    nodes.segment_height = gather([](const Row& row, std::size_t k) { return row.middle_height(k); });
    for (int channel = 0; channel < table::channels; ++channel) {
      nodes.mean_energy[channel] = gather([&](const Row& row, std::size_t k) { return row.mean[channel][k]; });
      nodes.segment_energy[channel] = gather([&](const Row& row, std::size_t k) { return row.middle[channel][k]; });
    }
  }

  /// A two-dimensional array of something every row has at its nodes.
  template <class Value>
  std::vector<double> gather(const Value& value) const {
    const std::int64_t columns = table_.nodes.columns;
    std::vector<double> array(rows_.size() * columns, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      for (std::size_t k = 0; k < rows_[r].heights.size(); ++k) array[r * columns + below_[r] + k] = value(rows_[r], k);
    }
    return array;
  }

  void add_all_frequencies() {
    integrate_rows(backend_, model_, case_.numerics, true, rows_, hooks_.poll, cost_);
    for (int channel = 0; channel < table::channels; ++channel) {
      table_.nodes.mean_energy_all[channel] =
          gather([&](const Row& row, std::size_t k) { return row.mean[channel][k]; });
    }
  }

  /// Compares the table with rows integrated anew between its own, on panels half as wide: one row in each stress
  /// cell, near where a cubic errs most, with every node and every middle of its height axis.
  Errors measure() {
    std::vector<Row> checks;
    std::vector<std::int64_t> below(table_.stress_cells);
    for (std::int64_t cell = 0; cell < table_.stress_cells; ++cell) {
      checks.push_back(make_row(stress_at(cell, check_fraction(cell)), reach_[cell], 2, below[cell]));
    }
    integrate_rows(backend_, model_, case_.numerics, false, checks, hooks_.poll, cost_);
    Errors errors;
    for (std::int64_t cell = 0; cell < table_.stress_cells; ++cell) compare(checks[cell], cell, below[cell], errors);
    return errors;
  }

  static double check_fraction(std::int64_t cell) { return cell % 2 == 0 ? 1.0 / 6 : 5.0 / 6; }

  void compare(const Row& row, std::int64_t cell, std::int64_t below, Errors& errors) const {
    const table::View view = table_.view();
    const table::StressAxis::Place place = table_.stress_axis.locate(row.stress / model_.gap_stress);
    const double ratio = view.threshold_ratio(cell, place.fraction);
    const double line_eV =
        case_.film.shear_modulus * case_.film.burgers / (row.stress * model_.stress_unit) * model_.energy_eV_per_nm;
    const double sonic = curves_.supersonic_height(row.stress, row.heights.back());
    // The last node is the far edge of the last cell, which belongs to the next one.
    for (std::size_t i = 0; i + 1 < row.heights.size(); ++i) {
      const double height = row.heights[i];
      // Far above the sound speed the film channel stops rising, then turns negative: there the model has ended.
      if (height > sonic && row.middle[1][i] < row.mean[1][i]) break;
      const auto z = static_cast<float>(height * ratio / row.stress - 1);
      if (!(z > 0)) continue;
      const table::Energies tabulated = view.energies(
          {static_cast<std::int32_t>(cell), static_cast<float>(place.fraction), static_cast<float>(place.spread), z});
      const std::int64_t k = below + static_cast<std::int64_t>(i);
      for (int channel = 0; channel < table::channels; ++channel) {
        if (!(line_eV * row.mean[channel][i] > checked_energy_eV)) continue;
        const double error =
            std::abs(static_cast<double>(tabulated.log2_energy[channel]) - log2_energy(row, channel, below, k)) *
            math::ln2;
        ++errors.total.points;
        if (!(error <= errors.total.max_relative_error)) {
          errors.total.max_relative_error = error == error ? error : std::numeric_limits<double>::infinity();
          errors.total.worst_height_nm = height * model_.length_nm;
          errors.total.worst_stress_MPa = row.stress * model_.stress_unit / units::megapascal;
          errors.near_corner = place.spread < 4 * table_.stress_axis.offset();
        }
        if (k % 2 == 0) {
          errors.in_stress = std::max(errors.in_stress, error);
        } else {
          errors.in_height = std::max(errors.in_height, height_error(row, channel, below, k));
        }
      }
    }
  }

  /// Error of the interpolation along the height alone, at an odd node of a check row.
  static double height_error(const Row& row, int channel, std::int64_t below, std::int64_t k) {
    const std::int64_t first = k / (2 * per_cell) * (2 * per_cell);
    if (first < below) return 0;
    std::array<double, 4> values;
    for (int i = 0; i <= per_cell; ++i) values[i] = log2_energy(row, channel, below, first + 2 * i);
    const double fraction = static_cast<double>(k - first) / (2 * per_cell);
    return std::abs(evaluate(monomials(cubic_nodes, values), fraction) - log2_energy(row, channel, below, k)) *
           math::ln2;
  }

  /// Adds cells to whichever axis errs too much, and more octaves toward tau* if that is where.
  void refine(const Errors& errors) {
    const double aim = 0.5 * table_.tolerance;
    if (errors.in_stress >= errors.in_height || errors.in_stress > aim) ++table_.resolution.stress_bits;
    if (errors.in_height > errors.in_stress || errors.in_height > aim) table_.resolution.height_cells += 2;
    if (errors.near_corner) --table_.resolution.octave;
  }

  [[noreturn]] void fail(const TableAccuracy& accuracy) const {
    throw TableError("table.tolerance = " + text(table_.tolerance) + " is not reached: the largest relative error is " +
                     text(accuracy.max_relative_error) + " at pin height " + text(accuracy.worst_height_nm) +
                     " nm, stress " + text(accuracy.worst_stress_MPa) +
                     " MPa; loosen table.tolerance or tighten numerics.relative_tolerance");
  }

  const Case& case_;
  Backend& backend_;
  const TableHooks& hooks_;
  ReducedModel model_;
  SegmentCurves curves_;
  Table table_;
  std::vector<std::int64_t> reach_;  ///< height cells of each stress cell
  std::vector<Row> rows_;            ///< at the nodes of the stress cells
  std::vector<std::int64_t> below_;  ///< nodes of each row that lie below its threshold
  RowCost cost_;
};

}  // namespace

Table build_table(const Case& c, Backend& backend, const TableHooks& hooks) {
  try {
    return Builder(c, backend, hooks).build();
  } catch (const SegmentFailure& failure) {
    const ReducedModel model = reduce(c.film, c.substrate, c.reading);
    throw TableError(std::string("the segment at height ") + text(failure.segment().start * model.length_nm) +
                     " nm, stress " + text(failure.segment().stress * model.stress_unit / units::megapascal) +
                     " MPa failed: " + base::name(failure.status()) + "; " + remedy(failure.status()));
  }
}

}  // namespace slipburst::host
