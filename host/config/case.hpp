#pragma once
/// \file A case: every number the engine needs, validated, in internal units.
///
/// Internal units are nm, ps, meV and K (1 GPa = 6241.509 meV/nm^3); a name ends in its unit where it differs.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "slipburst/physics/line_shape.hpp"
#include "slipburst/physics/reading.hpp"

namespace slipburst::host {

/// Film material: where dislocations live.
struct Film {
  std::string material;                                        ///< Al, Cu, Au, Nb, or "custom"
  double shear_modulus;                                        ///< mu_f, meV/nm^3
  double burgers;                                              ///< b, nm
  double sound_speed;                                          ///< transverse, c, nm/ps
  double gap;                                                  ///< pair-breaking energy 2 Delta, meV
  double thickness = std::numeric_limits<double>::infinity();  ///< nm; pin heights beyond it are rejected
};

struct Substrate {
  std::string material;  ///< Si, Ge, Al2O3, CaWO4, or "custom"
  double shear_modulus;  ///< mu_s, meV/nm^3; must exceed the film's
};

using physics::Reading;

enum class DynamicsLaw { newtonian, elastorelativistic };
enum class Precision { fp64, fp32 };
enum class StepMode { adaptive, fixed };
enum class Channels { above_gap, all };

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

struct Depinning {
  double gamma;              ///< Mott exponent Gamma, dimensionless
  double attempt_frequency;  ///< nu_D, 1/ps
};

struct Detector {
  std::optional<double> aluminium_area_cm2;  ///< rates in Hz need it
  std::optional<double> mass_kg;
  double subgap_efficiency = 0;      ///< f: the sensor sees E_above + f E_below
  double time_since_cooldown_s = 0;  ///< 1 / (mean of 1/t) when an observation window is given
  std::optional<double> observation_start_s, observation_end_s;
};

struct Numerics {
  Precision precision = Precision::fp64;
  StepMode mode = StepMode::adaptive;
  double relative_tolerance = 1e-9;
  std::int64_t step_budget = 100000;  ///< accepted + rejected steps of one segment
  double fixed_step = 0.01;           ///< fixed mode: step in reduced units (see physics/equation_of_motion.hpp)
};

struct TableOptions {
  double tolerance = 1e-4;  ///< relative, in E_tot where E_tot > 1e-3 eV
  Channels channels = Channels::above_gap;
};

struct Histogram {
  double minimum_eV = 1e-2;
  double maximum_eV = 1e4;
  std::int64_t bins_per_decade = 40;
  std::int64_t plane_bins_per_decade = 0;  ///< of crystal against film energy; 0: no such plane
};

/// What stands between the energy of a burst and the energy a detector reports: as asked for, before files are read
/// (see host/response/detector_response.hpp).
struct Response {
  double resolution_eV = 0;     ///< one standard deviation
  double threshold_eV = 0;      ///< on measured energy; 0: none
  double efficiency = 1;        ///< survival probability where no file gives it
  std::string efficiency_file;  ///< energy (keV), survival probability; empty: the constant
  double energy_scale = 1;      ///< measured over true energy
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
  double sigma0;  ///< applied stress, meV/nm^3
  Detector detector;
  Numerics numerics;
  TableOptions table;
  Histogram histogram;
  Response response;
  std::string text;  ///< the whole case as TOML, every set key: what output files record
};

}  // namespace slipburst::host
