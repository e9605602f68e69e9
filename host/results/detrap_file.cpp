#include "host/results/detrap_file.hpp"

#include <algorithm>
#include <limits>
#include <span>
#include <utility>

#include "host/numerics/significance.hpp"
#include "host/results/provenance.hpp"
#include "host/results/rows.hpp"
#include "host/store/column.hpp"
#include "host/store/digest.hpp"
#include "slipburst/tally/motion.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

using tally::MotionLayout;

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

std::string counters_sha256(const std::vector<std::uint64_t>& counts) {
  Digest digest;
  digest.add(std::span(counts));
  return digest.hex();
}

std::uint64_t watched_windows(const WatchedResult& r) {
  std::uint64_t watched = 0;
  for (const ConditionMotion& condition : r.motion) watched += condition.clusters * r.windows();
  return watched;
}

std::vector<double> window_edges_s(const WatchedResult& r) {
  const detrapping::Experiment& experiment = r.run.clusters.experiment();
  std::vector<double> edges_s;
  for (int w = 0; w <= experiment.windows; ++w) edges_s.push_back(experiment.start_s + w * experiment.window_s);
  return edges_s;
}

std::vector<double> distance_edges_nm(const WatchedResult& r) {
  std::vector<double> edges_nm;
  for (int i = 0; i < MotionLayout::distance_slots; ++i) {
    edges_nm.push_back(i * r.run.config.traps.mean_free_path / MotionLayout::slots_per_path);
  }
  return edges_nm;
}

/// Frequencies by the supply of vacancies, [condition][depth].
ArrayValue supplied_Hz(const WatchedResult& r) {
  const std::uint64_t conditions = r.motion.size(), depths = r.run.clusters.depths().size();
  const std::span values(r.run.clusters.experiment().indirect_Hz, conditions * depths);
  return {{values.begin(), values.end()}, {conditions, depths}};
}

/// Counters of all conditions, [condition][slot].
CountArray slots(const WatchedResult& r, std::vector<std::uint64_t> ConditionMotion::*member, std::uint64_t number) {
  CountArray array{{}, {r.motion.size(), number}};
  for (const ConditionMotion& condition : r.motion) {
    const std::vector<std::uint64_t>& own = condition.*member;
    array.values.insert(array.values.end(), own.begin(), own.end());
  }
  return array;
}

FieldValue area_moves(const WatchedResult& r) {
  if (r.area_moves.empty()) return {};
  const std::uint64_t conditions = r.motion.size(), each = conditions * r.windows();
  return CountArray{r.area_moves, {r.area_moves.size() / each, conditions, r.windows()}};
}

Fields<WatchedResult> make_watched_fields() {
  using Result = const WatchedResult&;
  return {
      {{"areas", "1", "", "areas of interest in each condition"}, [](Result r) { return r.areas; }},
      {{"clusters_per_area", "1", "", "clusters in an area of interest"},
       [](Result r) { return std::int64_t{r.run.config.watch.clusters}; }},
      {{"cluster_windows", "1", "", "watched clusters × windows"}, watched_windows},
      {{"window_s", "s", "", "length of a window"}, [](Result r) { return r.run.config.watch.window_s; }},
      {{"start_s", "s", "", "beginning of the first window, since the beam was switched on"},
       [](Result r) { return r.run.config.watch.start_s; }},
      {{"mean_free_path_nm", "nm", "", "mean distance of a move, `traps.mean_free_path`"},
       [](Result r) { return r.run.config.traps.mean_free_path; }},
      {{"counts_sha256", "", "", "digest of all counters"}, [](Result r) { return counters_sha256(r.run.counts); }},
      {{"traps/barrier_meV", "meV", "[k]", "depths of the traps"},
       [](Result r) { return column(r.run.clusters.depths(), [](const TrapDepth& d) { return d.barrier; }); }},
      {{"traps/share", "1", "[k]", "share of the clusters in traps of each depth at first"},
       [](Result r) { return column(r.run.clusters.depths(), [](const TrapDepth& d) { return d.share; }); }},
      {{"traps/supplied_Hz", "Hz", "[c, k]",
        "a c_V(0) Γ_k: frequency by the supply of vacancies at first, [condition][depth]"},
       supplied_Hz},
      {{"motion/edges_s", "s", "[w + 1]", "edges of the windows, since the beam was switched on"}, window_edges_s},
      {{"clusters/by_moves", "1", "[c, 33]", "clusters by their moves in all windows, the last for 32 and more"},
       [](Result r) { return slots(r, &ConditionMotion::by_moves, MotionLayout::move_slots); }},
      {{"distances/edges_nm", "nm", "[65]", "lower edges of the bins of distance; the last bin has no upper edge"},
       distance_edges_nm},
      {{"distances/moves", "1", "[c, 65]",
        "moves by distance, a model: exponential with `traps.mean_free_path`, [condition][bin]"},
       [](Result r) { return slots(r, &ConditionMotion::distances, MotionLayout::distance_slots); }},
      {{"areas/moves", "1", "[a, c, w]",
        "moves n_m in the first single areas of the run, [area][condition][window]: at most ten, fewer where these "
        "would be more than 2e6 clusters"},
       area_moves},
  };
}

