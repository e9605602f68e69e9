#include "host/app/rates_run.hpp"

#include <spdlog/spdlog.h>

#include <optional>

#include "host/app/case_report.hpp"
#include "host/app/rates_report.hpp"
#include "host/app/spectrum_report.hpp"
#include "host/config/response_reader.hpp"
#include "host/console/progress.hpp"
#include "host/model/pinned_lines.hpp"
#include "host/numerics/significance.hpp"

namespace slipburst::host {
namespace {

RunIdentity times_of(const Exposure& exposure) { return {exposure.start_s, exposure.end_s}; }
Exposure exposure_of(const RunIdentity& times) { return {times.at(0).get<double>(), times.at(1).get<double>()}; }

}  // namespace

RunIdentity rates_identity(const Case& c, const EventRange& range, const std::string& sampling,
                           const std::vector<double>& above_eV, const RatesRequest& request) {
  RunIdentity identity = run_identity("rates", c, range);
  identity["sampling"] = sampling;
  identity["above_eV"] = above_eV;
  identity["windows_s"] = RunIdentity::array();
  for (const Exposure& window : request.windows) identity["windows_s"].push_back(times_of(window));
  identity["moments_s"] = request.moments_s;
  identity["fit_s"] = request.fit ? times_of(*request.fit) : RunIdentity(nullptr);
  return identity;
}

RatesRequest rates_request(const RunIdentity& identity) {
  RatesRequest request;
  for (const RunIdentity& window : identity.at("windows_s")) request.windows.push_back(exposure_of(window));
  request.moments_s = identity.at("moments_s").get<std::vector<double>>();
  if (!identity.at("fit_s").is_null()) request.fit = exposure_of(identity.at("fit_s"));
  return request;
}

Report finish_rates(const std::string& output, const PreparedCase& c, const HashedTable& table, const ReleaseRun& run,
                    const RatesRequest& request, const std::string& silent_because, const RunIdentity& identity) {
  if (run.releases() == 0) spdlog::warn("no event was a release: use --sampling sliced, or many more events");
  const TableUse use = use_of(c, run.model, table);
  const Heartbeat heartbeat("working out rates");
  const ReleaseValues values(run, count_pinned_lines(c), heartbeat);
  const Rates rates = rates_of(c, table.content, values, request, heartbeat);
  if (!rates.fit) spdlog::warn("no power law with a time origin of its own describes the rates that --fit asks for");
  if (rates.fit && is_poor_fit(rates.fit->p_value)) {
    spdlog::warn(
        "the power law does not describe the rates: chi-square {:.6g} for {} degrees of freedom, p = {:.2g}; its "
        "errors mean little: choose a shorter span with --fit, within which nothing happens to the film; after a "
        "refill of a part of the lines no one power law holds for long",
        rates.fit->chi_square, rates.fit->degrees_of_freedom, rates.fit->p_value);
  }
  std::optional<SeenRates> seen;
  if (has_response(c->response)) seen = seen_rates(detector_response(c->response), values, rates);
  const RatesOutcome outcome{c, values, rates, seen, use, counts_sha256(run), silent_because};
  Report report;
  append_fields(report, coverage_fields(), run.coverage);
  report.update({{"backend", run.backend}, {"events_per_second", nullptr}});
  append_fields(report, rates_fields(), outcome);
  append_case(report, c);
  append_rates(report, outcome);
  if (!output.empty()) write_rates_file(output, outcome, {identity, report});
  return report;
}

}  // namespace slipburst::host
