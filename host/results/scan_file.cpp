#include "host/results/scan_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "host/base/error.hpp"
#include "host/results/provenance.hpp"
#include "host/store/digest.hpp"
#include "host/store/input_file.hpp"
#include "slipburst/version.hpp"

namespace slipburst::host {
namespace {

std::string axis_path(const Axis& axis) { return "/axes/" + axis.key; }
std::string values_text(const Axis& axis) { return fmt::format("{}", fmt::join(axis.texts, ",")); }

std::string keys_text(const std::vector<Axis>& axes) {
  std::vector<std::string> keys;
  for (const Axis& axis : axes) keys.push_back(axis.key);
  return fmt::format("{}", fmt::join(keys, ","));
}

std::vector<std::uint64_t> grid_shape(const std::vector<Axis>& axes) {
  std::vector<std::uint64_t> shape;
  for (const Axis& axis : axes) shape.push_back(axis.size());
  return shape;
}

void write_axes(OutputFile& file, const std::vector<Axis>& axes) {
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const Axis& axis = axes[i];
    const std::uint64_t size = axis.size();
    const DatasetInfo info{axis.unit, "values of " + axis.key};
    if (axis.words()) {
      file.texts(axis_path(axis), axis.texts, {&size, 1}, info);
    } else {
      file.dataset(axis_path(axis), axis.values, info);
    }
    file.attribute(axis_path(axis), "position", static_cast<std::int64_t>(i));
    file.attribute(axis_path(axis), "scale", std::string(name(axis.scale)));
    file.attribute(axis_path(axis), "texts", values_text(axis));
  }
}

void write_attributes(OutputFile& file, const ScanIdentity& identity, const std::string& backend) {
  file.attribute("/", "program_version", std::string(version));
  file.attribute("/", "git_hash", std::string(git_hash));
  file.attribute("/", "backend", backend);
  file.attribute("/", "case_name", identity.case_name);
  write_facts(file, identity.facts);
}

}  // namespace

const Fields<ScanOutcome>& scan_outcome_fields() {
  using Outcome = const ScanOutcome&;
  const auto drawn = [](Outcome o, std::uint64_t number) -> FieldValue {
    if (o.identity.method.range.whole == 0) return {};
    return number;
  };
  static const Fields<ScanOutcome> fields = {
      {{"axes", "", "", "keys of the axes in their order, separated by commas"},
       [](Outcome o) { return keys_text(o.identity.axes); },
       FieldPlace::file},
      {{"points", "1", "", "points of the grid"}, [](Outcome o) { return o.results.points(); }},
      {{"computed_points", "1", "", "points in the file: fewer in a checkpoint, where the rest is NaN"},
       [](Outcome o) { return o.results.computed(); },
       FieldPlace::file},
      {{"method", "", "", "`quadrature`, `direct`, `plain` or `stratified`, as asked for"},
       [](Outcome o) { return o.identity.method.name; }},
      {{"seed", "1", "", "key of the random numbers; only where events are drawn"},
       [=](Outcome o) { return drawn(o, o.identity.method.range.seed); }},
      {{"events", "1", "", "events drawn at each point; only where events are drawn"},
       [=](Outcome o) { return drawn(o, o.identity.method.range.whole); }},
      {{"first_case_toml", "", "", "case of the first point"},
       [](Outcome o) { return o.identity.first_case; },
       FieldPlace::file},
      {{"cases_sha256", "", "",
        "SHA-256 over the case of each point: its length in bytes as a 64-bit integer, then the text"},
       [](Outcome o) { return o.identity.cases_sha256; }},
      {{"given_table_sha256", "", "", "digest of the table of `--table`; empty without"},
       [](Outcome o) { return o.identity.table_sha256; }},
      {{"edges_eV", "eV", "[B + 1]", "edges of the bins of both channels"},
       [](Outcome o) { return o.results.form().edges_eV; }},
      {{"above/energy_eV", "eV", "[T]", "energies of --above"},
       [](Outcome o) { return o.results.form().thresholds_eV; }},
  };
  return fields;
}

Fields<ScanPoint> all_scan_fields() {
  Fields<ScanPoint> fields;
  for (ScanField& each : scan_fields({{0, 1}, {0}, true, true})) fields.push_back(std::move(each.field));
  return fields;
}

