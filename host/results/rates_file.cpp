#include "host/results/rates_file.hpp"

#include <initializer_list>
#include <limits>
#include <numeric>

#include "host/config/history.hpp"
#include "host/config/response_reader.hpp"
#include "host/numerics/significance.hpp"
#include "host/results/provenance.hpp"
#include "host/results/seen_rates_file.hpp"
#include "host/store/column.hpp"
#include "host/store/digest.hpp"
#include "host/store/output_file.hpp"

namespace slipburst::host {
namespace {

constexpr const char* channel_group[table::channels] = {"/crystal", "/film"};
constexpr const char* one_sigma_text = "one standard deviation";
constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// Calls add(counters [exec::TallyLayout]) for each draw, in order; for plain draws for each slice of each draw.
template <class Add>
void for_each_tally(const ReleaseRun& run, Add add) {
  const auto size = static_cast<std::size_t>(exec::TallyLayout(run.model).size());
  for (const ReleaseDraws& drawn : run.draws) {
    for (std::size_t first = 0; first < drawn.counts.size(); first += size) {
      add(std::span(drawn.counts).subspan(first, size));
    }
  }
}

/// Numbers of one channel's thresholds, [entry][threshold].
template <class List, class Get>
std::vector<double> threshold_rows(const List& list, int channel, std::size_t thresholds, Get get) {
  std::vector<double> values;
  for (const auto& entry : list) {
    for (std::size_t t = 0; t < thresholds; ++t) {
      values.push_back(get(entry, static_cast<std::size_t>(channel) * thresholds + t));
    }
  }
  return values;
}

void write_slices(OutputFile& file, const ReleaseValues& values, const Rates& rates) {
  std::vector<double> edges = column(rates.slices, [](const SliceRate& slice) { return slice.start_s; });
  edges.push_back(rates.slices.back().end_s);
  const auto write = [&](const std::string& name, const DatasetInfo& info, auto get) {
    file.dataset("/time/" + name, column(rates.slices, get), info);
  };
  file.dataset("/time/edges_s", edges, {"s", "edges of the slices, since cooldown"});
  write("rate_Hz", {"Hz", "releases per second, mean over the slice, for the case's area"},
        [](const SliceRate& slice) { return slice.rate_Hz.value; });
  write("rate_sigma_Hz", {"Hz", one_sigma_text}, [](const SliceRate& slice) { return slice.rate_Hz.sigma; });
  write("expected_rate_Hz", {"Hz", "the same by quadrature"}, [](const SliceRate& slice) { return slice.expected_Hz; });
  write("undisturbed_rate_Hz", {"Hz", "the same of the film without its history, by quadrature"},
        [](const SliceRate& slice) { return slice.undisturbed_Hz; });
  write("stress_factor", {"1", "stress that lines leave under over that of the case, mean at the middle of the slice"},
        [](const SliceRate& slice) { return slice.stress_factor; });
  const std::size_t thresholds = values.run().thresholds_eV.size();
  const std::uint64_t shape[] = {rates.slices.size(), thresholds};
  for (int channel = 0; channel < table::channels; ++channel) {
    const std::string group = std::string("/time") + channel_group[channel];
    const auto write_above = [&](const std::string& name, const std::string& description, auto get) {
      file.dataset(group + name, threshold_rows(rates.slices, channel, thresholds, get), shape, {"Hz", description});
    };
    write_above("/above_Hz", "rate of releases with at least each energy of /above/energy_eV, [slice][energy]",
                [](const SliceRate& slice, std::size_t i) { return slice.above_Hz[i].value; });
    write_above("/above_sigma_Hz", one_sigma_text,
                [](const SliceRate& slice, std::size_t i) { return slice.above_Hz[i].sigma; });
    write_above("/expected_above_Hz", "the same by quadrature, for the mean stress in the slice",
                [](const SliceRate& slice, std::size_t i) { return slice.expected_above_Hz[i]; });
  }
}

/// Writes rates by time and energy.
void write_map(OutputFile& file, const ReleaseValues& values) {
  const ReleaseRun& run = values.run();
  const exec::TallyLayout layout(run.model);
  const std::vector<std::size_t> slices = values.timed(0, run.slices->edges_s().back());
  const std::size_t bins = run.edges_eV.size() - 1;
  const std::uint64_t shape[] = {slices.size(), bins};
  for (int channel = 0; channel < table::channels; ++channel) {
    std::vector<double> map;
    for (const std::size_t slice : slices) {
      const SliceInfo& info = run.slices->info(slice);
      for (std::size_t bin = 0; bin < bins; ++bin) {
        const auto slot = static_cast<std::int32_t>(bin) + tally::LogBins::first;
        const double counts = values.mean(std::span(&slice, 1), [&](std::span<const std::uint64_t> counters) {
          return counters[static_cast<std::size_t>(layout.slot(channel, false, slot))] +
                 counters[static_cast<std::size_t>(layout.slot(channel, true, slot))];
        });
        map.push_back(counts / (info.end_s - info.start_s) / (run.edges_eV[bin + 1] - run.edges_eV[bin]));
      }
    }
    file.dataset(std::string("/time") + channel_group[channel] + "/rate_Hz_per_eV", map, shape,
                 {"Hz/eV", "dR/dE, mean over slice and bin, for the case's area, [slice][bin]"});
  }
}

void write_moments(OutputFile& file, const Rates& rates) {
  if (rates.moments.empty()) return;
  const auto write = [&](const std::string& name, const DatasetInfo& info, auto get) {
    file.dataset("/moments/" + name, column(rates.moments, get), info);
  };
  write("time_s", {"s", "times of --at, since cooldown"}, [](const MomentRate& m) { return m.time_s; });
  write("exact_Hz", {"Hz", "all releases, by quadrature"}, [](const MomentRate& m) { return m.exact_Hz; });
  write("undisturbed_Hz", {"Hz", "the same of the film without its history"},
        [](const MomentRate& m) { return m.undisturbed_Hz; });
  write("rate_Hz", {"Hz", "as drawn, within a short while around"},
        [](const MomentRate& m) { return m.rate_Hz.value; });
  write("rate_sigma_Hz", {"Hz", one_sigma_text}, [](const MomentRate& m) { return m.rate_Hz.sigma; });
}

void write_windows(OutputFile& file, const Rates& rates) {
  if (rates.windows.empty()) return;
  const auto write = [&](const std::string& name, const DatasetInfo& info, auto get) {
    file.dataset("/windows/" + name, column(rates.windows, get), info);
  };
  write("start_s", {"s", "start of each window, since cooldown"},
        [](const WindowCounts& w) { return w.window.start_s; });
  write("end_s", {"s", "its end"}, [](const WindowCounts& w) { return w.window.end_s; });
  write("expected_counts", {"1", "releases within, by quadrature"}, [](const WindowCounts& w) { return w.expected; });
  write("sampled_counts", {"1", "as drawn, for the case's area"},
        [](const WindowCounts& w) { return w.sampled.value; });
  write("sigma", {"1", one_sigma_text}, [](const WindowCounts& w) { return w.sampled.sigma; });
  write("exponential_s", {"s", "constant of the exponential that the rates within look like; NaN: none was found"},
        [](const WindowCounts& w) { return w.exponential ? w.exponential->tau_s : none; });
  write("exponential_p_value", {"1", "of that exponential, with the errors of a measurement; NaN: none was found"},
        [](const WindowCounts& w) { return w.exponential ? w.exponential->p_value : none; });
}

void write_stages(OutputFile& file, const Rates& rates) {
  if (rates.stages.empty()) return;
  const auto write = [&](const std::string& name, const DatasetInfo& info, auto get) {
    file.dataset("/stages/" + name, column(rates.stages, get), info);
  };
  std::vector<std::string> kinds;
  for (const StageOutcome& outcome : rates.stages) {
    kinds.push_back(stage_kinds()[static_cast<std::size_t>(outcome.stage.kind)]);
  }
  const std::uint64_t shape[] = {kinds.size()};
  file.texts("/stages/kind", kinds, shape, {"1", "hold, ramp, pulse or warm-up"});
  write("start_s", {"s", "start of each stage, since cooldown"}, [](const StageOutcome& s) { return s.stage.start_s; });
  write("end_s", {"s", "its end"}, [](const StageOutcome& s) { return s.stage.end_s; });
  write("temperature_K", {"K", "temperature it names; NaN: as before"},
        [](const StageOutcome& s) { return s.stage.temperature_K.value_or(none); });
  write("refill", {"1", "share of the pins that is pinned anew at its end"},
        [](const StageOutcome& s) { return s.stage.refill; });
  write("expected_counts", {"1", "releases in its course, by quadrature"},
        [](const StageOutcome& s) { return s.expected; });
  write("sampled_counts", {"1", "as drawn"}, [](const StageOutcome& s) { return s.sampled.value; });
  write("sigma", {"1", one_sigma_text}, [](const StageOutcome& s) { return s.sampled.sigma; });
  write("expected_at_once", {"1", "releases at its very start, as nothing held the line any more"},
        [](const StageOutcome& s) { return s.expected_at_once; });
  write("sampled_at_once", {"1", "as drawn"}, [](const StageOutcome& s) { return s.sampled_at_once.value; });
  write("removed_counts", {"1", "releases beyond those without the pulse; NaN for other stages"},
        [](const StageOutcome& s) { return s.removed.value_or(none); });
  write("half_recovered_s", {"s", "time after the pulse until rates are half of those without it; NaN: never below"},
        [](const StageOutcome& s) { return s.half_recovered_s.value_or(none); });
}

/// Writes the history of the film as intervals of time with a linear change of stress.
void write_protocol(OutputFile& file, const FilmHistory& history) {
  const std::vector<release::Piece>& pieces = history.pieces();
  const auto write = [&](const std::string& name, const DatasetInfo& info, auto get) {
    file.dataset("/protocol/" + name, column(pieces, get), info);
  };
  write("start_s", {"s", "start of each stretch, since cooldown; the last one has no end"},
        [](const release::Piece& piece) { return piece.start; });
  write("first_stress_factor", {"1", "at its start: stress over that of the case, shifts apart"},
        [](const release::Piece& piece) { return 1 + piece.first.gain; });
  write("last_stress_factor", {"1", "at its end"}, [](const release::Piece& piece) { return 1 + piece.last.gain; });
  write("first_eta_shift", {"1", "at its start: what eta is lowered by besides"},
        [](const release::Piece& piece) { return piece.first.shift; });
  write("last_eta_shift", {"1", "at its end"}, [](const release::Piece& piece) { return piece.last.shift; });
}

void write_fit(OutputFile& file, const Rates& rates) {
  if (!rates.fit) return;
  const PowerLawFit& fit = *rates.fit;
  const double values[] = {fit.rate_Hz, fit.exponent, fit.time_origin_s};
  file.dataset("/fit/parameters", values,
               {"1", "of R = rate ((t - origin)/(reference - origin))^exponent: rate in Hz, exponent, origin in s"});
  std::vector<double> covariance;
  for (const auto& row : fit.covariance) covariance.insert(covariance.end(), row.begin(), row.end());
  const std::uint64_t shape[] = {3, 3};
  file.dataset("/fit/covariance", covariance, shape, {"1", "of the parameters, in their units"});
  file.attribute("/fit", "start_s", rates.fitted.start_s);
  file.attribute("/fit", "end_s", rates.fitted.end_s);
  file.attribute("/fit", "reference_time_s", fit.reference_time_s);
  file.attribute("/fit", "chi_square", fit.chi_square);
  file.attribute("/fit", "degrees_of_freedom", static_cast<std::uint64_t>(fit.degrees_of_freedom));
  file.attribute("/fit", "p_value", fit.p_value);
  file.attribute("/fit", "poor_fit", static_cast<std::uint64_t>(is_poor_fit(fit.p_value)));
}

/// Writes the slices, the draws, and every counter.
void write_counts(OutputFile& file, const ReleaseRun& run) {
  const exec::TallyLayout layout(run.model);
  std::vector<double> start, end, mass;
  std::vector<std::uint64_t> at_once, events, kept, rejected;
  for (std::size_t slice = 0; slice < run.slices->size(); ++slice) {
    const SliceInfo& info = run.slices->info(slice);
    start.push_back(info.start_s);
    end.push_back(info.end_s);
    mass.push_back(info.mass);
    at_once.push_back(info.at_once);
  }
  file.dataset("/slices/start_s", start, {"s", "of all slices; those of what leaves at once follow those of time"});
  file.dataset("/slices/end_s", end, {"s", "their ends"});
  file.dataset("/slices/at_once", at_once, {"1", "1: holds what leaves at the very start of a stage"});
  file.dataset("/slices/mass", mass,
               {"1", "releases per pinned line of the flat density: this times kept over drawn events"});
  std::vector<std::int64_t> drawn_in;
  for (const ReleaseDraws& drawn : run.draws) {
    drawn_in.push_back(run.sampling == TimeSampling::plain
                           ? run.history->populations()[static_cast<std::size_t>(drawn.source.population)].piece
                           : drawn.source.slice);
    events.push_back(drawn.events);
  }
  file.dataset(
      "/draws/of", drawn_in,
      {"1", run.sampling == TimeSampling::plain ? "piece of /protocol at whose start the lines drawn were pinned"
                                                : "slice drawn in"});
  file.dataset("/draws/events", events, {"1", "events drawn: event i belongs to draw i modulo their number"});
  std::vector<std::uint64_t> shape = {run.draws.size()};
  if (run.sampling == TimeSampling::plain) shape.push_back(run.slices->size());
  for_each_tally(run, [&](std::span<const std::uint64_t> tally) {
    kept.push_back(releases_of(run.model, tally));
    rejected.push_back(tally[static_cast<std::size_t>(layout.rejected())]);
  });
  file.dataset("/draws/kept", kept, shape,
               {"1", "of those, releases; plain draws: [draw][slice], as all that follows"});
  file.dataset("/draws/rejected", rejected, shape, {"1", "of those, pins beyond the film or grains too small"});
  for (int channel = 0; channel < table::channels; ++channel) {
    std::vector<std::uint64_t> bins, fast, outside, above;
    for_each_tally(run, [&](std::span<const std::uint64_t> tally) {
      const ChannelCounts counts = channel_counts(run.model, tally, channel);
      bins.insert(bins.end(), counts.bins.begin(), counts.bins.end());
      fast.insert(fast.end(), counts.supersonic.begin(), counts.supersonic.end());
      outside.insert(outside.end(), {counts.zero, counts.underflow, counts.overflow});
      above.insert(above.end(), counts.thresholds.begin(), counts.thresholds.end());
    });
    const auto write = [&](const std::string& name, const std::vector<std::uint64_t>& values, const std::string& text) {
      std::vector<std::uint64_t> full = shape;
      full.push_back(values.size() / kept.size());
      file.dataset(std::string("/draws") + channel_group[channel] + name, values, full, {"1", text});
    };
    write("/counts", bins, "events per bin");
    write("/supersonic_counts", fast, "of those, lines that somewhere pass the film's transverse sound speed");
    write("/outside", outside, "events of exactly zero energy, below the first edge, above the last");
    write("/above", above, "events at or above each energy of /above/energy_eV");
  }
}

}  // namespace

std::string counts_sha256(const ReleaseRun& run) {
  Digest digest;
  const exec::TallyLayout layout(run.model);
  for_each_tally(run, [&](std::span<const std::uint64_t> tally) {
    digest.add(tally.first(static_cast<std::size_t>(layout.threshold(0, 0))));
    digest.add(tally.subspan(static_cast<std::size_t>(layout.rejected()), 1));
  });
  return digest.hex();
}

void write_rates_file(const std::string& path, const Case& c, const ReleaseValues& values, const Rates& rates,
                      const std::optional<SeenRates>& seen, const TableUse& table, const RunRecord& record) {
  const ReleaseRun& run = values.run();
  OutputFile file(path, "slipburst-rates");
  write_provenance(file, c, run.backend);
  file.attribute("/", "sampling", std::string(run.sampling == TimeSampling::plain ? "plain" : "sliced"));
  file.attribute("/", "table_sha256", table.sha256);
  file.attribute("/", "table_max_relative_error", table.max_relative_error);
  write_record(file, record);
  file.attribute("/", "releases", run.releases());
  file.attribute("/", "counts_sha256", record.report.at("counts_sha256").get<std::string>());
  file.attribute("/", "aluminium_area_cm2", *c.detector.aluminium_area_cm2);
  file.attribute("/", "pinned_lines", values.lines());
  file.attribute("/", "plain_mass", run.slices->plain_mass());
  file.dataset("/edges_eV", run.edges_eV, {"eV", "edges of the bins of energy, both channels"});
  file.dataset("/above/energy_eV", run.thresholds_eV, {"eV", "energies of --above"});
  write_slices(file, values, rates);
  write_map(file, values);
  write_moments(file, rates);
  write_windows(file, rates);
  write_stages(file, rates);
  write_protocol(file, *run.history);
  write_fit(file, rates);
  if (seen) write_seen_rates(file, detector_response(c.response), *seen, run);
  write_counts(file, run);
  write_counters(file, run.coverage, joined_counters(run.draws));
  file.commit();
}

}  // namespace slipburst::host
