#include "host/results/table_file.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "host/base/error.hpp"
#include "host/config/load_case.hpp"
#include "host/results/provenance.hpp"
#include "host/store/digest.hpp"
#include "host/store/input_file.hpp"
#include "host/store/output_file.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

constexpr const char* table_format = "slipburst-table";
constexpr int cell_terms = table::nodes_per_cell * table::nodes_per_cell * table::channels;

/// Shapes of the datasets of the interpolant.
struct Shapes {
  explicit Shapes(const Table& table)
      : threshold{static_cast<std::uint64_t>(table.stress_cells), table::threshold_terms},
        supersonic{static_cast<std::uint64_t>(table.stress_cells), table::supersonic_terms},
        cells{static_cast<std::uint64_t>(table.stress_cells), static_cast<std::uint64_t>(table.height_cells),
              table::nodes_per_cell, table::nodes_per_cell, table::channels} {}

  std::uint64_t threshold[2], supersonic[2], cells[5];
};

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

/// \param group  "" for the table itself, or the group of the zone below it
void write_nodes(OutputFile& file, const std::string& group, const Case& c, const Table& table,
                 const ReducedModel& model) {
  const TableNodes& nodes = table.nodes;
  const physics::Pinning pinning = pinned_lines(c.film, c.pinning.spacing, 1);  // alpha = 1
  const auto rows = static_cast<std::uint64_t>(nodes.stress.size());
  const std::uint64_t shape[] = {rows, static_cast<std::uint64_t>(nodes.columns)};
  file.dataset(group + "/nodes/stress_MPa", scaled(nodes.stress, model.stress_unit / units::megapascal),
               {"MPa", "resolved shear stress of each row"});
  file.dataset(group + "/nodes/threshold_height_nm", scaled(nodes.threshold_height, model.length_nm),
               {"nm", "lowest height with above-gap emission"});
  file.dataset(group + "/nodes/supersonic_height_nm", scaled(nodes.supersonic_height, model.length_nm),
               {"nm", "lowest height at which the speed passes the film's transverse sound speed"});
  file.dataset(group + "/nodes/pin_height_nm", scaled(nodes.height, model.length_nm), shape,
               {"nm", "pin heights of the lines; NaN where a row has no node"});
  file.dataset(group + "/nodes/segment_height_nm", scaled(nodes.segment_height, model.length_nm), shape,
               {"nm", "heights of the segments; NaN where a row has no node"});
  const char* const names[] = {"crystal", "film"};
  for (int channel = 0; channel < table::channels; ++channel) {
    const std::string name = names[channel];
    file.dataset(group + "/nodes/" + name + "_segment_eV_per_nm",
                 scaled(nodes.segment_energy[channel], model.energy_eV_per_nm), shape,
                 {"eV/nm", "E*(h, tau): above-gap energy per length of one segment"});
    const auto line = [&](const std::vector<double>& mean) {
      std::vector<double> energy(mean.size());
      for (std::size_t i = 0; i < mean.size(); ++i) {
        const double stress = nodes.stress[i / static_cast<std::size_t>(nodes.columns)] * model.stress_unit;
        energy[i] = pinning.line_length(stress) * mean[i] * model.energy_eV_per_nm;
      }
      return energy;
    };
    file.dataset(group + "/nodes/" + name + "_line_eV", line(nodes.mean_energy[channel]), shape,
                 {"eV", "E_tot(h_max, tau): above-gap energy of a pinned line at alpha = 1"});
    if (!nodes.mean_energy_all[channel].empty()) {
      file.dataset(group + "/nodes/" + name + "_line_all_frequencies_eV", line(nodes.mean_energy_all[channel]), shape,
                   {"eV", "energy of a pinned line at all frequencies, alpha = 1"});
    }
  }
}

constexpr const char* lower_group = "/lower";

void add(Digest& digest, const Table& table) {
  const std::uint64_t layout[] = {table.silent,
                                  static_cast<std::uint64_t>(-table.resolution.octave),
                                  static_cast<std::uint64_t>(table.resolution.stress_bits),
                                  static_cast<std::uint64_t>(table.resolution.height_cells),
                                  static_cast<std::uint64_t>(-table.first_height_octave),
                                  static_cast<std::uint64_t>(table.stress_cells),
                                  static_cast<std::uint64_t>(table.height_cells)};
  const double range[] = {table.range.max_stress, table.range.height_scale, table.range.max_height, table.first_stress};
  digest.add(layout);
  digest.add(range);
  digest.add(table.threshold);
  digest.add(table.supersonic);
  digest.add(flat_cells(table));
  if (table.lower) add(digest, *table.lower);
}

