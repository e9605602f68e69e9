#pragma once
/// \file Result of `slipburst escape` and its fields.

#include <optional>
#include <string>
#include <vector>

#include "host/detrapping/escape_rates.hpp"
#include "host/results/field.hpp"

namespace slipburst::host {

/// Rate at one temperature.
struct EscapeRow {
  double temperature_K;
  EscapeRate rate;
};

/// Transmission of a barrier at one energy.
struct Transmission {
  double energy_meV, transmission;
};

/// Density of phonon states that was read.
struct PhononRange {
  std::string unit;
  double low_meV, high_meV;
};

struct EscapeResult {
  std::string model;
  bool in_kelvin = false;                           ///< unit of the rates over their prefactor: K if true, else 1
  std::optional<detrapping::Sech2Barrier> barrier;  ///< of the model qtst
  std::optional<PhononRange> phonons;               ///< of the model density
  std::vector<Transmission> transmissions;
  std::vector<EscapeRow> rows;
};

const Fields<EscapeResult>& escape_fields();
const Fields<EscapeRow>& escape_row_fields();
const Fields<Transmission>& transmission_fields();

}  // namespace slipburst::host