ScanIdentity scan_identity(std::vector<Axis> axes, std::span<const PreparedCase> cases, ScanMethod method,
                           std::string table_sha256) {
  Digest digest;
  for (const PreparedCase& c : cases) digest.add(c->text);
  return {std::move(axes),   cases.front()->name,     cases.front()->text, digest.hex(),
          std::move(method), std::move(table_sha256), common_facts(cases)};
}

RunIdentity run_identity(const ScanIdentity& scan, std::span<const PreparedCase> cases) {
  RunIdentity axes = RunIdentity::array();
  for (const Axis& axis : scan.axes) axes.push_back({axis.key, std::string(name(axis.scale)), values_text(axis)});
  RunIdentity identity = run_identity("scan", cases.front());
  identity["inputs_sha256"] = inputs_sha256(cases);
  identity["axes"] = axes;
  identity["cases_sha256"] = scan.cases_sha256;
  identity["method"] = scan.method.name;
  identity["seed"] = scan.method.range.seed;
  identity["events"] = scan.method.range.whole;
  identity["above_eV"] = scan.method.thresholds_eV;
  identity["table_sha256"] = scan.table_sha256;
  return identity;
}

ScanResults::ScanResults(const ScanForm& form, std::uint64_t points)
    : form_(form), fields_(scan_fields(form_)), table_sha256_(points), computed_(points) {
  for (const ScanField& field : fields_) {
    values_.emplace_back(points * field.numbers(), std::numeric_limits<double>::quiet_NaN());
  }
}

void ScanResults::set(std::uint64_t index, const ScanPoint& point) {
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const std::vector<double> values = fields_[i].get(point);
    std::ranges::copy(values, values_[i].begin() + static_cast<std::ptrdiff_t>(index * fields_[i].numbers()));
  }
  table_sha256_[index] = point.table.sha256;
  computed_[index] = 1;
}

std::uint64_t ScanResults::computed() const {
  return static_cast<std::uint64_t>(std::ranges::count(computed_, std::uint64_t{1}));
}

void write_scan(OutputFile& file, const ScanIdentity& identity, const ScanResults& results,
                const std::string& backend) {
  write_attributes(file, identity, backend);
  const std::vector<std::uint64_t> grid = grid_shape(identity.axes);
  write_fields(file, "/", scan_outcome_fields(), {identity, results});
  if (results.computed() < results.points()) {
    file.dataset("/computed", results.computed_, grid, {"1", "whether the point is computed"});
  }
  write_axes(file, identity.axes);
  for (std::size_t i = 0; i < results.fields_.size(); ++i) {
    const ScanField& each = results.fields_[i];
    std::vector<std::uint64_t> shape = grid;
    if (each.length > 0) shape.push_back(each.length);
    write_field(file, "/", each.field.info, ArrayValue{results.values_[i], shape});
  }
  file.texts("/table/sha256", results.table_sha256_, grid, {"1", "digest of the table of each point"});
}

void write_scan_file(const std::string& path, const ScanIdentity& identity, const ScanResults& results,
                     const std::string& backend, const RunRecord& record) {
  OutputFile file(path, "slipburst-scan");
  write_record(file, record);
  write_scan(file, identity, results, backend);
  file.commit();
}

void read_scan(const InputFile& file, const ScanIdentity& identity, ScanResults& results) {
  const std::vector<std::uint64_t> grid = grid_shape(identity.axes);
  ScanResults read = results;
  if (file.has("/computed")) {
    read.computed_ = file.dataset<std::uint64_t>("/computed", grid);
  } else {
    std::ranges::fill(read.computed_, 1);
  }
  for (std::size_t i = 0; i < read.fields_.size(); ++i) {
    std::vector<std::uint64_t> shape = grid;
    if (read.fields_[i].length > 0) shape.push_back(read.fields_[i].length);
    read.values_[i] = file.dataset<double>(read.fields_[i].path(), shape);
  }
  read.table_sha256_ = file.texts("/table/sha256");
  if (read.table_sha256_.size() != read.points()) {
    throw InputError(fmt::format("{}: is damaged: its tables do not fill the grid", file.path()));
  }
  results = std::move(read);
}

}  // namespace slipburst::host
