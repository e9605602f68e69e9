#include "host/config/response_reader.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>
#include <string>

#include "host/base/error.hpp"
#include "host/columns/energy_column.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {

bool has_response(const Response& response) { return response != Response{}; }

EfficiencyCurve read_efficiency_file(const std::string& path, const GivenUnit& energy_unit) {
  static constexpr FileUnit shares[] = {{"1"}, {"fraction"}, {"%", -2}, {"percent", -2}, {"per cent", -2}};
  const FileColumn columns[] = {event_energy_column("energy", energy_unit),
                                {"survival probability", shares, {}, {}, "1"}};
  const NumberFile file = read_number_file(path, columns);
  const std::vector<double>&energy = file.columns[0], &survival = file.columns[1];
  for (std::size_t row = 0; row < energy.size(); ++row) {
    const auto refuse = [&](const std::string& problem) {
      throw InputError(fmt::format("{}: {}", file.where(row), problem));
    };
    if (survival[row] < 0 || survival[row] > 1) {
      refuse(fmt::format("a survival probability of {} is not from 0 to 1", format_number(survival[row])));
    }
    if (row > 0 && energy[row] < energy[row - 1]) refuse("the energy falls; sort the lines by energy");
    if (row > 1 && energy[row] == energy[row - 2]) {
      refuse("the energy is there three times; give it once, or twice for a step: the value below, then the one above");
    }
  }
  return {energy, survival};
}

EfficiencyCurve read_efficiency(const Response& response) try {
  if (std::error_code ignored; !std::filesystem::exists(response.efficiency_file, ignored)) {
    throw InputError(
        fmt::format("{}: there is no such file; write a number from 0 to 1, or the path of a file, from the "
                    "working directory",
                    response.efficiency_file));
  }
  return read_efficiency_file(response.efficiency_file, {});
} catch (const InputError& error) {
  throw InputError(fmt::format("response.efficiency: {}", error.what()));
}

DetectorResponse detector_response(const Response& response) {
  DetectorResponse result{
      response.resolution_eV, response.threshold_eV, response.energy_scale, {{0}, {response.efficiency}}};
  if (response.efficiency_file.empty()) return result;
  if (!response.efficiency_curve) throw std::logic_error("the file of response.efficiency was not read");
  result.efficiency = *response.efficiency_curve;
  return result;
}

}  // namespace slipburst::host
