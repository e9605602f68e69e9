#pragma once
/// \file Benchmark cases by name, and the work of a case on one backend.

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bench/inputs.hpp"
#include "kernels/backend/backend.hpp"

namespace slipburst::bench {

using Json = nlohmann::ordered_json;

/// Work ready to run. Not thread-safe; its backend and the inputs must outlive it.
class Work {
 public:
  virtual ~Work() = default;

  /// Does the work `times` times. \return amount of work done, in the unit of the case
  virtual double run(std::uint64_t times) = 0;

  /// Whether run() only calls the kernel, so that on a CPU its time is the kernel's.
  virtual bool kernel_alone() const { return true; }

  /// Size of a batch, where fixed; else 0.
  virtual std::size_t batch() const { return 0; }

  /// Accuracy of the results; null where not checked.
  virtual Json accuracy() { return nullptr; }

  /// Work in a form for other programs, and this program's answer: see README.md; null where not offered.
  virtual Json order() { return nullptr; }
  virtual Json answer() { return nullptr; }
};

/// Backend and precision of a contender.
struct Setting {
  kernels::Backend& backend;
  exec::Precision precision;
};

struct BenchCase {
  std::string name, what, unit;
  std::vector<exec::Precision> precisions;  ///< supported precisions
  std::vector<std::string> only_on;         ///< names of the backends that support the case; empty: all do
  std::function<std::unique_ptr<Work>(const Setting&, Inputs&)> prepare;
};

/// All cases.
std::vector<BenchCase> bench_cases();

// Parts of bench_cases(), each in its own file.
std::vector<BenchCase> segment_cases();
std::vector<BenchCase> table_cases();
std::vector<BenchCase> event_cases();
std::vector<BenchCase> approximate_event_cases();
std::vector<BenchCase> release_cases();
std::vector<BenchCase> cluster_cases();
std::vector<BenchCase> burst_cases();

}  // namespace slipburst::bench
