#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/detrap_run.hpp"
#include "host/app/list_run.hpp"
#include "host/app/output_claim.hpp"
#include "host/app/rates_run.hpp"
#include "host/app/report.hpp"
#include "host/app/spectrum_report.hpp"
#include "host/app/start_line.hpp"
#include "host/base/error.hpp"
#include "host/config/load_case.hpp"
#include "host/results/run_pieces.hpp"
#include "host/table/silence.hpp"
#include "slipburst/tally/motion.hpp"

namespace slipburst::host {
namespace {

struct MergeOptions {
  std::vector<std::string> files;
  BackendOptions backend;
  std::string output, table;
  bool partial = false, overwrite = false, json = false;
};

constexpr std::size_t max_named = 5;
constexpr const char* other_counts =
    "the counts of the pieces are not those of the events they say they have; draw them again";

std::string text(const std::vector<Piece>& missing) {
  std::string out;
  for (std::size_t i = 0; i < missing.size(); ++i) {
    if (i == max_named) return out + fmt::format(" and {} more pieces", missing.size() - i);
    const auto& [first, count] = missing[i];
    out += fmt::format("{}{} to {}", i > 0 ? ", " : "", first, first + count - 1);
  }
  return out;
}

/// \param size  number of counters of the whole run
const std::vector<std::uint64_t>& counters_of(const RunPieces& pieces, std::size_t size) {
  if (pieces.counters.size() == size) return pieces.counters;
  throw InputError(fmt::format("the pieces have {} counters, a run like theirs has {}; draw them again",
                               pieces.counters.size(), size));
}

Report merge_spectra(const RunPieces& pieces, const PreparedCase& c, const std::string& output) {
  const Sampling sampling = pieces.identity.at("method") == "stratified" ? Sampling::stratified : Sampling::plain;
  const auto energies = pieces.identity.at("above_eV").get<std::vector<double>>();
  Spectrum spectrum = empty_spectrum(c, pieces.coverage, sampling, energies);
  spectrum.backend = pieces.backend;
  set_counters(counters_of(pieces, joined_counters(spectrum.strata).size()), spectrum.strata);
  for (const StratumCounts& stratum : spectrum.strata) {
    if (releases_of(spectrum.model, stratum.counts) != stratum.events) {
      throw InputError(other_counts);
    }
  }
  SpectrumResult result{values_of(spectrum), rate_scale(c), {}, pieces.table, pieces.backend, silence(c)};
  result.seen = seen_spectrum(c, result.values);
  return finish_spectrum(output, c, spectrum, result, pieces.identity);
}

Report merge_rates(const RunPieces& pieces, const PreparedCase& c, const MergeOptions& options,
                   const std::string& output) {
  const auto backend = open_backend(options.backend);
  const HashedTable table = open_table(read_given_table(options.table), c, *backend);
  if (table.sha256 != pieces.table.sha256) {
    throw InputError(fmt::format("the pieces rest on the table {}, not on {}; give it by --table", pieces.table.sha256,
                                 options.table.empty() ? "that of their case" : options.table));
  }
  const bool plain = pieces.identity.at("sampling") == "plain";
  const TimeSampling sampling = plain ? TimeSampling::plain : TimeSampling::sliced;
  const RatesRequest request = rates_request(pieces.identity);
  const auto energies = pieces.identity.at("above_eV").get<std::vector<double>>();
  ReleaseRun run = planned_releases(c, std::make_shared<FilmHistory>(c), pieces.coverage, sampling, energies);
  add_slices(run, c, requested_edges_s(c, *run.history, request, sampling));
  run.backend = pieces.backend;
  set_counters(counters_of(pieces, joined_counters(run.draws).size()), run.draws);
  return finish_rates(output, c, table, run, request, silence(c), pieces.identity);
}

Report merge_lists(const RunPieces& pieces, const Case& c, const std::string& output) {
  const Exposure exposure{pieces.identity.at("start_s"), pieces.identity.at("end_s")};
  const double expected = BurstTimes(c, exposure, pieces.coverage.seed).expected_events();
  std::vector<ListPart> parts;
  for (std::size_t i = 0; i < pieces.paths.size(); ++i) parts.push_back({pieces.paths[i], pieces.rows_sha256[i]});
  const BurstListInfo info{exposure, expected, pieces.identity.at("above_eV")};
  Report report = join_lists(output, {c, info, pieces.table, pieces.identity}, pieces.coverage, parts, 1);
  report["bytes"] = std::filesystem::file_size(output);
  return report;
}

Report merge_clusters(const RunPieces& pieces, const std::string& output) {
  const ClusterCase c = case_from_text<ClusterCase>(pieces.identity.at("case").get<std::string>(), pieces.case_name);
  const WatchedClusters clusters(c);
  const std::vector<std::uint64_t> counts = counters_of(pieces, clusters.counters());
  const std::size_t conditions = clusters.conditions().size(), each = clusters.counters_per_condition();
  const auto areas = static_cast<std::size_t>(tally::MotionLayout{clusters.experiment().windows}.areas());
  for (std::size_t i = 0; i < conditions; ++i) {
    if (counts[i * each + areas] != pieces.coverage.every(conditions, i)) throw InputError(other_counts);
  }
  return finish_detrap(output, {c, clusters, pieces.coverage, counts, pieces.backend}, pieces.identity);
}

Report merged(const RunPieces& pieces, const MergeOptions& options, const std::string& output) {
  if (!options.table.empty() && pieces.format != "slipburst-rates") {
    throw InputError(
        "--table is for pieces of rates, which are evaluated by their table; these need none: leave it out");
  }
  if (pieces.format == "slipburst-detrap") return merge_clusters(pieces, output);
  const PreparedCase c(case_of_run(pieces.identity, pieces.case_name));
  if (pieces.format == "slipburst-spectrum") return merge_spectra(pieces, c, output);
  if (pieces.format == "slipburst-rates") return merge_rates(pieces, c, options, output);
  return merge_lists(pieces, c, output);
}

void run_merge(const MergeOptions& options) {
  const OutputClaim output("-o", options.output, options.overwrite);
  const RunPieces pieces = read_pieces(options.files);
  const std::vector<Piece> missing = missing_events(pieces.coverage);
  const std::uint64_t lacking = pieces.coverage.whole - pieces.coverage.events();
  if (!pieces.coverage.complete() && !options.partial) {
    throw InputError(
        fmt::format("of the run's {} events these are in no piece: {}; merge all pieces, or part of the "
                    "run by --partial",
                    pieces.coverage.whole, text(missing)));
  }
  if (!pieces.coverage.complete()) {
    spdlog::warn("{} of the run's {} events are missing: {}", lacking, pieces.coverage.whole, text(missing));
  }
  output.require_free_for(pieces.identity, pieces.format);
  Report report = merged(pieces, options, output.path());
  report["merged_files"] = pieces.paths.size();
  report["missing"] = Report::array();
  for (const auto& [first, count] : missing) report["missing"].push_back({{"first_event", first}, {"events", count}});
  print_report(report, options.json);
}

}  // namespace

void add_merge(CLI::App& app) {
  const auto options = std::make_shared<MergeOptions>();
  CLI::App& merge =
      *app.add_subcommand("merge", "add up the pieces of one run: of spectrum, rates, experiment or detrap");
  merge.add_option("FILE", options->files, "a piece")->required();
  add_output_options(merge, options->output, options->overwrite);
  merge.get_option("--output")->required();
  merge.add_flag("--partial", options->partial, "merge what there is, and say what is missing");
  merge.add_option("--table", options->table, "of rates: use this table instead of building theirs");
  add_backend_options(merge, options->backend);
  add_json_option(merge, options->json);
  merge.callback([options] {
    log_start("merge");
    run_merge(*options);
  });
}

}  // namespace slipburst::host
