#pragma once
/// \file The points of a scan on their way to its file: kept in FILE.partial until all are there.

#include <chrono>
#include <functional>
#include <string>

#include "host/files/scan_file.hpp"

namespace slipburst::host {

class ScanProgress {
 public:
  ScanProgress(std::string output, ScanIdentity identity, ScanResults results);

  /// Takes over the points of the finished file or of the partial one, if it is of the same scan.
  /// \return How many. \throws InputError for a partial file of another scan
  std::uint64_t resume();

  const ScanResults& results() const { return results_; }
  bool finished() const { return finished_; }  ///< whether the file is in its place
  std::uint64_t missing() const { return results_.points() - results_.computed(); }

  /// Adds a computed point and writes the partial file, at most every few seconds.
  void add(std::uint64_t index, const ScanPoint& point);

  /// Does the work, which calls add(), and puts the finished file in its place. If the work throws, all points added so
  /// far are in the partial file.
  void run(const std::string& backend, const std::function<void()>& work);

 private:
  using Clock = std::chrono::steady_clock;

  void save();
  /// The same where an error is on its way already. \return What is left, in words.
  std::string save_after_failure() noexcept;

  std::string output_, partial_, backend_;
  ScanIdentity identity_;
  ScanResults results_;
  std::uint64_t saved_ = 0;
  bool finished_ = false;
  Clock::time_point next_save_{};
};

}  // namespace slipburst::host
