#pragma once
/// \file One event of the table, from its number to the histogram slots of both channels, for host and device.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#define QUALIFIERS static __forceinline__ __host__ __device__  // cuRAND's Philox, on the host too
#include <curand_philox4x32_x.h>

#include "peer.hpp"

namespace peer {

struct Slots {
  std::uint16_t crystal, film;
};

/// Tables of one event. Cells of the stress u begin at `low`; `guess` [int(u guesses)] is the cell of u or the one
/// below it.
struct TableEvent {
  std::uint64_t seed;
  double max_stress, height_per_bit, guesses;
  float offset, first_octave, cells_per_octave, scale, bin_offset, bins;
  int slots;  ///< slots of lines below the sound speed; as many again of lines above
  int stress_cells, height_cells;
  const double* low;
  const double* per_width;
  const double* threshold;  ///< [stress cell][6]
  const float* supersonic;  ///< [stress cell][4]
  const float* spread;      ///< [stress cell][2]: value at the lower edge, and slope in the fraction
  const int* guess;
  const float* cells;  ///< [stress cell][height cell][4][4][2]

  __host__ __device__ Slots operator()(std::uint64_t event) const {
    const uint4 words =
        curand_Philox4x32_10(make_uint4(static_cast<unsigned>(event), static_cast<unsigned>(event >> 32), 0, 0),
                             make_uint2(static_cast<unsigned>(seed), static_cast<unsigned>(seed >> 32)));
    const double r = fma(static_cast<double>(words.y), 4294967296.0, words.x + 0.5) * 5.421010862427522e-20;
    const double w = (words.z + 0.5) * 2.3283064365386963e-10;
    const double u = max_stress * (1 - w * w);
    if (u < low[0]) return {0, 0};
    int cell = guess[static_cast<int>(u * guesses)];
    if (cell + 1 < stress_cells && u >= low[cell + 1]) ++cell;
    const double fraction = (u - low[cell]) * per_width[cell];
    const double* t = threshold + 6 * cell;
    double ratio = t[5];
    for (int k = 4; k >= 0; --k) ratio = ratio * fraction + t[k];
    ratio *= -log2(r) * height_per_bit;
    if (!(ratio > 1)) return {0, 0};
    const auto f = static_cast<float>(fraction), z = static_cast<float>(ratio - 1);
    const float q = (z + offset) / (spread[2 * cell] + spread[2 * cell + 1] * f);
    const float position = (log2f(q) - first_octave) * cells_per_octave;
    const int height_cell = static_cast<int>(position);
    const float g = position - static_cast<float>(height_cell);
    const float* c = cells + 32 * (cell * height_cells + height_cell);
    const float* s = supersonic + 4 * cell;
    const bool supersonic = (((s[3] * f + s[2]) * f + s[1]) * f + s[0]) * (z + 1) > 1;
    return {slot(c, f, g, supersonic), slot(c + 1, f, g, supersonic)};
  }

 private:
  __host__ __device__ std::uint16_t slot(const float* c, float f, float g, bool supersonic) const {
    float energy = 0;
    for (int k = 3; k >= 0; --k) {
      energy = energy * g + (((c[24 + 2 * k] * f + c[16 + 2 * k]) * f + c[8 + 2 * k]) * f + c[2 * k]);
    }
    const float place = energy * scale + bin_offset;
    return static_cast<std::uint16_t>((supersonic ? slots : 0) +
                                      (place < 0 ? 1 : 2 + static_cast<int>(fminf(place, bins))));
  }
};

/// The tables of an event, on the host.
struct EventTables {
  std::vector<double> low, per_width, threshold;
  std::vector<float> supersonic, spread, cells;
  std::vector<int> guess;
  TableEvent event{};

  explicit EventTables(const Json& work) {
    if (!work.at("model").at("thickness_bits").is_null()) fail("peers know no thickness of the film");
    const Json& table = work.at("table");
    const auto edges = table.at("stress").at("edges").get<std::vector<double>>();
    const double offset = table.at("stress").at("offset"), far = 1 - 2 * offset;
    const std::size_t count = edges.size() - 1;
    double narrowest = 1;
    for (std::size_t i = 0; i < count; ++i) {
      const double begin = edges[i], width = edges[i + 1] - begin, middle = begin + 0.5 * width;
      low.push_back(begin);
      per_width.push_back(1 / width);
      narrowest = std::min(narrowest, width);
      const bool below = middle < 1;
      spread.push_back(static_cast<float>(middle < 0.5 ? 0.5
                                          : below      ? (1 - begin) * far + offset
                                                       : begin - 1 + offset));
      spread.push_back(static_cast<float>(middle < 0.5 ? 0.0 : below ? -far * width : width));
    }
    for (const Json& row : table.at("threshold")) {
      for (const Json& value : row) threshold.push_back(value);
    }
    for (const Json& row : table.at("supersonic")) {
      for (const Json& value : row) supersonic.push_back(value);
    }
    cells = table.at("cells").get<std::vector<float>>();
    const Json &height = table.at("height"), &bins = work.at("bins");
    event.seed = work.at("seed");
    event.max_stress = work.at("model").at("max_stress");
    event.height_per_bit = work.at("model").at("height_per_bit");
    event.guesses = std::exp2(std::ceil(std::log2(1 / narrowest)));
    event.offset = static_cast<float>(offset);
    event.first_octave = height.at("first_octave");
    event.cells_per_octave = height.at("cells_per_octave");
    event.scale = bins.at("scale");
    event.bin_offset = bins.at("offset");
    event.bins = bins.at("bins");
    event.slots = bins.at("bins").get<int>() + 3;
    event.stress_cells = static_cast<int>(count);
    event.height_cells = height.at("cells");
    if (cells.size() != 32 * count * static_cast<std::size_t>(event.height_cells) || threshold.size() != 6 * count ||
        supersonic.size() != 4 * count) {
      fail("the table's arrays do not fit its axes");
    }
    const int guesses = static_cast<int>(event.max_stress * event.guesses) + 2;
    for (int i = 0; i < guesses; ++i) {
      const auto above = std::upper_bound(low.begin(), low.end(), i / event.guesses);
      guess.push_back(static_cast<int>(std::max<std::ptrdiff_t>(0, above - low.begin() - 1)));
    }
    use(low.data(), per_width.data(), threshold.data(), supersonic.data(), spread.data(), guess.data(), cells.data());
  }
  EventTables(const EventTables&) = delete;
  EventTables& operator=(const EventTables&) = delete;

  /// Points the event to copies of the tables, such as on a device.
  void use(const double* low_at, const double* per_width_at, const double* threshold_at, const float* supersonic_at,
           const float* spread_at, const int* guess_at, const float* cells_at) {
    event.low = low_at;
    event.per_width = per_width_at;
    event.threshold = threshold_at;
    event.supersonic = supersonic_at;
    event.spread = spread_at;
    event.guess = guess_at;
    event.cells = cells_at;
  }
};

}  // namespace peer
