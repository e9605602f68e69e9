#include "host/files/scan_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <map>
#include <sstream>

#include "host/config/response_reader.hpp"
#include "host/error.hpp"
#include "host/files/digest.hpp"
#include "host/files/input_file.hpp"
#include "slipburst/version.hpp"

namespace slipburst::host {
namespace {

constexpr const char* format = "slipburst-scan";
constexpr int newest_version = 1;

std::string program() { return fmt::format("{} ({})", version, git_hash); }
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

/// "section.key" to value of a canonical case; of the second stage of a history "history.2.key".
std::map<std::string, std::string> case_values(const std::string& text) {
  std::map<std::string, std::string> values;
  std::istringstream lines(text);
  std::string section;
  int stages = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line == "[[history]]") {
      section = fmt::format("history.{}", ++stages);
    } else if (line.starts_with('[')) {
      section = line.substr(1, line.size() - 2);
    }
    const auto equals = line.find(" = ");
    if (equals != std::string::npos) values[section + "." + line.substr(0, equals)] = line.substr(equals + 3);
  }
  return values;
}

/// The first key in which two cases differ, in words; empty if there is none.
std::string case_difference(const std::string& has, const std::string& asked) {
  std::map<std::string, std::string> old_values = case_values(has), new_values = case_values(asked);
  for (const auto* values : {&old_values, &new_values}) {
    for (const auto& [key, value] : *values) {
      const std::string before = old_values.contains(key) ? old_values[key] : "not set";
      const std::string now = new_values.contains(key) ? new_values[key] : "not set";
      if (before != now) return fmt::format("{} is {} there, {} here", key, before, now);
    }
  }
  return {};
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

void write_identity(OutputFile& file, const ScanIdentity& identity, const std::string& backend) {
  file.attribute("/", "program_version", std::string(version));
  file.attribute("/", "git_hash", std::string(git_hash));
  file.attribute("/", "backend", backend);
  file.attribute("/", "case_name", identity.case_name);
  file.attribute("/", "first_case_toml", identity.first_case);
  file.attribute("/", "cases_sha256", identity.cases_sha256);
  file.attribute("/", "axes", keys_text(identity.axes));
  file.attribute("/", "method", identity.method.name);
  if (identity.method.range.whole > 0) {
    file.attribute("/", "seed", identity.method.range.seed);
    file.attribute("/", "events", identity.method.range.whole);
  }
  file.attribute("/", "given_table_sha256", identity.table_sha256);
}

std::string difference(const InputFile& file, const ScanIdentity& identity) {
  const auto text = [&](const std::string& name) { return file.text("/", name); };
  const std::string writer = fmt::format("{} ({})", text("program_version"), text("git_hash"));
  if (writer != program()) return fmt::format("it was begun by slipburst {}, this is {}", writer, program());
  if (const std::string keys = text("axes"); keys != keys_text(identity.axes)) {
    return fmt::format("its axes are {}, not {}", keys, keys_text(identity.axes));
  }
  for (const Axis& axis : identity.axes) {
    if (const std::string values = file.text(axis_path(axis), "texts"); values != values_text(axis)) {
      return fmt::format("its values of {} are {}, not {}", axis.key, values, values_text(axis));
    }
    if (const std::string scale = file.text(axis_path(axis), "scale"); scale != name(axis.scale)) {
      return fmt::format("its {} is a {}, not a {}", axis.key, scale, name(axis.scale));
    }
  }
  if (const std::string differs = case_difference(text("first_case_toml"), identity.first_case); !differs.empty()) {
    return "its case is another: " + differs;
  }
  if (text("cases_sha256") != identity.cases_sha256) return "its case differs at some points";
  const ScanMethod& method = identity.method;
  if (text("method") != method.name) return fmt::format("its --method is {}, not {}", text("method"), method.name);
  if (method.range.whole > 0) {
    const std::uint64_t seed = file.count("/", "seed"), events = file.count("/", "events");
    if (seed != method.range.seed) return fmt::format("its --seed is {}, not {}", seed, method.range.seed);
    if (events != method.range.whole) return fmt::format("its --events are {}, not {}", events, method.range.whole);
  }
  if (file.dataset<double>("/above/energy_eV") != method.thresholds_eV) return "its energies of --above are others";
  if (text("given_table_sha256") != identity.table_sha256) return "its --table is another";
  return {};
}

}  // namespace

ScanIdentity scan_identity(std::vector<Axis> axes, std::span<const Case> cases, ScanMethod method,
                           std::string table_sha256) {
  Digest digest;
  for (const Case& c : cases) {
    digest.add(c.text);
    digest.add(c.depinning.density_table.eta);
    digest.add(c.depinning.density_table.density);
    if (!has_response(c.response)) continue;
    const EfficiencyCurve efficiency = detector_response(c.response).efficiency;  // what its file holds today
    digest.add(efficiency.energy_eV);
    digest.add(efficiency.survival);
  }
  return {std::move(axes), cases.front().name, cases.front().text,
          digest.hex(),    std::move(method),  std::move(table_sha256)};
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

void write_scan_file(const std::string& path, const ScanIdentity& identity, const ScanResults& results,
                     const std::string& backend) {
  OutputFile file(path, format, newest_version);
  write_identity(file, identity, backend);
  const std::vector<std::uint64_t> grid = grid_shape(identity.axes);
  file.attribute("/", "points", results.points());
  file.attribute("/", "computed_points", results.computed());
  if (results.computed() < results.points()) {
    file.dataset("/computed", results.computed_, grid, {"1", "whether the point is computed"});
  }
  write_axes(file, identity.axes);
  file.dataset("/edges_eV", results.form_.edges_eV, {"eV", "edges of the bins, both channels"});
  file.dataset("/above/energy_eV", results.form_.thresholds_eV, {"eV", "energies of --above"});
  for (std::size_t i = 0; i < results.fields_.size(); ++i) {
    const ScanField& field = results.fields_[i];
    std::vector<std::uint64_t> shape = grid;
    if (field.length > 0) shape.push_back(field.length);
    file.dataset(field.path, results.values_[i], shape, field.info);
  }
  file.texts("/table/sha256", results.table_sha256_, grid, {"1", "digest of the table of each point"});
  file.commit();
}

std::string read_scan_file(const std::string& path, const ScanIdentity& identity, ScanResults& results) {
  const InputFile file(path, format, newest_version);
  if (std::string differs = difference(file, identity); !differs.empty()) return differs;
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
    read.values_[i] = file.dataset<double>(read.fields_[i].path, shape);
  }
  read.table_sha256_ = file.texts("/table/sha256");
  if (read.table_sha256_.size() != read.points()) {
    throw InputError(fmt::format("{}: is damaged: its tables do not fill the grid; delete it", path));
  }
  results = std::move(read);
  return {};
}

}  // namespace slipburst::host
