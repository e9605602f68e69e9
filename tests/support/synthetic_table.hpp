#pragma once
/// \file A small made-up table: quick to build, with energies that can be written down.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "slipburst/table/view.hpp"

namespace slipburst::testing {

/// u from 0.1 to 1.4, q from 2^-7 on. stress / threshold height is 3 everywhere; the line passes the sound speed at
/// 4 times the threshold height; log2 energy is -4 + the position on the height axis in cells, one less for film.
class SyntheticTable {
 public:
  static constexpr double first = 0.1, last = 1.4, threshold_ratio = 3, supersonic_ratio = 0.25;
  static constexpr int cells_per_octave = 4, height_cells = 120;

  /// \param lowest  u that the stress axis begins with
  explicit SyntheticTable(double lowest = first)
      : stress_(lowest, last, -7, 3),
        threshold_(static_cast<std::size_t>(stress_.cells()) * table::threshold_terms),
        supersonic_(static_cast<std::size_t>(stress_.cells()) * table::supersonic_terms),
        cells_(static_cast<std::size_t>(stress_.cells()) * height_cells) {
    for (std::int64_t s = 0; s < stress_.cells(); ++s) {
      threshold_[static_cast<std::size_t>(s) * table::threshold_terms] = threshold_ratio;
      supersonic_[static_cast<std::size_t>(s) * table::supersonic_terms] = static_cast<float>(supersonic_ratio);
      for (int h = 0; h < height_cells; ++h) {
        table::Cell& cell = cells_[static_cast<std::size_t>(s * height_cells + h)];
        for (int channel = 0; channel < table::channels; ++channel) {
          cell.coefficient[0][0][channel] = static_cast<float>(h - 4 - channel);
          cell.coefficient[0][1][channel] = 1;
        }
      }
    }
  }

  table::View view() const {
    return {stress_,      table::HeightAxis(-7, cells_per_octave), height_cells, threshold_.data(), supersonic_.data(),
            cells_.data()};
  }
  std::int64_t stress_cells() const { return stress_.cells(); }
  std::vector<table::Cell>& cells() { return cells_; }
  std::vector<double>& threshold() { return threshold_; }
  std::vector<float>& supersonic() { return supersonic_; }

 private:
  table::StressAxis stress_;
  std::vector<double> threshold_;
  std::vector<float> supersonic_;
  std::vector<table::Cell> cells_;
};

}  // namespace slipburst::testing
