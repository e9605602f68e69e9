#pragma once
/// \file The commands, each with its options as the command line gives them. Every command throws on failure.

#include <cstdint>
#include <string>
#include <vector>

#include "host/app/event_range_options.hpp"

namespace slipburst::host {

struct CaseOptions {
  std::string name;                    ///< preset or TOML file
  std::vector<std::string> overrides;  ///< key=value
  std::vector<std::string> materials;  ///< files of the user's own materials
  bool json = false;
};

/// Options of `slipburst cases`.
struct CaseListOptions {
  std::vector<std::string> materials;  ///< files of the user's own materials
  bool json = false;
};

struct BackendOptions {
  std::string name = "auto";
  int threads = 0;
  std::string devices;  ///< GPUs to share the work, "0,1" or "all"
};

/// Checkpoint and resume options, see RunControl.
struct RunControlOptions {
  bool resume = false;
  std::string checkpoint_every = "5 min", stop_before = "1 min";
};

struct SegmentOptions {
  CaseOptions source;
  std::string height, stress, output;
  bool overwrite = false;
};

struct BurstOptions {
  CaseOptions source;
  BackendOptions backend;
  std::string pin_height, stress, table;
};

struct TableCommandOptions {
  CaseOptions source;
  BackendOptions backend;
  RunControlOptions control;
  std::string output;
  bool overwrite = false;
};

struct SpectrumOptions {
  CaseOptions source;
  BackendOptions backend;
  PieceOptions piece;
  RunControlOptions control;
  std::string method = "plain", events, above = "0 eV,1 eV,30 eV", table, output;
  bool overwrite = false;
};

struct RatesOptions {
  CaseOptions source;
  BackendOptions backend;
  PieceOptions piece;
  RunControlOptions control;
  std::string sampling = "sliced", events, windows, at, fit, above = "1 eV,30 eV", table, output;
  bool overwrite = false;
};

struct FitOptions {
  CaseOptions source;
  BackendOptions backend;
  std::string data, detector, bands, area, channel = "crystal", free = "pinning.spacing,stress.sigma0,scale", table,
                                           output;
  bool overwrite = false;
};

struct ArrheniusFitOptions {
  std::vector<std::string> data;  ///< paths of the data files
  std::string model = "quantum", bootstrap = "0", bootstrap_errors, seed = "1", profile, output;
  bool ratio = false, overwrite = false, json = false;
};

struct PhononOptions {
  CaseOptions source;
  std::string list, index;  ///< a burst of a list instead of case, pin height and stress
  std::string pin_height, stress, seed = "1", positions = "32", bins = "64", output, text;
  bool all = false, overwrite = false;
};

struct ExperimentOptions {
  CaseOptions source;
  BackendOptions backend;
  PieceOptions piece;
  RunControlOptions control;
  std::string exposure, start, above = "0 eV", table, output;
  bool overwrite = false;
};

struct ReplayOptions {
  std::string list, index, event;
  bool json = false;
};

struct CompareOptions {
  std::string spectrum, data, detector, bands, area, channel = "crystal", output;
  bool overwrite = false, json = false;
};

struct ScanOptions {
  CaseOptions source;
  BackendOptions backend;
  RunControlOptions control;
  std::vector<std::string> over;  ///< axes of the scan
  std::string method = "quadrature", events, seed = "1", above = "1 eV,30 eV", table, output;
  bool overwrite = false;
};

struct DetrapOptions {
  CaseOptions source;
  BackendOptions backend;
  PieceOptions piece;
  RunControlOptions control;
  std::string areas = "1000", data, data_areas = "1", output;
  bool overwrite = false;
};

struct EscapeOptions {
  std::string model, temperature, barrier, critical_temperature, debye_temperature, phonon_density, phonon_unit, mass,
      width, well_energy, energy, gamma, eta, barrier_exponent;
  bool json = false;
};

struct BeamOptions {
  std::string energy, flux, charge_number, mass, migration_energy, neighbours;
  bool json = false;
};

struct PeierlsOptions {
  std::string width, second_harmonic = "1", atoms = "16";
  bool json = false;
};

struct MergeOptions {
  std::vector<std::string> files;
  BackendOptions backend;
  std::string output, table;
  bool partial = false, overwrite = false, json = false;
};

void list_cases(const CaseListOptions& options);
void print_case(const CaseOptions& options);
void print_info(bool json);
void run_segment(const SegmentOptions& options);
void run_burst(const BurstOptions& options);
void run_table(const TableCommandOptions& options);
void run_spectrum(const SpectrumOptions& options);
void run_rates(const RatesOptions& options);
void run_phonons(const PhononOptions& options);
void run_experiment(const ExperimentOptions& options);
void run_replay(const ReplayOptions& options);
void run_compare(const CompareOptions& options);
void run_fit(const FitOptions& options);
void run_fit_arrhenius(const ArrheniusFitOptions& options);
void run_merge(const MergeOptions& options);
void run_scan(const ScanOptions& options);
void run_detrap(const DetrapOptions& options);
void run_escape(const EscapeOptions& options);
void run_beam(const BeamOptions& options);
void run_peierls(const PeierlsOptions& options);

}  // namespace slipburst::host
