#pragma once
/// \file A case: every number the engine needs, validated, in internal units.
///
/// Internal units are nm, ps, meV and K (1 GPa = 6241.509 meV/nm^3); a name ends in its unit where it differs.

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/case/efficiency_curve.hpp"
#include "slipburst/exec/precision.hpp"
#include "slipburst/physics/line_shape.hpp"
#include "slipburst/physics/reading.hpp"

namespace slipburst::host {

/// Film material, in which dislocations live.
struct Film {
  std::string material;                                        ///< name of a film material, or "custom"
  double shear_modulus;                                        ///< mu_f, meV/nm^3
  double burgers;                                              ///< b, nm
  double sound_speed;                                          ///< transverse, c, nm/ps
  double pair_breaking_energy;                                 ///< 2 Delta, meV
  double thickness = std::numeric_limits<double>::infinity();  ///< nm; pin heights beyond it are rejected
  std::string name = {};                                       ///< name in outputs; empty: the material

  const std::string& shown_name() const { return name.empty() ? material : name; }
};

struct Substrate {
  std::string material;   ///< name of a substrate material, or "custom"
  double shear_modulus;   ///< mu_s, meV/nm^3; must exceed the film's
  std::string name = {};  ///< name in outputs; empty: the material

  const std::string& shown_name() const { return name.empty() ? material : name; }
};

using physics::Reading;

enum class DynamicsLaw { newtonian, elastorelativistic };
enum class StepMode { adaptive, fixed };
enum class Phonons { above_gap, all };  ///< above_gap: those that break pairs in the film

struct Pinning {
  double spacing;  ///< nm; rho_D = spacing^-2
  double alpha;    ///< line length l = alpha mu_f b / tau
  physics::LineShape shape;
};

/// Grains of the film: a line depins only in a grain larger than its length, its pin no higher than the grain's size.
struct Grain {
  double median = std::numeric_limits<double>::infinity();  ///< nm; of the grains counted one by one
  double sigma = 0.5;                                       ///< standard deviation of ln(size)
};

/// Escape of pinned lines in addition to Mott's tunnelling.
enum class Escape {
  tunnelling,  ///< tunnelling alone
  classical,   ///< thermal escape over the barrier at the temperature T
  quantum      ///< thermal escape at the effective temperature sqrt(tau_c^2 + T^2)
};

/// Number of pinned lines at each eta = 1 - tau/tau_c, over their number at eta*(1 week), see PinDensity.
enum class DensityShape { flat, exponential, file };

/// Density of pinned lines at given eta, as a multiple of the flat density; linear between the points, zero outside.
struct PinDensityTable {
  std::vector<double> eta;      ///< strictly rising, from 0 to 1; 2 to 4096 of them
  std::vector<double> density;  ///< zero or more, one of them positive

  bool operator==(const PinDensityTable&) const = default;
};

struct Depinning {
  double gamma;              ///< Mott exponent Gamma, Romani (2024), Eqs. (2)-(3), dimensionless
  double attempt_frequency;  ///< nu_D, 1/ps
  Escape escape = Escape::tunnelling;
  double barrier = 1000;            ///< W0: the barrier for thermal escape is W0 eta^p, meV
  double barrier_exponent = 1.5;    ///< p
  double temperature_K = 0;         ///< temperature of the film where the history names none
  double critical_temperature = 0;  ///< tau_c, K
  DensityShape density = DensityShape::flat;
  double density_slope = 0;       ///< k of exp(k Gamma (eta - eta*)), see release::exponential_density; below 1
  std::string density_file;       ///< two columns: eta, density
  PinDensityTable density_table;  ///< contents of that file; empty in cases read back from output files
};

/// Stress on the film relative to the case's own: eta becomes 1 - factor (1 - eta) - shift.
struct StressLevel {
  double factor = 1, shift = 0;

  bool operator==(const StressLevel&) const = default;
};

enum class StageKind {
  hold,     ///< keeps stress and temperature; its own values, if given, apply at once and persist
  ramp,     ///< changes to its stress linearly in time; its own temperature applies at once; both persist
  pulse,    ///< applies its stress (and temperature) for its duration, then the previous values return
  warm_up,  ///< as a pulse; at its end a share of the pins is pinned anew
};

/// One stage of the film's history after cooldown.
struct Stage {
  StageKind kind = StageKind::hold;
  double start_s = 0, end_s = 0;     ///< since cooldown; stages follow each other, gaps are holds
  std::optional<StressLevel> level;  ///< stress of the stage; empty: unchanged
  std::optional<double> temperature_K;
  double refill = 0;  ///< share of the pins that is pinned anew after a warm-up
};
inline constexpr std::size_t max_stages = 64;

struct Detector {
  std::optional<double> aluminium_area_cm2;  ///< required for rates in Hz
  std::optional<double> mass_kg;
  double subgap_efficiency = 0;      ///< f: the sensor sees E_above + f E_below
  double time_since_cooldown_s = 0;  ///< 1 / (mean of 1/t) when an observation window is given
  std::optional<double> observation_start_s, observation_end_s;
};

struct Numerics {
  exec::Precision precision = exec::Precision::fp64;
  StepMode mode = StepMode::adaptive;
  double relative_tolerance = 1e-9;
  std::int64_t step_budget = 100000;  ///< accepted + rejected steps of one segment
  double fixed_step = 0.01;           ///< fixed mode: step in reduced units (see physics/equation_of_motion.hpp)
};

struct TableOptions {
  double tolerance = 1e-4;  ///< relative, in E_tot where E_tot > 1e-3 eV
  Phonons phonons = Phonons::above_gap;
};

struct Histogram {
  double minimum_eV = 1e-2;
  double maximum_eV = 1e4;
  std::int64_t bins_per_decade = 40;
  std::int64_t plane_bins_per_decade = 0;  ///< crystal against film energy; 0: no plane
  double minimum_time_s = 1;               ///< of the axis of times since cooldown
  double maximum_time_s = 1e9;
  std::int64_t time_bins_per_decade = 10;
};

/// Effect of a detector on the energy of a burst, see detector_response().
struct Response {
  double resolution_eV = 0;                                 ///< one standard deviation
  double threshold_eV = 0;                                  ///< on measured energy; 0: none
  double efficiency = 1;                                    ///< survival probability without a file
  std::string efficiency_file;                              ///< energy and survival probability; empty: the constant
  std::shared_ptr<const EfficiencyCurve> efficiency_curve;  ///< contents of the file, once it is read
  double energy_scale = 1;                                  ///< measured over true energy
  std::optional<double> live_time_s;

  bool operator==(const Response&) const = default;
};

struct Case {
  std::string name;  ///< preset name or file path
  Film film;
  Substrate substrate;
  Reading reading = Reading::appendix;
  DynamicsLaw dynamics = DynamicsLaw::newtonian;
  Pinning pinning;
  Grain grain;
  Depinning depinning;
  std::vector<Stage> history;  ///< by time; empty: constant stress and temperature
  double sigma0;               ///< applied stress, meV/nm^3
  Detector detector;
  Numerics numerics;
  TableOptions table;
  Histogram histogram;
  Response response;
  std::string text;                       ///< the whole case as TOML with every set key, recorded in output files
  std::vector<std::string> notices = {};  ///< remarks of reading it, for the user
};

}  // namespace slipburst::host
