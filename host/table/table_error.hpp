#pragma once
/// \file Errors of building and using tables.

#include <stdexcept>
#include <string>

#include "host/model/reduced_model.hpp"
#include "slipburst/base/status.hpp"
#include "slipburst/exec/segment_executor.hpp"

namespace slipburst::host {

class TableError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One segment that could not be integrated; heights and stresses reduced.
class SegmentFailure : public TableError {
 public:
  SegmentFailure(const exec::Segment& segment, base::Status status)
      : TableError(std::string("a segment failed with status ") + base::name(status)),
        segment_(segment),
        status_(status) {}

  const exec::Segment& segment() const { return segment_; }
  base::Status status() const { return status_; }

 private:
  exec::Segment segment_;
  base::Status status_;
};

/// Message of a failure in physical units, with a remedy that fits its status.
std::string describe(const SegmentFailure& failure, const ReducedModel& model, const Numerics& numerics);

}  // namespace slipburst::host
