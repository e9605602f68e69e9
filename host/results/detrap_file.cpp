#include "host/results/detrap_file.hpp"

#include <algorithm>
#include <initializer_list>
#include <limits>

#include "host/numerics/significance.hpp"
#include "host/results/provenance.hpp"
#include "host/store/column.hpp"
#include "host/store/digest.hpp"
#include "host/store/output_file.hpp"
#include "slipburst/tally/motion.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

using tally::MotionLayout;

/// Rows of numbers, [condition][element].
template <class Value, class Inner, class Get>
std::vector<Value> rows(std::span<const ConditionMotion> motion, Inner inner, Get get) {
  std::vector<Value> values;
  for (const ConditionMotion& condition : motion) {
    for (const auto& entry : inner(condition)) values.push_back(get(entry));
  }
  return values;
}

void write_conditions(OutputFile& file, const WatchedRun& run, std::span<const ConditionMotion> motion) {
  const auto& conditions = run.clusters.conditions();
  const detrapping::Experiment& experiment = run.clusters.experiment();
  const auto write = [&](const std::string& name, const DatasetInfo& info, auto get) {
    file.dataset("/conditions/" + name, column<double>(conditions, get), info);
  };
  write("temperature_K", {"K", "of the sample"}, [](const WatchedCondition& c) { return c.temperature_K; });
  write("effective_temperature_K", {"K", "T_c: of a classical lattice that shakes as much"},
        [](const WatchedCondition& c) { return c.effective_temperature_K; });
  write("energy_keV", {"keV", "of the electrons"}, [](const WatchedCondition& c) { return c.beam.energy_keV; });
  write("flux_per_m2_s", {"m^-2 s^-1", "of the electrons"},
        [](const WatchedCondition& c) { return c.beam.flux / units::per_square_metre_and_second; });
  write("vacancy_rate_Hz", {"Hz", "jumps of a vacancy"}, [](const WatchedCondition& c) { return c.jump_rate_Hz; });
  const std::span rates(experiment.conditions, conditions.size());
  file.dataset("/conditions/decay_Hz", column<double>(rates, [](const auto& c) { return c.decay; }),
               {"Hz", "alpha: the supply of vacancies falls as exp(-alpha t)"});
  file.dataset("/conditions/direct_Hz", column<double>(rates, [](const auto& c) { return c.direct; }),
               {"Hz", "Gamma_d: motion frequency by direct hits"});
  std::vector<double> thermal_Hz;
  for (std::size_t i = 0; i < conditions.size(); ++i) thermal_Hz.push_back(run.clusters.thermal_Hz(i));
  file.dataset("/conditions/thermal_Hz", thermal_Hz,
               {"Hz", "Gamma_th: motion frequency by the supply of vacancies at first"});
  file.dataset("/conditions/areas", column<std::uint64_t>(motion, [](const ConditionMotion& c) { return c.areas; }),
               {"1", "areas of interest watched"});
  file.dataset("/conditions/clusters",
               column<std::uint64_t>(motion, [](const ConditionMotion& c) { return c.clusters; }),
               {"1", "n: clusters in them"});

  const auto& depths = run.clusters.depths();
  file.dataset("/traps/barrier_meV", column<double>(depths, [](const TrapDepth& d) { return d.barrier; }),
               {"meV", "depths of the traps"});
  file.dataset("/traps/share", column<double>(depths, [](const TrapDepth& d) { return d.share; }),
               {"1", "of the clusters in each at first"});
  const std::uint64_t shape[] = {conditions.size(), depths.size()};
  file.dataset("/traps/supplied_Hz", std::span(experiment.indirect_Hz, conditions.size() * depths.size()), shape,
               {"Hz", "a c_V(0) Gamma_k: frequency by the supply of vacancies at first, [condition][depth]"});
}

void write_windows(OutputFile& file, const WatchedRun& run, std::span<const ConditionMotion> motion) {
  const detrapping::Experiment& experiment = run.clusters.experiment();
  std::vector<double> edges_s;
  for (int w = 0; w <= experiment.windows; ++w) edges_s.push_back(experiment.start_s + w * experiment.window_s);
  file.dataset("/motion/edges_s", edges_s, {"s", "edges of the windows, since the beam was switched on"});
  const std::uint64_t shape[] = {motion.size(), static_cast<std::uint64_t>(experiment.windows)};
  const auto windows = [](const ConditionMotion& c) -> auto& { return c.windows; };
  const auto count = [&](const std::string& name, const std::string& description, auto get) {
    file.dataset("/motion/" + name, rows<std::uint64_t>(motion, windows, get), shape,
                 {"1", description + ", [condition][window]"});
  };
  const auto value = [&](const std::string& name, const std::string& description, auto get) {
    file.dataset("/motion/" + name, rows<double>(motion, windows, get), shape,
                 {"Hz", description + ", [condition][window]"});
  };
  count("supplied_moves", "moves by the supply of vacancies", [](const WindowMotion& w) { return w.supplied; });
  count("direct_moves", "moves by direct hits", [](const WindowMotion& w) { return w.direct; });
  count("moved_clusters", "clusters that moved", [](const WindowMotion& w) { return w.moved; });
  count("area_squares", "sum over areas of the square of an area's moves",
        [](const WindowMotion& w) { return w.squares; });
  value("frequency_Hz", "nu_MF = moves/(clusters x window)", [](const WindowMotion& w) { return w.frequency_Hz; });
  value("error_Hz", "nu_MF sqrt(1/clusters + 1/moves); 0 without moves",
        [](const WindowMotion& w) { return w.error_Hz; });
  value("scatter_Hz", "standard deviation of nu_MF among areas; NaN for one area",
        [](const WindowMotion& w) { return w.scatter_Hz; });
  value("expected_Hz", "nu_MF expected of the case", [](const WindowMotion& w) { return w.expected_Hz; });
}