Fields<HashedTable> make_table_fields() {
  constexpr auto file = FieldPlace::file;
  const auto integer = [](auto value) { return static_cast<std::int64_t>(value); };
  return {
      {{"nodes", "1", "", "rows × columns of the node arrays in the file; some nodes are NaN"},
       [=](const HashedTable& t) {
         return integer(t.content.nodes.stress.size() * static_cast<std::size_t>(t.content.nodes.columns));
       },
       FieldPlace::report},
      {{"stress_cells", "1", "", "cells of the stress axis, S"},
       [=](const HashedTable& t) { return integer(t.content.stress_cells); }},
      {{"height_cells", "1", "", "cells of the height axis, H"},
       [=](const HashedTable& t) { return integer(t.content.height_cells); }},
      {{"octave", "1", "", "lowest octave of the [stress axis](../../include/slipburst/README.md#the-table)"},
       [=](const HashedTable& t) { return integer(t.content.resolution.octave); },
       file},
      {{"stress_bits", "1", "", "an octave of stress has 2^`stress_bits` cells"},
       [=](const HashedTable& t) { return integer(t.content.resolution.stress_bits); },
       file},
      {{"height_cells_per_octave", "1", "", "cells per octave of height"},
       [=](const HashedTable& t) { return integer(t.content.resolution.height_cells); },
       file},
      {{"first_height_octave", "1", "", "lowest octave of the height axis"},
       [=](const HashedTable& t) { return integer(t.content.first_height_octave); },
       file},
      {{"max_stress", "1", "", "upper end of the stress axis, reduced stress"},
       [](const HashedTable& t) { return t.content.range.max_stress; },
       file},
      {{"first_stress", "1", "", "lower end of the stress axis, reduced stress"},
       [](const HashedTable& t) { return t.content.first_stress; },
       file},
      {{"height_scale", "1", "", "mean pin height over stress, reduced"},
       [](const HashedTable& t) { return t.content.range.height_scale; },
       file},
      {{"max_height", "1", "", "reduced height at which a film's thickness ends the table; else infinite"},
       [](const HashedTable& t) { return t.content.range.max_height; },
       file},
      {{"tolerance", "1", "", "relative error asked for, `table.tolerance`"},
       [](const HashedTable& t) { return t.content.tolerance; }},
      {{"max_relative_error", "1", "", "largest [measured error](methods.md#accuracy-of-a-table)"},
       [](const HashedTable& t) { return t.content.accuracy.max_relative_error; }},
      {{"worst_height_nm", "nm", "", "pin height of the largest error"},
       [](const HashedTable& t) { return t.content.accuracy.worst_height_nm; }},
      {{"worst_stress_MPa", "MPa", "", "stress of the largest error"},
       [](const HashedTable& t) { return t.content.accuracy.worst_stress_MPa; }},
      {{"points_compared", "1", "", "points at which the error was measured"},
       [=](const HashedTable& t) { return integer(t.content.accuracy.points); }},
      {{"segments", "1", "", "segments integrated, refinements and checks included"},
       [=](const HashedTable& t) { return integer(t.content.segments); }},
      {{"failed", "1", "", "segments that failed: always 0, since one failure ends the command with an error"},
       [=](const HashedTable& t) { return integer(t.content.failed); },
       FieldPlace::report},
      {{"silent", "", "", "whether nothing that the table covers emits above the gap; the file then has no `nodes`"},
       [](const HashedTable& t) { return t.content.silent; }},
      {{"table_sha256", "", "", "[digest](formats.md#table_sha256) of the numbers that events are drawn from"},
       [](const HashedTable& t) { return t.sha256; }},
  };
}

void write_interpolant(OutputFile& file, const std::string& group, const Table& table) {
  const Shapes shapes(table);
  file.dataset(group + "/interpolant/threshold", table.threshold, shapes.threshold,
               {"1", "reduced stress over threshold height: powers of the fraction of a stress cell"});
  file.dataset(group + "/interpolant/supersonic", table.supersonic, shapes.supersonic,
               {"1", "threshold height over supersonic height: powers of the fraction of a stress cell"});
  file.dataset(group + "/interpolant/cells", flat_cells(table), shapes.cells,
               {"1", "log2(mean E* / stress), reduced: stress cell, height cell, powers of their fractions, channel"});
}

