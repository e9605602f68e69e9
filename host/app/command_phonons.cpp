#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>

#include "host/app/case_report.hpp"
#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/faint_stress.hpp"
#include "host/app/output_claim.hpp"
#include "host/app/report.hpp"
#include "host/base/error.hpp"
#include "host/console/progress.hpp"
#include "host/results/burst_file.hpp"
#include "host/results/phonon_file.hpp"
#include "host/text/count.hpp"
#include "host/units/quantity.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

struct PhononOptions {
  CaseOptions source;
  std::string list, index;  ///< a burst of a list instead of case, pin height and stress
  std::string pin_height, stress, seed = "1", positions = "32", bins = "64", output, text;
  bool all = false, overwrite = false;
};

constexpr double sum_tolerance = 1e-6;
constexpr std::uint64_t max_positions = 10000, max_bins = 1000;

std::uint64_t parse_fineness(const std::string& text, const std::string& option, std::uint64_t most) {
  const std::uint64_t count = parse_count(text, option);
  if (count == 0 || count > most) throw InputError(fmt::format("{} {} should be from 1 to {}", option, text, most));
  return count;
}

/// Requires either CASE, --pin-height and --stress, or --list and --index.
void require_one_burst(const PhononOptions& options) {
  const bool by_hand = !options.source.name.empty() || !options.pin_height.empty() || !options.stress.empty();
  if (options.list.empty() && (options.source.name.empty() || options.pin_height.empty() || options.stress.empty())) {
    throw InputError("which burst? Give a CASE with --pin-height and --stress, or --list and --index");
  }
  const bool changed = !options.source.overrides.empty() || !options.source.materials.empty();
  if (!options.list.empty() && (by_hand || options.index.empty() || changed)) {
    throw InputError("--list takes the burst that --index names, with its case: give these two alone");
  }
  if (options.list.empty() && !options.index.empty()) throw InputError("--index names a row of --list; give that too");
}

PhononRequest request_of(const PhononOptions& options) {
  PhononRequest request{};
  if (options.list.empty()) {
    request.pin_height_nm = parse_positive_quantity(options.pin_height, Dimension::length, "--pin-height");
    request.stress = parse_stress(options.stress, "--stress");
  }
  request.seed = parse_count(options.seed, "--seed");
  request.positions = parse_fineness(options.positions, "--positions", max_positions);
  request.bins = parse_fineness(options.bins, "--bins", max_bins);
  request.phonons = options.all ? Phonons::all : Phonons::above_gap;
  return request;
}

/// Fills the request with the burst of a list. \return the case of the list
PreparedCase take_burst(const PhononOptions& options, PhononRequest& request) {
  const BurstList list(options.list);
  const Burst burst = list.row(parse_count(options.index, "--index"));
  request.pin_height_nm = burst.pin_height_nm;
  request.stress = burst.stress_MPa * units::megapascal;
  request.line_length_nm = burst.line_length_nm;
  request.burst = burst.event;
  Case c = list.source();
  c.response = {};  // phonons are listed as radiated, before any response: the file of an efficiency need not be there
  return PreparedCase(std::move(c));
}

RunIdentity phonons_identity(const Case& c, const PhononRequest& request) {
  RunIdentity identity = run_identity("phonons", c);
  identity["pin_height_nm"] = request.pin_height_nm;
  identity["stress_MPa"] = request.stress / units::megapascal;
  identity["burst"] = request.burst;
  identity["seed"] = request.seed;
  identity["positions"] = request.positions;
  identity["bins"] = request.bins;
  identity["all"] = request.phonons == Phonons::all;
  return identity;
}

/// Warns if the energy of the packets is not that of the line, and says why.
void warn_of_difference(const PhononRecord& record) {
  const PhononList& list = record.list;
  const double worst = record.relative_difference();
  const double negative_eV = list.negative_eV[0] + list.negative_eV[1];
  if (-negative_eV > sum_tolerance * (list.energy_eV[0] + list.energy_eV[1])) {
    spdlog::warn(
        "the line is far beyond the sound speed, where the model ends: some passes radiate less than nothing, "
        "{:.3g} eV in all, which no packet holds",
        negative_eV);
  } else if (!(worst <= sum_tolerance)) {
    spdlog::warn(
        "the packets' energy differs from that of the line by {:.2g} of itself; lower "
        "numerics.relative_tolerance",
        worst);
  }
}

void run_phonons(const PhononOptions& options) {
  const OutputClaim output("-o", options.output, options.overwrite);
  const OutputClaim text("--text", options.text, options.overwrite);
  require_one_burst(options);
  PhononRecord record{request_of(options), {}, {}, {}, {}};
  const PreparedCase c = options.list.empty() ? open_case(options.source) : take_burst(options, record.request);
  record.identity = phonons_identity(c, record.request);
  output.require_free_for(record.identity, "slipburst-phonons");
  text.require_text_of(record.identity, "slipburst-phonons");
  if (record.request.pin_height_nm > c->film.thickness) {
    spdlog::warn("the pin height is beyond film.thickness = {:.4g} nm: events reject it", c->film.thickness);
  }
  record.list = phonon_list(c, record.request, Heartbeat("listing phonons"));
  Case above_gap = c;  // the list holds radiated energies, before any response of a sensor
  above_gap.detector.subgap_efficiency = 0;
  record.direct = line_energy(PreparedCase(above_gap), record.request.pin_height_nm, record.request.stress,
                              record.request.line_length_nm);
  if (record.list.packets.empty()) {
    spdlog::warn("this line emits {}; the list is empty", options.all ? "nothing" : "nothing above the gap");
  }
  if (options.all) {
    const PhononRequest& request = record.request;
    record.radiated_eV = radiated_energy_eV(c, request.pin_height_nm, request.stress, record.list.line_length_nm);
  }
  warn_of_difference(record);
  if (output) write_phonon_file(output.path(), c, record);
  if (text) write_phonon_text(text.path(), c, record);
  Report report;
  append_fields(report, phonon_fields(), record);
  append_case(report, c);
  print_report(report, options.source.json);
}

}  // namespace

void add_phonons(CLI::App& app) {
  const auto options = std::make_shared<PhononOptions>();
  CLI::App& phonons =
      *app.add_subcommand("phonons", "the phonons of one burst, as a source for phonon transport codes");
  add_case_options(phonons, options->source);
  phonons.get_option("CASE")->required(false);
  phonons.add_option("--pin-height", options->pin_height, "height of the pin, \"100 nm\"");
  phonons.add_option("--stress", options->stress, "resolved shear stress, \"60 MPa\"");
  phonons.add_option("--list", options->list, "take the burst from this list of `slipburst experiment`, with its case");
  phonons.add_option("--index", options->index, "row of that list, from 0");
  phonons.add_option("--seed", options->seed, "key of the random directions")->capture_default_str();
  phonons.add_option("--positions", options->positions, "positions along the line, at least")->capture_default_str();
  phonons.add_option("--bins", options->bins, "bins of phonon energy above the gap")->capture_default_str();
  phonons.add_flag("--all", options->all, "list phonons below the gap too");
  add_output_options(phonons, options->output, options->overwrite);
  phonons.add_option("--text", options->text, "file to write (columns of text)");
  phonons.callback([options] { run_phonons(*options); });
}

}  // namespace slipburst::host
