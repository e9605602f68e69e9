#include "host/results/run_identity.hpp"

#include <fmt/format.h>

#include <fstream>
#include <span>
#include <vector>

#include "host/base/error.hpp"
#include "host/base/results_version.hpp"
#include "host/config/load_case.hpp"
#include "host/config/response_reader.hpp"
#include "host/files/run_files.hpp"
#include "host/store/digest.hpp"
#include "host/text/case_difference.hpp"
#include "host/text/json_text.hpp"

namespace slipburst::host {
namespace {

constexpr const char* attribute = "run";

std::string text(const RunIdentity& value) {
  return value.is_string() ? "'" + value.get<std::string>() + "'" : json_text(value);
}

RunIdentity identity_of(const std::string& command, const std::string& text, const std::string& inputs) {
  return {{"command", command}, {"results_version", results_version}, {"case", text}, {"inputs_sha256", inputs}};
}

RunIdentity with_range(RunIdentity identity, const EventRange& range) {
  identity["seed"] = range.seed;
  identity["events"] = range.whole;
  identity["first_event"] = range.first;
  identity["piece_events"] = range.count;
  return identity;
}

void add_inputs(Digest& digest, const Case& c) {
  digest.add(c.depinning.density_table.eta);
  digest.add(c.depinning.density_table.density);
  if (!has_response(c.response)) return;
  const EfficiencyCurve efficiency = detector_response(c.response).efficiency;
  digest.add(efficiency.energy_eV);
  digest.add(efficiency.survival);
}

std::string inputs_sha256(const Case& c) {
  Digest digest;
  add_inputs(digest, c);
  return digest.hex();
}

}  // namespace

RunIdentity run_identity(const std::string& command, const Case& c) {
  return identity_of(command, c.text, inputs_sha256(c));
}

RunIdentity run_identity(const std::string& command) {
  return {{"command", command}, {"results_version", results_version}, {"files_sha256", files_sha256()}};
}

RunIdentity run_identity(const std::string& command, const Case& c, const EventRange& range) {
  return with_range(run_identity(command, c), range);
}

RunIdentity run_identity(const std::string& command, const std::string& text, const EventRange& range) {
  return with_range(identity_of(command, text, Digest().hex()), range);
}

std::string inputs_sha256(std::span<const PreparedCase> cases) {
  Digest digest;
  for (const Case& c : cases) add_inputs(digest, c);
  return digest.hex();
}

std::string files_sha256() {
  Digest digest;
  std::vector<char> block(std::size_t{1} << 20);
  for (const std::string& path : noted_inputs()) {
    std::ifstream file(path, std::ios::binary);
    std::uint64_t size = 0;
    while (file.read(block.data(), static_cast<std::streamsize>(block.size())) || file.gcount() > 0) {
      const auto count = static_cast<std::size_t>(file.gcount());
      digest.add(std::as_bytes(std::span(block).first(count)));
      size += count;
    }
    digest.add(std::span(&size, 1));  // keeps consecutive contents distinct
  }
  return digest.hex();
}

std::string difference(const RunIdentity& has, const RunIdentity& asked) {
  for (const auto& [key, value] : asked.items()) {
    if (!has.contains(key)) return fmt::format("it has no {}", key);
    if (has[key] == value) continue;
    if (key == "case") return "its case is another: " + case_difference(has[key], value);
    if (key == "results_version") return "it is of a version of slipburst that gives other results";
    if (key == "files_sha256") return "the files that it read held something else";
    if (key == "inputs_sha256") return "the files that its case names held something else";
    return fmt::format("its {} is {}, not {}", key, text(has[key]), text(value));
  }
  for (const auto& [key, value] : has.items()) {
    if (!asked.contains(key)) return fmt::format("its {} is {}, which this has not", key, text(value));
  }
  return {};
}

Case case_of_run(const RunIdentity& identity, const std::string& name) {
  Case c = case_with_files(identity.at("case").get<std::string>(), name);
  c.name = name;
  if (inputs_sha256(c) != identity.at("inputs_sha256")) {
    throw InputError("the files that the case of the run names hold something else than when it was drawn");
  }
  return c;
}

void write_identity(OutputFile& file, const RunIdentity& identity) {
  file.attribute("/", attribute, json_text(identity));
}

RunIdentity read_identity(const InputFile& file) {
  RunIdentity identity = RunIdentity::parse(file.text("/", attribute), nullptr, false);
  if (!identity.is_object() || !identity.contains("command") || !identity["command"].is_string()) {
    throw InputError(
        fmt::format("{}: its attribute 'run' does not say what run it is of; write the file again", file.path()));
  }
  return identity;
}

}  // namespace slipburst::host