/// \param object, group  places of the table's attributes and of its datasets
HashedTable read_table(const InputFile& file, const std::string& object, const std::string& group,
                       const PreparedCase& c) {
  Table table;
  table.identity = table_identity(c);
  table.silent = file.integer(object, "silent") != 0;
  table.resolution.octave = static_cast<int>(file.integer(object, "octave"));
  table.resolution.stress_bits = static_cast<int>(file.integer(object, "stress_bits"));
  table.resolution.height_cells = static_cast<int>(file.integer(object, "height_cells_per_octave"));
  table.first_height_octave = static_cast<int>(file.integer(object, "first_height_octave"));
  table.stress_cells = file.integer(object, "stress_cells");
  table.height_cells = file.integer(object, "height_cells");
  table.range = {file.number(object, "max_stress"), file.number(object, "height_scale"),
                 file.number(object, "max_height")};
  table.first_stress = file.number(object, "first_stress");
  table.tolerance = file.number(object, "tolerance");
  table.accuracy.max_relative_error = file.number(object, "max_relative_error");
  table.segments = file.integer(object, "segments");

  const auto damaged = [&](const std::string& what) {
    return InputError(file.path() + ": this table is damaged: " + what + "; build it anew with `slipburst table`");
  };
  constexpr std::int64_t max_cells = 1 << 20;
  if (table.stress_cells < 1 || table.height_cells < 1 || table.stress_cells > max_cells ||
      table.height_cells > max_cells) {
    throw damaged("it has no sensible number of cells");
  }
  const Shapes shapes(table);
  table.threshold = file.dataset<double>(group + "/interpolant/threshold", shapes.threshold);
  table.supersonic = file.dataset<float>(group + "/interpolant/supersonic", shapes.supersonic);
  const std::vector<float> flat = file.dataset<float>(group + "/interpolant/cells", shapes.cells);
  table.cells.resize(flat.size() / cell_terms);
  for (std::size_t i = 0; i < table.cells.size(); ++i) {
    std::copy_n(flat.begin() + static_cast<std::ptrdiff_t>(i) * cell_terms, cell_terms,
                &table.cells[i].coefficient[0][0][0]);
  }
  const ReducedModel& model = c.model();
  if (model.mixed()) {
    table.lower = std::make_shared<const Table>(
        read_table(file, lower_group, lower_group, PreparedCase(all_frequencies(c))).content);
  }
  std::string sha256 = table_sha256(table);
  if (sha256 != file.text(object, "table_sha256")) throw damaged("its digest does not match");
  table.set_axes(model);
  if (table.stress_axis.cells() != table.stress_cells) throw damaged("its axes do not match its cells");
  return {std::move(table), std::move(sha256)};
}

}  // namespace

std::string table_sha256(const Table& table) {
  Digest digest;
  add(digest, table);
  return digest.hex();
}

HashedTable hashed(Table table) {
  std::string sha256 = table_sha256(table);
  return {std::move(table), std::move(sha256)};
}

void write_table_file(const std::string& path, const PreparedCase& c, const HashedTable& hashed,
                      const std::string& backend, const RunRecord& record) {
  const Table& table = hashed.content;
  const ReducedModel& model = c.model();
  OutputFile file(path, table_format);
  write_provenance(file, c, backend);
  write_record(file, record);
  write_fields(file, "/", table_fields(), hashed);
  write_interpolant(file, "", table);
  if (!table.silent) write_nodes(file, "", c, table, model);
  if (table.lower) {
    write_interpolant(file, lower_group, *table.lower);
    write_fields(file, lower_group, table_fields(), host::hashed(*table.lower));
    write_nodes(file, lower_group, c, *table.lower, model);
  }
  file.commit();
}

const Fields<HashedTable>& table_fields() {
  static const Fields<HashedTable> fields = make_table_fields();
  return fields;
}

HashedTable read_table_file(const std::string& path) {
  const InputFile file(path, table_format);
  return read_table(file, "/", "", PreparedCase(case_from_text(file.text("/", "case_toml"), path)));
}

}  // namespace slipburst::host