void write_clusters(OutputFile& file, const WatchedRun& run, std::span<const ConditionMotion> motion) {
  const std::uint64_t moves_shape[] = {motion.size(), std::uint64_t{MotionLayout::move_slots}};
  file.dataset("/clusters/by_moves",
               rows<std::uint64_t>(
                   motion, [](const ConditionMotion& c) -> auto& { return c.by_moves; }, [](auto n) { return n; }),
               moves_shape, {"1", "clusters by their moves in all windows, the last for that many and more"});
  std::vector<double> edges_nm;
  for (int i = 0; i < MotionLayout::distance_slots; ++i) {
    edges_nm.push_back(i * run.config.traps.mean_free_path / MotionLayout::slots_per_path);
  }
  file.dataset("/distances/edges_nm", edges_nm, {"nm", "where the bins of distance begin; the last has no end"});
  const std::uint64_t shape[] = {motion.size(), std::uint64_t{MotionLayout::distance_slots}};
  file.dataset("/distances/moves",
               rows<std::uint64_t>(
                   motion, [](const ConditionMotion& c) -> auto& { return c.distances; }, [](auto n) { return n; }),
               shape, {"1", "moves by distance, a model: exponential with traps.mean_free_path, [condition][bin]"});
}

void write_decays(OutputFile& file, std::span<const ConditionMotion> motion) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  const auto write = [&](const std::string& name, const std::string& description, auto get) {
    const auto values =
        column<double>(motion, [&](const ConditionMotion& c) { return c.decay ? get(*c.decay) : none; });
    file.dataset("/decay/" + name, values, {name == "p_value" ? "1" : "Hz", description});
  };
  write("initial_Hz", "of nu(t) = initial exp(-decay t) + plateau, fitted; NaN where the windows do not tell",
        [](const SupplyDecayFit& f) { return f.initial_Hz; });
  write("initial_sigma_Hz", "one standard deviation", [](const SupplyDecayFit& f) { return f.initial_sigma_Hz; });
  write("decay_Hz", "alpha", [](const SupplyDecayFit& f) { return f.decay_Hz; });
  write("decay_sigma_Hz", "one standard deviation", [](const SupplyDecayFit& f) { return f.decay_sigma_Hz; });
  write("plateau_Hz", "Gamma_d", [](const SupplyDecayFit& f) { return f.plateau_Hz; });
  write("plateau_sigma_Hz", "one standard deviation", [](const SupplyDecayFit& f) { return f.plateau_sigma_Hz; });
  write("p_value", "probability of a chi-square at least as large", [](const SupplyDecayFit& f) { return f.p_value; });
  file.dataset("/decay/poor_fit",
               column<std::uint64_t>(motion,
                                     [](const ConditionMotion& c) {
                                       return static_cast<std::uint64_t>(c.decay && is_poor_fit(c.decay->p_value));
                                     }),
               {"1", "1: p_value below 1e-3, the decay does not describe the windows"});
}

void write_areas(OutputFile& file, const WatchedRun& run, std::uint64_t listed, const std::function<void()>& poll) {
  if (listed == 0) return;
  const std::int32_t windows = run.clusters.experiment().windows;
  std::vector<std::uint64_t> moves;
  for (std::uint64_t area = 0; area < listed; ++area) {
    const std::vector<std::uint64_t> own = moves_of_area(run.clusters, run.coverage.seed, area, windows, poll);
    moves.insert(moves.end(), own.begin(), own.end());
  }
  const std::uint64_t shape[] = {listed, run.clusters.conditions().size(), static_cast<std::uint64_t>(windows)};
  file.dataset("/areas/moves", moves, shape,
               {"1", "moves n_m in single areas of interest, the first of the run, [area][condition][window]"});
}

}  // namespace

std::uint64_t listed_areas(const WatchedClusters& clusters, std::uint64_t areas) {
  constexpr std::uint64_t most = 10, max_clusters = 2'000'000;
  const std::uint64_t each = clusters.conditions().size() * static_cast<std::uint64_t>(clusters.experiment().clusters);
  return std::min({areas, most, max_clusters / each});
}

std::string counts_sha256(const WatchedRun& run) {
  Digest digest;
  digest.add(std::span(run.counts));
  return digest.hex();
}

void write_detrap_file(const std::string& path, const WatchedRun& run, std::span<const ConditionMotion> motion,
                       std::uint64_t listed, const RunRecord& record, const std::function<void()>& poll) {
  OutputFile file(path, "slipburst-detrap");
  write_provenance(file, run.config.name, run.config.text, run.backend);
  file.attribute("/", "mean_free_path_nm", run.config.traps.mean_free_path);
  file.attribute("/", "clusters_per_area", run.config.watch.clusters);
  file.attribute("/", "counts_sha256", counts_sha256(run));
  write_record(file, record);
  write_counters(file, run.coverage, run.counts);
  write_conditions(file, run, motion);
  write_windows(file, run, motion);
  write_clusters(file, run, motion);
  write_decays(file, motion);
  write_areas(file, run, listed, poll);
  file.commit();
}

}  // namespace slipburst::host
