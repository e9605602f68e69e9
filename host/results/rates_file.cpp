#include "host/results/rates_file.hpp"

#include <array>
#include <cstddef>
#include <utility>

#include "host/config/history.hpp"
#include "host/config/response_reader.hpp"
#include "host/numerics/significance.hpp"
#include "host/results/provenance.hpp"
#include "host/results/response_file.hpp"
#include "host/results/rows.hpp"
#include "host/results/seen_rates_file.hpp"
#include "host/store/digest.hpp"
#include "host/store/output_file.hpp"

namespace slipburst::host {
namespace {

constexpr const char* channel_names[table::channels] = {"crystal", "film"};

FieldValue number_or_none(const std::optional<double>& value) {
  if (!value) return {};
  return *value;
}

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

/// Numbers of one channel from a list [channel x threshold].
template <class T, class Get>
std::vector<double> of_channel(const std::vector<T>& list, int channel, Get get) {
  const std::size_t size = list.size() / table::channels, first = static_cast<std::size_t>(channel) * size;
  std::vector<double> values;
  for (std::size_t i = first; i < first + size; ++i) values.push_back(get(list[i]));
  return values;
}

/// Field of the energies of --above, of one channel of a row. \param list  member of the row, [channel x threshold]
template <class Row, class T, class Get>
Field<ChannelOf<Row>> above_field(std::string name, std::string unit, std::string text, std::vector<T> Row::*list,
                                  Get get) {
  return {{std::move(name), std::move(unit), "[T]", std::move(text)},
          [=](const ChannelOf<Row>& of) { return of_channel(of.row.*list, of.channel, get); }};
}

double estimate_value(const Estimate& estimate) { return estimate.value; }
double estimate_sigma(const Estimate& estimate) { return estimate.sigma; }
double itself(double value) { return value; }

Fields<SliceRate> slice_rate_fields() {
  return {
      {{"rate_Hz", "Hz", "", "releases per second as drawn, mean over the slice"},
       [](const SliceRate& slice) { return slice.rate_Hz.value; }},
      {{"rate_sigma_Hz", "Hz", "", "one standard deviation of `time/rate_Hz`; where no release was drawn, that of one"},
       [](const SliceRate& slice) { return slice.rate_Hz.sigma; }},
      {{"expected_rate_Hz", "Hz", "", "releases per second by quadrature, mean over the slice"},
       [](const SliceRate& slice) { return slice.expected_Hz; }},
      {{"undisturbed_rate_Hz", "Hz", "",
        "releases per second of the film without its history, by quadrature, mean over the slice"},
       [](const SliceRate& slice) { return slice.undisturbed_Hz; }},
      {{"stress_factor", "1", "",
        "stress under which lines leave over that of the case, mean at the (geometric) middle of the slice"},
       [](const SliceRate& slice) { return slice.stress_factor; }},
  };
}

Fields<ChannelOf<SliceRate>> slice_above_fields() {
  return {
      above_field("above_Hz", "Hz", "rate as drawn of releases with at least each energy of `above/energy_eV`",
                  &SliceRate::above_Hz, estimate_value),
      above_field("above_sigma_Hz", "Hz", "one standard deviation of `above_Hz` of the slices", &SliceRate::above_Hz,
                  estimate_sigma),
      above_field("expected_above_Hz", "Hz",
                  "rate of releases with at least each energy by quadrature, for the mean stress in the slice",
                  &SliceRate::expected_above_Hz, itself),
  };
}

/// dR/dE of a channel, [slice][bin].
ArrayValue energy_map(const ReleaseValues& values, int channel) {
  const ReleaseRun& run = values.run();
  const exec::TallyLayout layout(run.model);
  const std::vector<std::size_t> slices = values.timed(0, run.slices->edges_s().back());
  const std::size_t bins = run.edges_eV.size() - 1;
  ArrayValue map{{}, {slices.size(), bins}};
  for (const std::size_t slice : slices) {
    const SliceInfo& info = run.slices->info(slice);
    for (std::size_t bin = 0; bin < bins; ++bin) {
      const auto slot = static_cast<std::int32_t>(bin) + tally::LogBins::first;
      const double counts = values.mean(std::span(&slice, 1), [&](std::span<const std::uint64_t> counters) {
        return counters[static_cast<std::size_t>(layout.slot(channel, false, slot))] +
               counters[static_cast<std::size_t>(layout.slot(channel, true, slot))];
      });
      map.values.push_back(counts / (info.end_s - info.start_s) / (run.edges_eV[bin + 1] - run.edges_eV[bin]));
    }
  }
  return map;
}

Fields<WindowCounts> make_window_fields() {
  const auto exponential = [](double ExponentialFit::*member) {
    return [member](const WindowCounts& w) -> FieldValue {
      if (!w.exponential) return {};
      return (*w.exponential).*member;
    };
  };
  return {
      {{"start_s", "s", "", "start of the window, since cooldown"},
       [](const WindowCounts& w) { return w.window.start_s; }},
      {{"end_s", "s", "", "end of the window, since cooldown"}, [](const WindowCounts& w) { return w.window.end_s; }},
      {{"expected_counts", "1", "",
        "lines that leave within the window, by quadrature, including those that leave "
        "[at once](methods.md#release-times)"},
       [](const WindowCounts& w) { return w.expected; }},
      {{"sampled_counts", "1", "", "lines that leave within the window, as drawn, including those that leave at once"},
       [](const WindowCounts& w) { return w.sampled.value; }},
      {{"sigma", "1", "", "one standard deviation of `sampled_counts`"},
       [](const WindowCounts& w) { return w.sampled.sigma; }},
      {{"exponential_s", "s", "",
        "constant τ of the exponential e^(−t/τ) that a measurement of the case's area sees in four equal parts of the "
        "window; none where a part has no counts, negative where rates grow. 1/t looks like τ = t: 1.45 weeks from one "
        "to two"},
       exponential(&ExponentialFit::tau_s)},
      {{"exponential_sigma_s", "s", "", "error of `exponential_s`: the Poisson error and that of drawing"},
       exponential(&ExponentialFit::tau_sigma_s)},
      {{"exponential_p_value", "1", "",
        "p-value of the exponential. With many counts none fits 1/t: τ then is an effective constant, and its error "
        "means little"},
       exponential(&ExponentialFit::p_value)},
  };
}

Fields<MomentRate> make_moment_fields() {
  return {
      {{"time_s", "s", "", "the moment, since cooldown; where stages meet, the later stage holds"},
       [](const MomentRate& m) { return m.time_s; }},
      {{"exact_Hz", "Hz", "",
        "rate of all releases, by quadrature. Where stages meet it is the mean over the short time after the moment in "
        "which `rate_Hz` is drawn, without lines that leave [at once](methods.md#release-times)"},
       [](const MomentRate& m) { return m.exact_Hz; }},
      {{"rate_Hz", "Hz", "",
        "rate as drawn, a mean over a short time around the moment. To either side it is at most a thousandth "
        "(`plain`: a twentieth) of the time since cooldown, of the time since the last boundary of stages and, in a "
        "ramp, of the time in which rates change by a factor e. Where stages meet it is 2e-6 of the time, after the "
        "moment"},
       [](const MomentRate& m) { return m.rate_Hz.value; }},
      {{"rate_sigma_Hz", "Hz", "", "one standard deviation of the drawn rate at the moment"},
       [](const MomentRate& m) { return m.rate_Hz.sigma; }},
      {{"undisturbed_Hz", "Hz", "", "rate of all releases of the film without its history, by quadrature"},
       [](const MomentRate& m) { return m.undisturbed_Hz; }},
      {{"stress_factor", "1", "",
        "stress under which lines leave at the moment, over that of the case: mean over these lines"},
       [](const MomentRate& m) { return m.stress_factor; }},
  };
}

Fields<StageOutcome> make_stage_fields() {
  return {
      {{"kind", "", "", "`hold`, `ramp`, `pulse` or `warm-up`"},
       [](const StageOutcome& s) { return stage_kinds()[static_cast<std::size_t>(s.stage.kind)]; }},
      {{"start_s", "s", "", "start of the stage, since cooldown"},
       [](const StageOutcome& s) { return s.stage.start_s; }},
      {{"end_s", "s", "", "end of the stage, since cooldown"}, [](const StageOutcome& s) { return s.stage.end_s; }},
      {{"temperature_K", "K", "", "temperature that the stage names; none: as before"},
       [](const StageOutcome& s) { return number_or_none(s.stage.temperature_K); }},
      {{"refill", "1", "", "share of the pins that is pinned anew at the end of the stage"},
       [](const StageOutcome& s) { return s.stage.refill; }},
      {{"expected_counts", "1", "", "releases in the course of the stage, by quadrature"},
       [](const StageOutcome& s) { return s.expected; }},
      {{"sampled_counts", "1", "", "releases in the course of the stage, as drawn"},
       [](const StageOutcome& s) { return s.sampled.value; }},
      {{"sigma", "1", "", "one standard deviation of `sampled_counts` of the stage"},
       [](const StageOutcome& s) { return s.sampled.sigma; }},
      {{"expected_at_once", "1", "",
        "releases at the start of the stage, of lines that no barrier holds any more, by quadrature; not in "
        "`expected_counts`"},
       [](const StageOutcome& s) { return s.expected_at_once; }},
      {{"sampled_at_once", "1", "", "releases at the start of the stage as drawn; not in `sampled_counts`"},
       [](const StageOutcome& s) { return s.sampled_at_once.value; }},
      {{"at_once_sigma", "1", "", "one standard deviation of `sampled_at_once`"},
       [](const StageOutcome& s) { return s.sampled_at_once.sigma; }},
      {{"removed_counts", "1", "",
        "of a pulse: releases during it, at once and later, minus the releases in the same span without it; none for "
        "other stages"},
       [](const StageOutcome& s) { return number_or_none(s.removed); }},
      {{"half_recovered_s", "s", "",
        "of a pulse: time after its end at which the rate is half of that without the pulse; none if the rate is never "
        "below half, or does not recover within 1e13 s"},
       [](const StageOutcome& s) { return number_or_none(s.half_recovered_s); }},
  };
}

/// The history of the film as intervals of time with a linear change of stress.
Fields<release::Piece> protocol_fields() {
  return {
      {{"start_s", "s", "",
        "start of each stretch of time, since cooldown, within which the stress goes linearly; a stretch ends where "
        "the next one begins, the last never"},
       [](const release::Piece& piece) { return piece.start; }},
      {{"first_stress_factor", "1", "", "stress over that of the case at the start of the stretch, without the shift"},
       [](const release::Piece& piece) { return 1 + piece.first.gain; }},
      {{"last_stress_factor", "1", "", "stress over that of the case at the end of the stretch, without the shift"},
       [](const release::Piece& piece) { return 1 + piece.last.gain; }},
      {{"first_eta_shift", "1", "", "δ, by which η is lowered besides, at the start of the stretch"},
       [](const release::Piece& piece) { return piece.first.shift; }},
      {{"last_eta_shift", "1", "", "δ, by which η is lowered besides, at the end of the stretch"},
       [](const release::Piece& piece) { return piece.last.shift; }},
  };
}

Fields<SliceInfo> slice_fields() {
  return {
      {{"start_s", "s", "",
        "start of each slice: the S slices of time, then those of lines that leave at once, which have no length"},
       [](const SliceInfo& slice) { return slice.start_s; }},
      {{"end_s", "s", "", "end of each slice"}, [](const SliceInfo& slice) { return slice.end_s; }},
      {{"at_once", "1", "", "1 for slices of lines that leave at the very start of a stage, else 0"},
       [](const SliceInfo& slice) { return slice.at_once; }},
      {{"mass", "1", "",
        "releases per pinned line of the flat density: counts = `pinned_lines` × mass × kept / events, see [release "
        "times](methods.md#release-times)"},
       [](const SliceInfo& slice) { return slice.mass; }},
  };
}

Fields<FittedDecay> make_power_law_fields() {
  const auto number = [](double PowerLawFit::*member) {
    return [member](const FittedDecay& fit) { return fit.law.*member; };
  };
  return {
      {{"parameters", "of each parameter", "[3]", "`rate_Hz`, `exponent`, `time_origin_s`, in their units"},
       [](const FittedDecay& fit) {
         return std::vector<double>{fit.law.rate_Hz, fit.law.exponent, fit.law.time_origin_s};
       }},
      {{"covariance", "products of the parameters' units", "[3, 3]",
        "covariance of the parameters, in products of their units"},
       [](const FittedDecay& fit) {
         ArrayValue covariance{{}, {3, 3}};
         for (const auto& row : fit.law.covariance) {
           covariance.values.insert(covariance.values.end(), row.begin(), row.end());
         }
         return covariance;
       }},
      {{"start_s", "s", "", "start of the span of the fit, which takes the slices within it with an error below 20 %"},
       [](const FittedDecay& fit) { return fit.span.start_s; }},
      {{"end_s", "s", "", "end of the span of the fit"}, [](const FittedDecay& fit) { return fit.span.end_s; }},
      {{"exponent", "1", "", "a of the law R = rate_Hz ((t − t0)/(t_ref − t0))^a"}, number(&PowerLawFit::exponent)},
      {{"exponent_sigma", "1", "", "one standard deviation of the exponent"}, number(&PowerLawFit::exponent_sigma)},
      {{"time_origin_s", "s", "", "t0 of the law, before the first slice"}, number(&PowerLawFit::time_origin_s)},
      {{"time_origin_sigma_s", "s", "", "one standard deviation of the time origin"},
       number(&PowerLawFit::time_origin_sigma_s)},
      {{"reference_time_s", "s", "", "t_ref of the law"}, number(&PowerLawFit::reference_time_s)},
      {{"rate_Hz", "Hz", "", "rate at the reference time"}, number(&PowerLawFit::rate_Hz)},
      {{"rate_sigma_Hz", "Hz", "", "one standard deviation of the rate at the reference time"},
       number(&PowerLawFit::rate_sigma_Hz)},
      {{"chi_square", "1", "",
        "chi-square of the least-squares fit to counts of slices, each against the integral of the law"},
       number(&PowerLawFit::chi_square)},
      {{"degrees_of_freedom", "1", "", "slices fitted less parameters"},
       [](const FittedDecay& fit) { return std::uint64_t{fit.law.degrees_of_freedom}; }},
      {{"p_value", "1", "", "probability of a chi-square at least as large as that of the fit"},
       number(&PowerLawFit::p_value)},
      {{"poor_fit", "", "",
        "whether the `p_value` of the fit is below 1e-3, as after several stages, where no power law may hold. Values "
        "then mean "
        "little and errors nothing. A warning says so, errors are not scaled, and `plot rates` marks the fit"},
       [](const FittedDecay& fit) { return is_poor_fit(fit.law.p_value); }},
  };
}

Fields<RatesOutcome> single_rates_fields() {
  return {
      {{"sampling", "", "", "`sliced` or `plain`, as asked for"},
       [](const RatesOutcome& o) {
         return std::string(o.values.run().sampling == TimeSampling::plain ? "plain" : "sliced");
       }},
      {{"releases", "1", "", "draws that were kept: lines that left in any slice, emitting or not"},
       [](const RatesOutcome& o) { return o.values.run().releases(); }},
      {{"counts_sha256", "", "",
        "[digest](formats.md#slipburst-rates) of the counts; it depends also on windows and moments, whose ends cut "
        "slices"},
       [](const RatesOutcome& o) { return o.counts_sha256; }},
      {{"table_sha256", "", "", "digest of the [table](formats.md#table_sha256)"},
       [](const RatesOutcome& o) { return o.table.sha256; }},
      {{"table_max_relative_error", "1", "", "error that the table recorded"},
       [](const RatesOutcome& o) { return o.table.max_relative_error; }},
      {{"aluminium_area_cm2", "cm^2", "", "area of the case, for which rates and counts are given"},
       [](const RatesOutcome& o) { return number_or_none(o.c.detector.aluminium_area_cm2); }},
      {{"pinned_lines", "1", "",
        "N = area / spacing²: pinned lines for a flat and an [exponential](case.md#release-from-the-pins) density over "
        "η; with a density file the number is N ∫ p dη"},
       [](const RatesOutcome& o) { return o.values.lines(); }},
      {{"plain_mass", "1", "", "`slices/mass` of a plain draw, without the weights of populations"},
       [](const RatesOutcome& o) { return o.values.run().slices->plain_mass(); },
       FieldPlace::file},
      {{"silent_because", "", "",
        "none, or the reason why [no line of the case emits](methods.md#cases-without-emission), and the remedy"},
       [](const RatesOutcome& o) -> FieldValue {
         if (o.silent_because.empty()) return {};
         return o.silent_because;
       },
       FieldPlace::report},
  };
}

template <class Row>
std::vector<ChannelOf<Row>> rows_of_channel(const std::vector<Row>& rows, int channel) {
  std::vector<ChannelOf<Row>> list;
  for (const Row& row : rows) list.push_back({row, channel});
  return list;
}

void add_times(Fields<RatesOutcome>& fields) {
  fields.push_back({{"time/edges_s", "s", "[S + 1]",
                     "edges of the slices of time, since cooldown; the first is 0. They are not evenly spaced"},
                    [](const RatesOutcome& o) {
                      std::vector<double> edges;
                      for (const SliceRate& slice : o.rates.slices) edges.push_back(slice.start_s);
                      edges.push_back(o.rates.slices.back().end_s);
                      return edges;
                    }});
  add_columns(fields, "time", "S", slice_rate_fields(),
              [](const RatesOutcome& o) { return std::span(o.rates.slices); });
  add_columns(fields, "moments", "M", moment_fields(),
              [](const RatesOutcome& o) { return std::span(o.rates.moments); });
  add_columns(fields, "windows", "W", window_fields(),
              [](const RatesOutcome& o) { return std::span(o.rates.windows); });
  add_columns(fields, "stages", "K", stage_fields(), [](const RatesOutcome& o) { return std::span(o.rates.stages); });
  add_columns(fields, "protocol", "P", protocol_fields(),
              [](const RatesOutcome& o) { return std::span(o.values.run().history->pieces()); });
  add_columns(fields, "slices", "A", slice_fields(), [](const RatesOutcome& o) {
    std::vector<SliceInfo> infos;
    for (std::size_t i = 0; i < o.values.run().slices->size(); ++i) infos.push_back(o.values.run().slices->info(i));
    return infos;
  });
  for (int channel = 0; channel < table::channels; ++channel) {
    const std::string name = channel_names[channel];
    add_columns(fields, "time/" + name, "S", slice_above_fields(),
                [=](const RatesOutcome& o) { return rows_of_channel(o.rates.slices, channel); });
    fields.push_back(
        {{"time/" + name + "/rate_Hz_per_eV", "Hz/eV", "[S, B]", "dR/dE as drawn, mean over slice and bin"},
         [=](const RatesOutcome& o) { return energy_map(o.values, channel); }});
    add_columns(fields, "moments/" + name, "M", moment_above_fields(),
                [=](const RatesOutcome& o) { return rows_of_channel(o.rates.moments, channel); });
    add_columns(fields, "windows/" + name, "W", window_above_fields(),
                [=](const RatesOutcome& o) { return rows_of_channel(o.rates.windows, channel); });
  }
}

/// Array with one part for each tally. \param get  part of a tally: std::vector, or a number
template <class Get>
CountArray tally_array(const ReleaseRun& run, Get get) {
  CountArray array{{}, {run.draws.size()}};
  std::size_t tallies = 0;
  for_each_tally(run, [&](std::span<const std::uint64_t> tally) {
    const std::vector<std::uint64_t> part = get(tally);
    array.values.insert(array.values.end(), part.begin(), part.end());
    ++tallies;
  });
  if (run.sampling == TimeSampling::plain) array.shape.push_back(run.slices->size());
  return array;
}

/// Adds the draws and every counter.
void add_draws(Fields<RatesOutcome>& fields) {
  fields.push_back({{"draws/of", "1", "[D]",
                     "slice of the draw; `plain`: stretch of the protocol at whose start the drawn lines were pinned"},
                    [](const RatesOutcome& o) {
                      const ReleaseRun& run = o.values.run();
                      std::vector<std::int64_t> drawn_in;
                      for (const ReleaseDraws& drawn : run.draws) {
                        const auto population = static_cast<std::size_t>(drawn.source.population);
                        drawn_in.push_back(run.sampling == TimeSampling::plain
                                               ? run.history->populations()[population].piece
                                               : drawn.source.slice);
                      }
                      return drawn_in;
                    }});
  fields.push_back({{"draws/events", "1", "[D]", "events drawn: event i belongs to draw i modulo their number"},
                    [](const RatesOutcome& o) {
                      std::vector<std::uint64_t> events;
                      for (const ReleaseDraws& drawn : o.values.run().draws) events.push_back(drawn.events);
                      return events;
                    }});
  fields.push_back({{"draws/kept", "1", "[D]", "releases among the events drawn"}, [](const RatesOutcome& o) {
                      const ReleaseRun& run = o.values.run();
                      return tally_array(run, [&](std::span<const std::uint64_t> tally) {
                        return std::vector{releases_of(run.model, tally)};
                      });
                    }});
  fields.push_back({{"draws/rejected", "1", "[D]", "releases with a pin beyond the film or in a grain too small"},
                    [](const RatesOutcome& o) {
                      const ReleaseRun& run = o.values.run();
                      const auto slot = static_cast<std::size_t>(exec::TallyLayout(run.model).rejected());
                      return tally_array(
                          run, [&](std::span<const std::uint64_t> tally) { return std::vector{tally[slot]}; });
                    }});
  const auto add_counts = [&](const std::string& name, const std::string& length, const std::string& text, auto get) {
    for (int channel = 0; channel < table::channels; ++channel) {
      fields.push_back({{std::string("draws/") + channel_names[channel] + "/" + name, "1", "[D, " + length + "]", text},
                        [=](const RatesOutcome& o) {
                          const ReleaseRun& run = o.values.run();
                          std::uint64_t size = 0;
                          CountArray array = tally_array(run, [&](std::span<const std::uint64_t> tally) {
                            const std::vector<std::uint64_t> part = get(channel_counts(run.model, tally, channel));
                            size = part.size();
                            return part;
                          });
                          array.shape.push_back(size);
                          return array;
                        }});
    }
  };
  add_counts("counts", "B", "releases per bin", [](const ChannelCounts& counts) { return counts.bins; });
  add_counts("supersonic_counts", "B",
             "releases per bin of lines that somewhere pass the film's transverse sound speed",
             [](const ChannelCounts& counts) { return counts.supersonic; });
  add_counts("outside", "3", "releases of exactly zero energy, below the first edge, above the last",
             [](const ChannelCounts& counts) {
               return std::vector<std::uint64_t>{counts.zero, counts.underflow, counts.overflow};
             });
  add_counts("above", "T", "releases with at least each energy of `above/energy_eV`",
             [](const ChannelCounts& counts) { return counts.thresholds; });
}

Fields<RatesOutcome> make_rates_fields() {
  Fields<RatesOutcome> fields = single_rates_fields();
  fields.push_back({{"edges_eV", "eV", "[B + 1]", "edges of the bins of energy, both channels"},
                    [](const RatesOutcome& o) { return o.values.run().edges_eV; }});
  fields.push_back({{"above/energy_eV", "eV", "[T]", "energies of --above"},
                    [](const RatesOutcome& o) { return o.values.run().thresholds_eV; }});
  add_times(fields);
  add_seen_rates(fields);
  add_draws(fields);
  return fields;
}

}  // namespace

const Fields<WindowCounts>& window_fields() {
  static const Fields<WindowCounts> fields = make_window_fields();
  return fields;
}

const Fields<MomentRate>& moment_fields() {
  static const Fields<MomentRate> fields = make_moment_fields();
  return fields;
}

const Fields<StageOutcome>& stage_fields() {
  static const Fields<StageOutcome> fields = make_stage_fields();
  return fields;
}

const Fields<ChannelOf<WindowCounts>>& window_above_fields() {
  static const Fields<ChannelOf<WindowCounts>> fields = {
      above_field("above_counts", "1", "releases within the window with at least each energy, as drawn",
                  &WindowCounts::above, estimate_value),
      above_field("above_sigma", "1", "one standard deviation of `above_counts`", &WindowCounts::above,
                  estimate_sigma)};
  return fields;
}

const Fields<ChannelOf<MomentRate>>& moment_above_fields() {
  static const Fields<ChannelOf<MomentRate>> fields = {
      above_field("exact_above_Hz", "Hz",
                  "rate of releases with at least each energy at the moment, by quadrature over pins and orientations, "
                  "for the mean stresses of the lines pinned together",
                  &MomentRate::exact_above_Hz, itself),
      above_field("above_Hz", "Hz", "rate of releases with at least each energy, as drawn around the moment",
                  &MomentRate::rate_above_Hz, estimate_value),
      above_field("above_sigma_Hz", "Hz", "one standard deviation of `above_Hz` of the moments",
                  &MomentRate::rate_above_Hz, estimate_sigma)};
  return fields;
}

const Fields<FittedDecay>& power_law_fields() {
  static const Fields<FittedDecay> fields = make_power_law_fields();
  return fields;
}

const Fields<RatesOutcome>& rates_fields() {
  static const Fields<RatesOutcome> fields = make_rates_fields();
  return fields;
}

std::string counts_sha256(const ReleaseRun& run) {
  Digest digest;
  const exec::TallyLayout layout(run.model);
  for_each_tally(run, [&](std::span<const std::uint64_t> tally) {
    digest.add(tally.first(static_cast<std::size_t>(layout.threshold(0, 0))));
    digest.add(tally.subspan(static_cast<std::size_t>(layout.rejected()), 1));
  });
  return digest.hex();
}

void write_rates_file(const std::string& path, const RatesOutcome& outcome, const RunRecord& record) {
  const ReleaseRun& run = outcome.values.run();
  OutputFile file(path, "slipburst-rates");
  write_provenance(file, outcome.c, run.backend);
  write_record(file, record);
  write_fields(file, "/", rates_fields(), outcome);
  if (outcome.rates.fit) write_fields(file, "/fit", power_law_fields(), {*outcome.rates.fit, outcome.rates.fitted});
  if (outcome.seen) write_fields(file, "/response", detector_fields(), detector_response(outcome.c.response));
  write_counters(file, run.coverage, joined_counters(run.draws));
  file.commit();
}

}  // namespace slipburst::host
