#pragma once
/// \file The file of a scan: format "slipburst-scan".

#include <cstdint>
#include <string>
#include <vector>

#include "host/config/axis.hpp"
#include "host/results/case_fields.hpp"
#include "host/results/run_record.hpp"
#include "host/results/scan_fields.hpp"

namespace slipburst::host {

/// Identity of a scan: scans of the same identity have the same numbers.
struct ScanIdentity {
  std::vector<Axis> axes;
  std::string case_name, first_case;  ///< name; canonical text of the first point
  std::string cases_sha256;           ///< over the canonical texts of all points
  ScanMethod method;
  std::string table_sha256;     ///< of --table; empty if tables are built
  std::vector<CaseFact> facts;  ///< facts shared by all points
};

ScanIdentity scan_identity(std::vector<Axis> axes, std::span<const PreparedCase> cases, ScanMethod method,
                           std::string table_sha256);

/// Identity of a scan in the form compared by checkpoints and the finished file.
RunIdentity run_identity(const ScanIdentity& scan, std::span<const PreparedCase> cases);

/// The numbers of the points, as far as computed; the rest is NaN.
class ScanResults {
 public:
  ScanResults(const ScanForm& form, std::uint64_t points);

  void set(std::uint64_t index, const ScanPoint& point);
  bool has(std::uint64_t index) const { return computed_[index] != 0; }
  std::uint64_t points() const { return computed_.size(); }
  std::uint64_t computed() const;
  const ScanForm& form() const { return form_; }

 private:
  friend void write_scan(OutputFile&, const ScanIdentity&, const ScanResults&, const std::string&);
  friend void read_scan(const InputFile&, const ScanIdentity&, ScanResults&);

  ScanForm form_;
  std::vector<ScanField> fields_;
  std::vector<std::vector<double>> values_;  ///< [field][point][length]
  std::vector<std::string> table_sha256_;    ///< [point]
  std::vector<std::uint64_t> computed_;      ///< [point]: 0 or 1
};

/// A scan with its results, for the time of a call.
struct ScanOutcome {
  const ScanIdentity& identity;
  const ScanResults& results;
};

/// Fields of a scan, and all arrays of its points that a scan may have.
const Fields<ScanOutcome>& scan_outcome_fields();
Fields<ScanPoint> all_scan_fields();

/// Writes the content of a file. If points are missing, the file says which.
void write_scan(OutputFile& file, const ScanIdentity& identity, const ScanResults& results, const std::string& backend);

/// Writes the finished file of a scan.
void write_scan_file(const std::string& path, const ScanIdentity& identity, const ScanResults& results,
                     const std::string& backend, const RunRecord& record);

/// Takes over the computed points of a file of the same scan, bit for bit.
/// \throws InputError for a damaged file; `results` is then as it was
void read_scan(const InputFile& file, const ScanIdentity& identity, ScanResults& results);

}  // namespace slipburst::host