const WatchedCondition& at(const WatchedRow& row) { return row.clusters.conditions()[row.condition]; }

const detrapping::Condition& rates(const WatchedRow& row) {
  return row.clusters.experiment().conditions[row.condition];
}

Fields<WatchedRow> make_condition_fields() {
  using Row = const WatchedRow&;
  return {
      {{"temperature_K", "K", "", "temperature of the sample"}, [](Row r) { return at(r).temperature_K; }},
      {{"effective_temperature_K", "K", "", "T_c: temperature of a classical lattice that shakes as much"},
       [](Row r) { return at(r).effective_temperature_K; }},
      {{"energy_keV", "keV", "", "energy of the electrons"}, [](Row r) { return at(r).beam.energy_keV; }},
      {{"flux_per_m2_s", "m^-2 s^-1", "", "flux of the electrons"},
       [](Row r) { return at(r).beam.flux / units::per_square_metre_and_second; }},
      {{"vacancy_rate_Hz", "Hz", "", "zΦσ_mig: jumps of a vacancy"}, [](Row r) { return at(r).jump_rate_Hz; }},
      {{"decay_Hz", "Hz", "", "α: the supply of vacancies falls as exp(−αt)"}, [](Row r) { return rates(r).decay; }},
      {{"thermal_Hz", "Hz", "", "Γ_th: motion frequency by the supply of vacancies at first"},
       [](Row r) { return r.clusters.thermal_Hz(r.condition); }},
      {{"direct_Hz", "Hz", "", "Γ_d: motion frequency by direct hits"}, [](Row r) { return rates(r).direct; }},
      {{"direct_over_thermal", "1", "", "Γ_d/Γ_th; none where Γ_th is 0"},
       [](Row r) {
         const double thermal_Hz = r.clusters.thermal_Hz(r.condition);
         return thermal_Hz > 0 ? rates(r).direct / thermal_Hz : no_number;
       }},
      {{"areas", "1", "", "areas of interest watched under the condition"}, [](Row r) { return r.motion.areas; }},
      {{"clusters", "1", "", "n: clusters watched under the condition"}, [](Row r) { return r.motion.clusters; }},
  };
}

/// Counts or frequencies of a condition, one for each window.
template <class Get>
Field<WatchedRow> window_field(std::string name, std::string unit, std::string text, Get get,
                               FieldPlace place = FieldPlace::everywhere) {
  using Value = decltype(get(std::declval<const WindowMotion&>()));
  return {{std::move(name), std::move(unit), "[w]", std::move(text)},
          [get](const WatchedRow& row) { return column<Value>(row.motion.windows, get); },
          place};
}

Fields<WatchedRow> make_motion_fields() {
  using Window = const WindowMotion&;
  constexpr auto file = FieldPlace::file, report = FieldPlace::report;
  return {
      window_field(
          "moves", "1", "n_m: moves of all kinds", [](Window w) { return w.moves(); }, report),
      window_field(
          "supplied_moves", "1", "moves by the supply of vacancies", [](Window w) { return w.supplied; }, file),
      window_field(
          "direct_moves", "1", "moves by direct hits", [](Window w) { return w.direct; }, file),
      window_field(
          "moved_clusters", "1", "clusters that moved", [](Window w) { return w.moved; }, file),
      window_field(
          "area_squares", "1", "sum over areas of the square of an area's moves", [](Window w) { return w.squares; },
          file),
      window_field("frequency_Hz", "Hz", "ν_MF = n_m/(n window)", [](Window w) { return w.frequency_Hz; }),
      window_field("error_Hz", "Hz", "ν_MF sqrt(1/n + 1/n_m); 0 without moves", [](Window w) { return w.error_Hz; }),
      window_field(
          "scatter_Hz", "Hz", "standard deviation of ν_MF among areas; none for one area",
          [](Window w) { return w.scatter_Hz; }, file),
      window_field("expected_Hz", "Hz",
                   "[expectation](../../include/slipburst/README.md#watched-clusters) of ν_MF for the case",
                   [](Window w) { return w.expected_Hz; }),
  };
}

