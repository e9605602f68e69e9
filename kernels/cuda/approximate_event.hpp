#pragma once
/// \file One event in single precision with the device's approximate logarithm and division: the approximate variant.
///
/// Exists to be measured against the exact kernel. Its counts differ from those of every other backend, so only
/// benchmarks and tests use it.

#include <cstdint>
#include <vector>

#include "kernels/cuda/approximate.hpp"
#include "kernels/cuda/outcome.hpp"
#include "slipburst/exec/event_executor.hpp"

namespace slipburst::kernels {

/// A table of one zone with the threshold in single precision.
struct ApproximateTable {
  static constexpr int row = 8;  ///< table::threshold_terms and two to fill 32 bytes

  table::View view;
  const float* threshold;  ///< [stress cell][row]
};

/// exec::EventExecutor in single precision. Precondition: a model without grains.
class ApproximateEvent {
 public:
  SLIPBURST_FUNCTION ApproximateEvent(const exec::EventModel& model, const ApproximateTable& table,
                                      const random::Stratum& stratum)
      : table_(table),
        max_stress_(static_cast<float>(model.max_stress)),
        height_per_bit_(static_cast<float>(model.height_per_bit)),
        thickness_bits_(static_cast<float>(model.thickness_bits)),
        first_stress_(static_cast<float>(table.view.stress.first())),
        offset_(static_cast<float>(table.view.stress.offset())),
        bits_(static_cast<float>(stratum.bits)),
        scale_(static_cast<float>(stratum.scale * 0x1p-64)),
        shift_(static_cast<float>(stratum.shift)) {}

  SLIPBURST_FUNCTION Outcome operator()(const random::Words& words, bool exists) const {
    const float r = math::fused(static_cast<float>(words.word[1]), 0x1p32f, static_cast<float>(words.word[0]) + 0.5f);
    const float x = bits_ - Approximate::log2(math::fused(scale_, r, shift_));
    const float w = math::fused(static_cast<float>(words.word[2]), 0x1p-32f, 0x1p-33f);
    const float stress = max_stress_ * math::fused(-w, w, 1.0f);
    Outcome outcome{exists, exists && x * stress > thickness_bits_, false, false, {}};
    const table::StressAxis::FloatPlace place =
        table_.view.stress.locate(stress < first_stress_ ? first_stress_ : stress);
    const table::LinePlace line{place.cell, place.fraction, place.spread, relative_height(x, stress, place)};
    outcome.emits = exists && !outcome.rejects && line.z > 0.0f;
    if (outcome.emits) {
      const float q = (line.z + offset_) * Approximate::reciprocal(line.spread);
      const table::HeightAxis::Place height = table_.view.height.locate_log2(Approximate::log2(q));
      outcome.energies = table_.view.energies(line, height);
      outcome.supersonic = table_.view.is_supersonic(line);
    }
    return outcome;
  }

 private:
  SLIPBURST_FUNCTION float relative_height(float x, float stress, const table::StressAxis::FloatPlace& place) const {
    const auto* c = static_cast<const float*>(
        __builtin_assume_aligned(table_.threshold + place.cell * ApproximateTable::row, table::row_alignment));
    float ratio = c[table::threshold_terms - 1];
    SLIPBURST_UNROLL
    for (int i = table::threshold_terms - 2; i >= 0; --i) ratio = math::fused(ratio, place.fraction, c[i]);
    return stress < first_stress_ ? -1.0f : math::fused(x * height_per_bit_, ratio, -1.0f);
  }

  ApproximateTable table_;
  float max_stress_, height_per_bit_, thickness_bits_, first_stress_, offset_, bits_, scale_, shift_;
};

/// Threshold coefficients in the layout of ApproximateTable.
inline std::vector<float> approximate_threshold(const table::View& view) {
  const auto cells = static_cast<std::size_t>(view.stress.cells());
  std::vector<float> rows(cells * ApproximateTable::row, 0.0f);
  for (std::size_t cell = 0; cell < cells; ++cell) {
    for (std::size_t i = 0; i < table::threshold_terms; ++i) {
      rows[cell * ApproximateTable::row + i] = static_cast<float>(view.threshold[cell * table::threshold_terms + i]);
    }
  }
  return rows;
}

}  // namespace slipburst::kernels
