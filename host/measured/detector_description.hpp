#pragma once
/// \file Description of an experiment from files: SuperCDMS-CPD, CRESST-III, or any other.

#include <string>
#include <vector>

#include "host/response/measured_spectrum.hpp"

namespace slipburst::host {

/// Ends of a band, eV; `high` may be infinite.
struct BandEnds {
  double low, high;
};

/// An experiment and its data: energies of events, or counts in bins.
struct DetectorDescription {
  Experiment experiment;
  std::vector<double> energies_eV;  ///< of events, rising; empty if binned
  std::vector<MeasuredBand> bins;   ///< rising, apart; empty if not binned
  std::vector<BandEnds> bands;      ///< default bands of comparisons
  std::string substrate;            ///< material of the crystal; empty: not said
  std::string source;               ///< source to acknowledge, or the file
  std::string place;                ///< prefix of messages: the file, or the experiment's name
  std::vector<std::string> doubts;  ///< warnings for the log
};

/// Reads "30 eV:60 eV,200 eV:", the last without an upper end.
/// \throws InputError for bands that are empty, overlap or do not rise  \param what  names the option for messages
std::vector<BandEnds> parse_bands(const std::string& text, const std::string& what);

/// `cpd` or `cresst` from the files of the EXCESS workshop's repository: NAME.txt, NAME_eff.txt, NAME_exposure.txt and
/// NAME_weight.txt. Cold for 8 weeks and 365 days, 0.912 cm^2 of aluminium and an unknown area; Romani (2024), App. B.
/// \throws InputError for missing or wrong files
DetectorDescription excess_detector(const std::string& name, const std::string& folder);

/// Reads a detector file, see host/manual/formats.md. \param data_folder  folder of its data files; empty: the folder
/// of the detector file
/// \throws InputError naming file, line and key
DetectorDescription read_detector_file(const std::string& path, const std::string& data_folder);

/// Counts in bands. A band includes its lower end, and its upper end unless the next band begins there.
/// \throws InputError for bands below the threshold or that cut a bin, and for an efficiency of 0 at an event
MeasuredSpectrum measured_spectrum(const DetectorDescription& detector, const std::vector<BandEnds>& bands);

/// Warnings of a unit that may be wrong: no event lies in any band, or the efficiency varies only outside of the range
/// of events.
std::vector<std::string> doubts_about(const DetectorDescription& detector, const MeasuredSpectrum& measured);

}  // namespace slipburst::host
