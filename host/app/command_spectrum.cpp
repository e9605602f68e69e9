#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <limits>
#include <optional>

#include "host/app/case_source.hpp"
#include "host/app/commands.hpp"
#include "host/app/count.hpp"
#include "host/app/interrupt.hpp"
#include "host/app/progress.hpp"
#include "host/app/report.hpp"
#include "host/error.hpp"
#include "host/files/spectrum_file.hpp"
#include "host/files/table_file.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

/// The events to draw: all of --events, or a piece of them.
EventRange event_range(const SpectrumOptions& options) {
  EventRange range{};
  range.seed = parse_count(options.seed, "--seed");
  range.first = parse_count(options.first_event, "--first-event");
  const std::uint64_t events = parse_count(options.events, "--events");
  if (events == 0) throw InputError("--events 0 draws nothing; ask for at least 1");
  if (options.piece_events.empty()) {
    range.count = events;
    if (range.first > std::numeric_limits<std::uint64_t>::max() - events) {
      throw InputError("--first-event + --events passes 2^64, the last event there is");
    }
    range.whole = range.first + events;
  } else {
    range.count = parse_count(options.piece_events, "--piece-events");
    range.whole = events;
    if (range.count == 0) throw InputError("--piece-events 0 draws nothing; ask for at least 1");
    if (range.first >= events || range.count > events - range.first) {
      throw InputError("the piece from --first-event on passes the run's --events; shorten --piece-events");
    }
  }
  return range;
}

std::vector<double> thresholds(const std::string& text) {
  std::vector<double> energies = parse_quantity_list(text, Dimension::event_energy, "--above");
  for (const double energy : energies) {
    if (!(energy >= 0)) throw InputError("--above " + text + ": an energy is negative; use 0 eV or more");
  }
  if (energies.size() > exec::most_thresholds) {
    throw InputError(fmt::format("--above takes at most {} energies, not {}", exec::most_thresholds, energies.size()));
  }
  return energies;
}

Report integral(const Spectrum& spectrum, int channel, const RateScale& rate) {
  Report list = Report::array();
  for (std::size_t i = 0; i < spectrum.thresholds_eV.size(); ++i) {
    const Estimate p = probability(spectrum.channel[channel].thresholds[i], spectrum.range.count);
    Report entry = {{"energy_eV", spectrum.thresholds_eV[i]},
                    {"probability", p.value},
                    {"probability_sigma", p.sigma},
                    {"rate_Hz_per_cm2", p.value * rate.per_area},
                    {"rate_sigma_Hz_per_cm2", p.sigma * rate.per_area},
                    {"rate_Hz", nullptr},
                    {"rate_sigma_Hz", nullptr}};
    if (rate.hz) {
      entry["rate_Hz"] = p.value * *rate.hz;
      entry["rate_sigma_Hz"] = p.sigma * *rate.hz;
    }
    list.push_back(entry);
  }
  return list;
}

double supersonic_share(const ChannelCounts& channel) {
  std::uint64_t fast = 0, all = 0;
  for (std::size_t bin = 0; bin < channel.bins.size(); ++bin) {
    fast += channel.supersonic[bin];
    all += channel.bins[bin];
  }
  return all > 0 ? static_cast<double>(fast) / static_cast<double>(all) : 0;
}

Report report_of(const Case& c, const Spectrum& spectrum) {
  const RateScale rate = rate_scale(c);
  const std::uint64_t events = spectrum.range.count;
  Report report = {{"events", events},
                   {"run_events", spectrum.range.whole},
                   {"seed", spectrum.range.seed},
                   {"first_event", spectrum.range.first},
                   {"backend", spectrum.backend},
                   {"counts_sha256", counts_sha256(spectrum)},
                   {"table_sha256", spectrum.table_sha256},
                   {"events_per_second", static_cast<double>(events) / spectrum.seconds},
                   {"table_max_relative_error", spectrum.table_max_relative_error},
                   {"aluminium_area_cm2", nullptr},
                   {"time_since_cooldown_s", c.detector.time_since_cooldown_s},
                   {"rate_Hz", nullptr},
                   {"rate_Hz_per_cm2", rate.per_area}};
  if (rate.hz) {
    report["aluminium_area_cm2"] = *c.detector.aluminium_area_cm2;
    report["rate_Hz"] = *rate.hz;
  }
  const Estimate crystal = mean_energy_eV(spectrum.channel[0], spectrum.edges_eV, events);
  const Estimate film = mean_energy_eV(spectrum.channel[1], spectrum.edges_eV, events);
  report["mean_energy_eV"] = crystal.value;
  report["mean_energy_sigma_eV"] = crystal.sigma;
  report["mean_film_energy_eV"] = film.value;
  report["mean_film_energy_sigma_eV"] = film.sigma;
  report["supersonic_share"] = supersonic_share(spectrum.channel[0]);
  report["rejected_share"] = probability(spectrum.rejected, events).value;
  report["integral"] = integral(spectrum, 0, rate);
  report["integral_film"] = integral(spectrum, 1, rate);
  return report;
}

}  // namespace

void run_spectrum(const SpectrumOptions& options) {
  const EventRange range = event_range(options);
  const std::vector<double> energies = thresholds(options.above);
  const Case c = open_case(options.source);
  require_writable(options.output);
  const auto backend = open_backend(options.backend);
  const Table table = open_table(options.table, c, *backend);

  std::optional<Progress> progress(std::in_place, range.count, "events");
  Spectrum spectrum = sample_spectrum(c, table, *backend, range, energies, [&](std::uint64_t done) {
    check_interrupt();
    progress->update(done);
  });
  progress.reset();
  spectrum.table_sha256 = table_sha256(table);
  if (!c.detector.aluminium_area_cm2) {
    spdlog::warn("rates in Hz need detector.aluminium_area; rates per cm^2 are given");
  }
  if (spectrum.rejected > 0) {
    spdlog::info("film.thickness rejects {:.4g} % of the pin heights",
                 100 * probability(spectrum.rejected, range.count).value);
  }
  if (!options.output.empty()) write_spectrum_file(options.output, c, spectrum);
  print_report(report_of(c, spectrum), options.source.json);
}

}  // namespace slipburst::host
