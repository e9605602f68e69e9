#pragma once
/// \file A table built under RunControl; its state is the integrated segments.

#include <string>

#include "host/app/case_source.hpp"
#include "host/app/run_control.hpp"
#include "host/table/builder.hpp"
#include "host/table/recorded_backend.hpp"

namespace slipburst::host {

class TableRun : public Resumable {
 public:
  explicit TableRun(kernels::Backend& backend) : backend_(backend), backend_name_(backend.name()) {}

  /// \throws Interrupted when stopped
  Table build(RunControl& control, const PreparedCase& c);

  /// Backends of all segments, also of those that a checkpoint held.
  const std::string& backend() const { return backend_name_; }

  std::uint64_t done() const override { return backend_.results().size(); }
  std::uint64_t total() const override { return 0; }
  std::string noun() const override { return "integrated segments"; }
  void save(OutputFile& file) override;
  void load(const InputFile& file) override;

 private:
  RecordedBackend backend_;
  std::string backend_name_;
};

/// The given table, or a table built for a case under its own checkpoint, OUTPUT.table.checkpoint.
/// \param output  empty: without a checkpoint
HashedTable open_table(GivenTable given, const PreparedCase& c, kernels::Backend& backend,
                       const RunControlOptions& options, const std::string& output);

}  // namespace slipburst::host
