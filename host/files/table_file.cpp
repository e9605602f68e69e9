#include "host/files/table_file.hpp"

#include <algorithm>
#include <limits>

#include "host/config/load_case.hpp"
#include "host/error.hpp"
#include "host/files/digest.hpp"
#include "host/files/input_file.hpp"
#include "host/files/output_file.hpp"
#include "host/files/provenance.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

constexpr const char* format = "slipburst-table";
constexpr int format_version = 1;
constexpr int cell_terms = table::nodes_per_cell * table::nodes_per_cell * table::channels;

std::vector<float> flat_cells(const Table& table) {
  std::vector<float> flat;
  flat.reserve(table.cells.size() * cell_terms);
  for (const table::Cell& cell : table.cells) {
    const float* first = &cell.coefficient[0][0][0];
    flat.insert(flat.end(), first, first + cell_terms);
  }
  return flat;
}

std::vector<double> scaled(const std::vector<double>& values, double factor) {
  std::vector<double> result;
  result.reserve(values.size());
  for (const double value : values) result.push_back(value * factor);
  return result;
}

void write_nodes(OutputFile& file, const Case& c, const Table& table, const ReducedModel& model) {
  const TableNodes& nodes = table.nodes;
  const physics::Pinning pinning = pinned_lines(c.film, c.pinning.spacing, 1);  // alpha = 1
  const auto rows = static_cast<std::uint64_t>(nodes.stress.size());
  const std::uint64_t shape[] = {rows, static_cast<std::uint64_t>(nodes.columns)};
  file.dataset("/nodes/stress_MPa", scaled(nodes.stress, model.stress_unit / units::megapascal),
               {"MPa", "resolved shear stress of each row"});
  file.dataset("/nodes/threshold_height_nm", scaled(nodes.threshold_height, model.length_nm),
               {"nm", "lowest height with above-gap emission"});
  file.dataset("/nodes/supersonic_height_nm", scaled(nodes.supersonic_height, model.length_nm),
               {"nm", "lowest height at which the speed passes the film's transverse sound speed"});
  file.dataset("/nodes/pin_height_nm", scaled(nodes.height, model.length_nm), shape,
               {"nm", "pin heights of the lines; NaN where a row has no node"});
  file.dataset("/nodes/segment_height_nm", scaled(nodes.segment_height, model.length_nm), shape,
               {"nm", "heights of the segments; NaN where a row has no node"});
  const char* const names[] = {"crystal", "film"};
  for (int channel = 0; channel < table::channels; ++channel) {
    const std::string name = names[channel];
    file.dataset("/nodes/" + name + "_segment_eV_per_nm", scaled(nodes.segment_energy[channel], model.energy_eV_per_nm),
                 shape, {"eV/nm", "E*(h, tau): above-gap energy per length of one segment"});
    const auto line = [&](const std::vector<double>& mean) {
      std::vector<double> energy(mean.size());
      for (std::size_t i = 0; i < mean.size(); ++i) {
        const double stress = nodes.stress[i / static_cast<std::size_t>(nodes.columns)] * model.stress_unit;
        energy[i] = pinning.line_length(stress) * mean[i] * model.energy_eV_per_nm;
      }
      return energy;
    };
    file.dataset("/nodes/" + name + "_line_eV", line(nodes.mean_energy[channel]), shape,
                 {"eV", "E_tot(h_max, tau): above-gap energy of a pinned line at alpha = 1"});
    if (!nodes.mean_energy_all[channel].empty()) {
      file.dataset("/nodes/" + name + "_line_all_frequencies_eV", line(nodes.mean_energy_all[channel]), shape,
                   {"eV", "energy of a pinned line at all frequencies, alpha = 1"});
    }
  }
}

}  // namespace

std::string table_sha256(const Table& table) {
  Digest digest;
  const std::uint64_t layout[] = {table.silent,
                                  static_cast<std::uint64_t>(-table.resolution.octave),
                                  static_cast<std::uint64_t>(table.resolution.stress_bits),
                                  static_cast<std::uint64_t>(table.resolution.height_cells),
                                  static_cast<std::uint64_t>(-table.first_height_octave),
                                  static_cast<std::uint64_t>(table.stress_cells),
                                  static_cast<std::uint64_t>(table.height_cells)};
  const double range[] = {table.range.greatest_stress, table.range.height_scale, table.range.greatest_height,
                          table.first_stress};
  digest.add(layout);
  digest.add(range);
  digest.add(table.threshold);
  digest.add(table.supersonic);
  digest.add(flat_cells(table));
  return digest.hex();
}

