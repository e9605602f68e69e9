#pragma once
/// \file Computed points of a scan as resumable work.

#include <string>

#include "host/app/run_control.hpp"
#include "host/results/backend_names.hpp"
#include "host/results/scan_file.hpp"

namespace slipburst::host {

class ScanProgress : public Resumable {
 public:
  ScanProgress(ScanIdentity identity, ScanResults results)
      : identity_(std::move(identity)), results_(std::move(results)) {}

  const ScanIdentity& identity() const { return identity_; }
  const ScanResults& results() const { return results_; }
  /// Adds the backend of the points to come.
  void add_backend(const std::string& backend) { backend_ = joined_backends(backend_, backend); }
  const std::string& backend() const { return backend_; }

  void add(std::uint64_t index, const ScanPoint& point) { results_.set(index, point); }

  std::uint64_t done() const override { return results_.computed(); }
  std::uint64_t total() const override { return results_.points(); }
  std::string noun() const override { return "points"; }
  void save(OutputFile& file) override { write_scan(file, identity_, results_, backend_); }
  void load(const InputFile& file) override {
    read_scan(file, identity_, results_);
    add_backend(file.text("/", "backend"));
  }

 private:
  ScanIdentity identity_;
  ScanResults results_;
  std::string backend_;
};

}  // namespace slipburst::host
