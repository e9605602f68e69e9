#include "host/config/detector_data.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "host/config/nearest.hpp"
#include "host/config/number_file.hpp"
#include "host/error.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {

int energy_exponent(std::string_view unit, const std::string& what) {
  const std::vector<std::string> units = {"meV", "eV", "keV", "MeV"};
  const auto found = std::ranges::find(units, unit);
  if (found == units.end()) {
    throw InputError(fmt::format("{} = \"{}\" is not one of {}; the nearest is \"{}\"", what, unit,
                                 fmt::join(units, ", "), nearest_word(unit, units)));
  }
  return 3 * (static_cast<int>(found - units.begin()) - 1);
}

std::vector<double> read_event_energies(const std::string& path, int exponent) {
  NumberFile file = read_number_file(path, std::span(&exponent, 1), "the energy of one event");
  std::ranges::sort(file.columns[0]);
  return file.columns[0];
}

std::vector<MeasuredBand> read_binned_counts(const std::string& path, int exponent) {
  constexpr double most = 9007199254740992;  // 2^53: whole numbers up to it are exact
  const int exponents[] = {exponent, exponent, 0};
  const NumberFile file = read_number_file(path, exponents, "lower end, upper end and counts of a bin");
  std::vector<MeasuredBand> bins;
  for (std::size_t row = 0; row < file.lines.size(); ++row) {
    const double low = file.columns[0][row], high = file.columns[1][row], counts = file.columns[2][row];
    const auto refuse = [&](std::string_view problem) {
      throw InputError(fmt::format("{}: {}", file.where(row), problem));
    };
    if (!(low < high)) refuse("the bin is empty; its lower end must be below its upper end");
    if (!bins.empty() && low < bins.back().high_eV) {
      refuse("the bin begins before the one above it ends; sort the bins and make them disjoint");
    }
    if (counts < 0 || counts > most || counts != std::floor(counts)) {
      refuse(fmt::format("counts of {} are not a whole number of 0 or more", format_number(counts)));
    }
    bins.push_back({low, high, static_cast<std::uint64_t>(counts), 1});
  }
  return bins;
}

}  // namespace slipburst::host