/// Number of a fitted decay, which not every condition has.
Field<WatchedRow> decay_field(std::string name, std::string unit, std::string text, double SupplyDecayFit::*member) {
  return {{std::move(name), std::move(unit), "", std::move(text)},
          [member](const WatchedRow& row) { return row.motion.decay ? (*row.motion.decay).*member : no_number; }};
}

Fields<WatchedRow> make_decay_fields() {
  return {
      decay_field("initial_Hz", "Hz", "fitted part of the frequency that decays, at first",
                  &SupplyDecayFit::initial_Hz),
      decay_field("initial_sigma_Hz", "Hz", "standard deviation of `initial_Hz`", &SupplyDecayFit::initial_sigma_Hz),
      decay_field("decay_Hz", "Hz", "fitted rate of the decay, α", &SupplyDecayFit::decay_Hz),
      decay_field("decay_sigma_Hz", "Hz", "standard deviation of the fitted rate of the decay",
                  &SupplyDecayFit::decay_sigma_Hz),
      decay_field("plateau_Hz", "Hz", "fitted frequency that remains, Γ_d", &SupplyDecayFit::plateau_Hz),
      decay_field("plateau_sigma_Hz", "Hz", "standard deviation of `plateau_Hz`", &SupplyDecayFit::plateau_sigma_Hz),
      decay_field("p_value", "1", "probability of a chi-square at least as large as that of the fitted decay",
                  &SupplyDecayFit::p_value),
      {{"poor_fit", "", "", "whether `p_value` is below 1e-3: the decay does not describe the windows"},
       [](const WatchedRow& r) { return r.motion.decay && is_poor_fit(r.motion.decay->p_value); }},
  };
}

}  // namespace

std::uint64_t listed_areas(const WatchedClusters& clusters, std::uint64_t areas) {
  constexpr std::uint64_t most = 10, max_clusters = 2'000'000;
  const std::uint64_t each = clusters.conditions().size() * static_cast<std::uint64_t>(clusters.experiment().clusters);
  return std::min({areas, most, max_clusters / each});
}

const Fields<WatchedResult>& watched_fields() {
  static const Fields<WatchedResult> fields = make_watched_fields();
  return fields;
}

const Fields<WatchedRow>& condition_fields() {
  static const Fields<WatchedRow> fields = make_condition_fields();
  return fields;
}

const Fields<WatchedRow>& motion_fields() {
  static const Fields<WatchedRow> fields = make_motion_fields();
  return fields;
}

const Fields<WatchedRow>& decay_fields() {
  static const Fields<WatchedRow> fields = make_decay_fields();
  return fields;
}

std::vector<WatchedRow> watched_rows(const WatchedResult& result) {
  std::vector<WatchedRow> rows;
  for (std::size_t i = 0; i < result.motion.size(); ++i) rows.push_back({result.run.clusters, i, result.motion[i]});
  return rows;
}

std::vector<std::uint64_t> moves_of_areas(const WatchedRun& run, std::uint64_t listed,
                                          const std::function<void()>& poll) {
  const std::int32_t windows = run.clusters.experiment().windows;
  std::vector<std::uint64_t> moves;
  for (std::uint64_t area = 0; area < listed; ++area) {
    const std::vector<std::uint64_t> own = moves_of_area(run.clusters, run.coverage.seed, area, windows, poll);
    moves.insert(moves.end(), own.begin(), own.end());
  }
  return moves;
}

void write_detrap_file(const std::string& path, const WatchedResult& result, const RunRecord& record) {
  const WatchedRun& run = result.run;
  const std::vector<WatchedRow> rows = watched_rows(result);
  OutputFile file(path, "slipburst-detrap");
  write_provenance(file, run.config.name, run.config.text, run.backend);
  write_record(file, record);
  write_counters(file, run.coverage, run.counts);
  write_fields(file, "/", watched_fields(), result);
  write_rows(file, "/conditions", condition_fields(), rows);
  write_rows(file, "/motion", motion_fields(), rows);
  write_rows(file, "/decay", decay_fields(), rows);
  file.commit();
}

}  // namespace slipburst::host
