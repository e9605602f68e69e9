#pragma once
/// \file The commands, each with its options as the command line gives them. All throw on failure.

#include <cstdint>
#include <string>
#include <vector>

namespace slipburst::host {

struct CaseOptions {
  std::string name;                    ///< preset or TOML file
  std::vector<std::string> overrides;  ///< key=value
  bool json = false;
};

struct BackendOptions {
  std::string name = "auto";
  int threads = 0;
  std::string devices;  ///< GPUs to share the work, "0,1" or "all"
};

struct SegmentOptions {
  CaseOptions source;
  std::string height, stress, output;
};

struct BurstOptions {
  CaseOptions source;
  BackendOptions backend;
  std::string pin_height, stress, table;
};

struct TableCommandOptions {
  CaseOptions source;
  BackendOptions backend;
  std::string output;
};

struct SpectrumOptions {
  CaseOptions source;
  BackendOptions backend;
  std::string method = "plain";
  std::string events, seed = "1", first_event = "0", piece_events, above = "0 eV,1 eV,30 eV", table, output;
};

struct RatesOptions {
  CaseOptions source;
  BackendOptions backend;
  std::string sampling = "sliced", events, seed = "1", first_event = "0", piece_events, windows, at, fit,
              above = "1 eV,30 eV", table, output;
};

struct FitOptions {
  CaseOptions source;
  BackendOptions backend;
  std::string data, detector, bands, area, channel = "crystal", free = "pinning.spacing,stress.sigma0,scale", table,
                                           output;
};

struct PhononOptions {
  CaseOptions source;
  std::string list, index;  ///< a burst of a list instead of case, pin height and stress
  std::string pin_height, stress, seed = "1", positions = "32", bins = "64", output, text;
  bool all = false;
};

struct ExperimentOptions {
  CaseOptions source;
  BackendOptions backend;
  std::string exposure, start, seed = "1", first_event = "0", piece_events, above = "0 eV", table, output;
};

struct ReplayOptions {
  std::string list, index, event;
  bool json = false;
};

struct CompareOptions {
  std::string spectrum, data, detector, bands, area, channel = "crystal", output;
  bool json = false;
};

struct ScanOptions {
  CaseOptions source;
  BackendOptions backend;
  std::vector<std::string> over;  ///< axes
  std::string method = "quadrature", events, seed = "1", above = "1 eV,30 eV", table, output;
};

void list_cases(bool json);
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
void run_scan(const ScanOptions& options);

}  // namespace slipburst::host
