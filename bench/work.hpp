#pragma once
/// \file What is measured: cases by name, and the work that one of them is on one backend.

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bench/inputs.hpp"
#include "kernels/backend/backend.hpp"

namespace slipburst::bench {

using Json = nlohmann::ordered_json;

/// Work that is set up. Not thread-safe; outlives neither its backend nor the inputs.
class Work {
 public:
  virtual ~Work() = default;

  /// Does it `times` times over. \return how much that was, in the unit of the case
  virtual double run(std::uint64_t times) = 0;

  /// Whether run() is a call of the kernel and nothing else, so that on a CPU their times are the same.
  virtual bool kernel_alone() const { return true; }

  /// Of one time, where it is of a fixed size; else 0.
  virtual std::size_t batch() const { return 0; }

  /// How exact what it computes is; null where that is not judged.
  virtual Json accuracy() { return nullptr; }

  /// What other programs need to do the same, and what this one answers: see README.md; null where that is not offered.
  virtual Json order() { return nullptr; }
  virtual Json answer() { return nullptr; }
};

/// The backend and precision that one contender has.
struct Setting {
  kernels::Backend& backend;
  exec::Precision precision;
};

struct BenchCase {
  std::string name, what, unit;
  std::vector<exec::Precision> precisions;  ///< that it can be done in
  std::string only_on;                      ///< the one backend that does it; empty: all do
  std::function<std::unique_ptr<Work>(const Setting&, Inputs&)> prepare;
};

/// All there are.
std::vector<BenchCase> bench_cases();

// What these are put together from, each in a file of its own.
std::vector<BenchCase> segment_cases();
std::vector<BenchCase> table_cases();
std::vector<BenchCase> event_cases();
std::vector<BenchCase> fast_event_cases();
std::vector<BenchCase> release_cases();
std::vector<BenchCase> cluster_cases();
std::vector<BenchCase> burst_cases();

}  // namespace slipburst::bench
