#pragma once
/// \file Inputs shared by several cases: films with their tables and exact spectra, made when first asked for.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "host/quadrature/exact.hpp"
#include "host/table/table.hpp"
#include "kernels/backend/backend.hpp"

namespace slipburst::bench {

inline constexpr double thresholds_eV[] = {0, 1, 30};
inline constexpr std::uint64_t seed = 1;

/// Size of the work.
struct Sizes {
  std::uint64_t segments = 10'000;    ///< segments of a batch, a square number
  std::uint64_t events = 10'000'000;  ///< events of the answer, and of the check of the accuracy
};

/// A film of `al-on-si` with settings of its own.
struct Film {
  host::PreparedCase settings;
  std::shared_ptr<const host::Table> shared_table;  ///< shared by films that need the same table

  const host::Table& table() const { return *shared_table; }
};

class Inputs {
 public:
  /// \param quick  coarse tables and histograms: tolerance 1e-2, 5 bins per decade
  /// \param backend  builds tables; outlives the inputs
  Inputs(const Sizes& sizes, bool quick, kernels::Backend& backend) : sizes_(sizes), quick_(quick), backend_(backend) {}

  const Sizes& sizes() const { return sizes_; }

  /// `al-on-si` with overrides "key=value", coarse where the inputs are quick.
  host::PreparedCase load(std::vector<std::string> overrides) const;
  const Film& film(const std::vector<std::string>& overrides);
  /// `al-on-si` with a history, the stages of a case file in TOML, and overrides.
  const Film& film(const std::string& history, const std::vector<std::string>& overrides);
  const host::ExactSpectrum& exact(const std::vector<std::string>& overrides);

  /// Segments of the cases, and for every exact_stride()-th of them the result of an integration in fp64 with a
  /// relative tolerance of 1e-12.
  const std::vector<exec::Segment>& segments();
  std::size_t exact_stride();
  const std::vector<exec::SegmentResult>& exact_segments();

 private:
  host::PreparedCase load(const std::string& history, std::vector<std::string> overrides) const;
  std::shared_ptr<const host::Table> table_for(const host::PreparedCase& settings) const;

  Sizes sizes_;
  bool quick_;
  kernels::Backend& backend_;
  std::map<std::pair<std::string, std::vector<std::string>>, std::unique_ptr<Film>> films_;  ///< by history, overrides
  std::map<std::vector<std::string>, host::ExactSpectrum> exact_;
  std::vector<exec::Segment> segments_;
  std::vector<exec::SegmentResult> exact_segments_;
};

}  // namespace slipburst::bench
