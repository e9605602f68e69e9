#include "host/config/response_reader.hpp"

#include <fmt/format.h>

#include "host/config/number_file.hpp"
#include "host/error.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {

bool has_response(const Response& response) { return response != Response{}; }

EfficiencyCurve read_efficiency_file(const std::string& path) {
  constexpr int kiloelectronvolt = 3;
  const int exponents[] = {kiloelectronvolt, 0};
  const NumberFile file = read_number_file(path, exponents, "energy (keV) and survival probability");
  const std::vector<double>&energy = file.columns[0], &survival = file.columns[1];
  for (std::size_t row = 0; row < energy.size(); ++row) {
    if (survival[row] < 0 || survival[row] > 1) {
      throw InputError(fmt::format("{}: a survival probability of {} is not from 0 to 1", file.where(row),
                                   format_number(survival[row])));
    }
    if (row > 0 && !(energy[row - 1] < energy[row])) {
      throw InputError(
          fmt::format("{}: the energy does not rise; sort the lines and give each energy once", file.where(row)));
    }
  }
  return {energy, survival};
}

DetectorResponse detector_response(const Response& response) {
  DetectorResponse result{
      response.resolution_eV, response.threshold_eV, response.energy_scale, {{0}, {response.efficiency}}};
  if (!response.efficiency_file.empty()) {
    try {
      result.efficiency = read_efficiency_file(response.efficiency_file);
    } catch (const InputError& error) {
      throw InputError(fmt::format("response.efficiency: {}", error.what()));
    }
  }
  return result;
}

}  // namespace slipburst::host