void write_table_file(const std::string& path, const Case& c, const Table& table, const std::string& backend) {
  const ReducedModel model = reduce(c);
  OutputFile file(path, format, format_version);
  write_provenance(file, c, backend);
  file.attribute("/", "silent", static_cast<std::int64_t>(table.silent));
  file.attribute("/", "octave", static_cast<std::int64_t>(table.resolution.octave));
  file.attribute("/", "stress_bits", static_cast<std::int64_t>(table.resolution.stress_bits));
  file.attribute("/", "height_cells_per_octave", static_cast<std::int64_t>(table.resolution.height_cells));
  file.attribute("/", "first_height_octave", static_cast<std::int64_t>(table.first_height_octave));
  file.attribute("/", "stress_cells", table.stress_cells);
  file.attribute("/", "height_cells", table.height_cells);
  file.attribute("/", "greatest_stress", table.range.greatest_stress);
  file.attribute("/", "height_scale", table.range.height_scale);
  file.attribute("/", "greatest_height", table.range.greatest_height);
  file.attribute("/", "first_stress", table.first_stress);
  file.attribute("/", "tolerance", table.tolerance);
  file.attribute("/", "max_relative_error", table.accuracy.max_relative_error);
  file.attribute("/", "worst_height_nm", table.accuracy.worst_height_nm);
  file.attribute("/", "worst_stress_MPa", table.accuracy.worst_stress_MPa);
  file.attribute("/", "points_compared", table.accuracy.points);
  file.attribute("/", "segments", table.segments);
  file.attribute("/", "table_sha256", table_sha256(table));

  const auto stress_cells = static_cast<std::uint64_t>(table.stress_cells);
  const std::uint64_t threshold_shape[] = {stress_cells, table::threshold_terms};
  const std::uint64_t supersonic_shape[] = {stress_cells, table::supersonic_terms};
  const std::uint64_t cell_shape[] = {stress_cells, static_cast<std::uint64_t>(table.height_cells),
                                      table::nodes_per_cell, table::nodes_per_cell, table::channels};
  file.dataset("/interpolant/threshold", table.threshold, threshold_shape,
               {"1", "reduced stress over threshold height: powers of the fraction of a stress cell"});
  file.dataset("/interpolant/supersonic", table.supersonic, supersonic_shape,
               {"1", "threshold height over supersonic height: powers of the fraction of a stress cell"});
  file.dataset("/interpolant/cells", flat_cells(table), cell_shape,
               {"1", "log2(mean E* / stress), reduced: stress cell, height cell, powers of their fractions, channel"});
  if (!table.silent) write_nodes(file, c, table, model);
  file.commit();
}

Table read_table_file(const std::string& path) {
  const InputFile file(path, format, format_version);
  Table table;
  const Case c = case_from_text(file.text("/", "case_toml"), path);
  table.identity = table_identity(c);
  table.silent = file.integer("/", "silent") != 0;
  table.resolution.octave = static_cast<int>(file.integer("/", "octave"));
  table.resolution.stress_bits = static_cast<int>(file.integer("/", "stress_bits"));
  table.resolution.height_cells = static_cast<int>(file.integer("/", "height_cells_per_octave"));
  table.first_height_octave = static_cast<int>(file.integer("/", "first_height_octave"));
  table.stress_cells = file.integer("/", "stress_cells");
  table.height_cells = file.integer("/", "height_cells");
  table.range = {file.number("/", "greatest_stress"), file.number("/", "height_scale"),
                 file.number("/", "greatest_height")};
  table.first_stress = file.number("/", "first_stress");
  table.tolerance = file.number("/", "tolerance");
  table.accuracy.max_relative_error = file.number("/", "max_relative_error");
  table.segments = file.integer("/", "segments");

  const auto damaged = [&](const std::string& what) {
    return InputError(path + ": this table is damaged: " + what + "; build it anew with `slipburst table`");
  };
  constexpr std::int64_t most_cells = 1 << 20;
  if (table.stress_cells < 1 || table.height_cells < 1 || table.stress_cells > most_cells ||
      table.height_cells > most_cells) {
    throw damaged("it has no sensible number of cells");
  }
  const auto stress_cells = static_cast<std::uint64_t>(table.stress_cells);
  const std::uint64_t threshold_shape[] = {stress_cells, table::threshold_terms};
  const std::uint64_t supersonic_shape[] = {stress_cells, table::supersonic_terms};
  const std::uint64_t cell_shape[] = {stress_cells, static_cast<std::uint64_t>(table.height_cells),
                                      table::nodes_per_cell, table::nodes_per_cell, table::channels};
  table.threshold = file.dataset<double>("/interpolant/threshold", threshold_shape);
  table.supersonic = file.dataset<float>("/interpolant/supersonic", supersonic_shape);
  const std::vector<float> flat = file.dataset<float>("/interpolant/cells", cell_shape);
  table.cells.resize(flat.size() / cell_terms);
  for (std::size_t i = 0; i < table.cells.size(); ++i) {
    std::copy_n(flat.begin() + static_cast<std::ptrdiff_t>(i) * cell_terms, cell_terms,
                &table.cells[i].coefficient[0][0][0]);
  }
  if (table_sha256(table) != file.text("/", "table_sha256")) throw damaged("its digest does not match");
  table.set_axes(reduce(c));
  if (table.stress_axis.cells() != table.stress_cells) throw damaged("its axes do not match its cells");
  return table;
}

}  // namespace slipburst::host
