#include "host/results/table_file.hpp"

#include <algorithm>
#include <array>
#include <functional>
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

/// Field of the nodes; none for a table without nodes, and where `get` gives no numbers.
/// \param shape  "[r]" or "[r, k]"
Field<TableArrays> node_field(const std::string& name, std::string unit, const std::string& shape, std::string text,
                              std::function<std::vector<double>(const TableArrays&)> get) {
  return {{"nodes/" + name, std::move(unit), shape, std::move(text)},
          [get = std::move(get), by_row = shape == "[r]"](const TableArrays& t) -> FieldValue {
            if (!t.has_nodes) return {};
            std::vector<double> values = get(t);
            if (values.empty()) return {};
            if (by_row) return values;
            const TableNodes& nodes = t.table.nodes;
            return ArrayValue{std::move(values), {nodes.stress.size(), static_cast<std::uint64_t>(nodes.columns)}};
          }};
}

/// Energies of lines at alpha = 1 from the means over the lines, in eV.
std::vector<double> line_energies(const TableArrays& t, const std::vector<double>& mean) {
  const physics::Pinning pinning = pinned_lines(t.c.film, t.c.pinning.spacing, 1);
  const TableNodes& nodes = t.table.nodes;
  std::vector<double> energy(mean.size());
  for (std::size_t i = 0; i < mean.size(); ++i) {
    const double stress = nodes.stress[i / static_cast<std::size_t>(nodes.columns)] * t.model.stress_unit;
    energy[i] = pinning.line_length(stress) * mean[i] * t.model.energy_eV_per_nm;
  }
  return energy;
}

void add_nodes(Fields<TableArrays>& fields) {
  const auto length = [](std::vector<double> TableNodes::*nodes) {
    return [=](const TableArrays& t) { return scaled(t.table.nodes.*nodes, t.model.length_nm); };
  };
  const auto add = [&](auto... field) { fields.push_back(node_field(field...)); };
  add("stress_MPa", "MPa", "[r]", "resolved shear stress of each row, r = 3S + 1",
      [](const TableArrays& t) { return scaled(t.table.nodes.stress, t.model.stress_unit / units::megapascal); });
  add("threshold_height_nm", "nm", "[r]", "lowest height with above-gap emission",
      length(&TableNodes::threshold_height));
  add("supersonic_height_nm", "nm", "[r]",
      "lowest height at which the speed passes the film's transverse sound speed; may be infinite",
      length(&TableNodes::supersonic_height));
  add("pin_height_nm", "nm", "[r, k]",
      "pin heights of lines, k = 3H + 1; NaN where a row has no node (where nothing emits, or beyond the range)",
      length(&TableNodes::height));
  add("segment_height_nm", "nm", "[r, k]",
      "heights of single segments, midway between pin heights; NaN where a row has no node",
      length(&TableNodes::segment_height));
  for (int channel = 0; channel < table::channels; ++channel) {
    const std::string name = channel == 0 ? "crystal" : "film";
    add(name + "_segment_eV_per_nm", "eV/nm", "[r, k]",
        "E*(h, τ): above-gap energy per length of one segment of these heights",
        [=](const TableArrays& t) { return scaled(t.table.nodes.segment_energy[channel], t.model.energy_eV_per_nm); });
    add(name + "_line_eV", "eV", "[r, k]",
        "E_tot(h_max, τ): above-gap energy of a pinned line at α = 1. It is proportional to α",
        [=](const TableArrays& t) { return line_energies(t, t.table.nodes.mean_energy[channel]); });
    add(name + "_line_all_frequencies_eV", "eV", "[r, k]",
        "energy of a pinned line at all frequencies, α = 1; only with `table.phonons = \"all\"`",
        [=](const TableArrays& t) { return line_energies(t, t.table.nodes.mean_energy_all[channel]); });
  }
}

Fields<TableArrays> make_table_array_fields() {
  const auto array = [](auto values, auto shape) {
    return [=](const TableArrays& t) {
      const auto sizes = shape(Shapes(t.table));
      auto own = values(t.table);
      return ArrayOf<typename decltype(own)::value_type>{std::move(own),
                                                         std::vector<std::uint64_t>(sizes.begin(), sizes.end())};
    };
  };
  Fields<TableArrays> fields = {
      {{"interpolant/threshold", "1", "[S, 6]",
        "reduced stress over threshold height: powers of the fraction of a stress cell, lowest first"},
       array([](const Table& table) { return table.threshold; }, [](Shapes s) { return std::to_array(s.threshold); })},
      {{"interpolant/supersonic", "1", "[S, 4]",
        "threshold height over lowest supersonic height: powers of the fraction of a stress cell, lowest first; 32-bit "
        "floats"},
       array([](const Table& table) { return table.supersonic; },
             [](Shapes s) { return std::to_array(s.supersonic); })},
      {{"interpolant/cells", "1", "[S, H, 4, 4, 2]",
        "log2(mean E* / stress), reduced, of a falling film channel [continued](methods.md#negative-film-energies): "
        "stress cell, height cell, power of the stress fraction, power of the height fraction, channel (crystal, "
        "film); "
        "32-bit floats"},
       array(flat_cells, [](Shapes s) { return std::to_array(s.cells); })},
  };
  add_nodes(fields);
  return fields;
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
      {{"nodes", "1", "", "rows × columns of the node arrays of the file, in which NaN stands for no node"},
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
  write_fields(file, "/", table_array_fields(), {table, c, model, !table.silent});
  if (table.lower) {
    write_fields(file, lower_group, table_array_fields(), {*table.lower, c, model, true});
    write_fields(file, lower_group, table_fields(), host::hashed(*table.lower));
  }
  file.commit();
}

const Fields<HashedTable>& table_fields() {
  static const Fields<HashedTable> fields = make_table_fields();
  return fields;
}

const Fields<TableArrays>& table_array_fields() {
  static const Fields<TableArrays> fields = make_table_array_fields();
  return fields;
}

HashedTable read_table_file(const std::string& path) {
  const InputFile file(path, table_format);
  return read_table(file, "/", "", PreparedCase(case_from_text(file.text("/", "case_toml"), path)));
}

}  // namespace slipburst::host
