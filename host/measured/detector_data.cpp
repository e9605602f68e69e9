#include "host/measured/detector_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "host/base/error.hpp"
#include "host/columns/energy_column.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {

namespace {

constexpr FileUnit count_units[] = {{"counts"}, {"count"}, {"events"}, {"1"}};
constexpr std::string_view rates_are_no_counts =
    "; rates, such as counts/(keV kg d), are not compared: multiply them by width of the bin, mass, live time and "
    "efficiency to get the counts";

}  // namespace

std::vector<double> read_event_energies(const std::string& path, const GivenUnit& energy) {
  const FileColumn columns[] = {event_energy_column("energy", energy)};
  NumberFile file = read_number_file(path, columns);
  std::ranges::sort(file.columns[0]);
  return file.columns[0];
}

std::vector<MeasuredBand> read_binned_counts(const std::string& path, const GivenUnit& energy,
                                             const GivenUnit& values) {
  constexpr double most = 9007199254740992;  // 2^53: whole numbers up to it are exact
  const FileColumn columns[] = {event_energy_column("lower end", energy),
                                event_energy_column("upper end", energy),
                                {"counts", count_units, values, rates_are_no_counts}};
  const NumberFile file = read_number_file(path, columns);
  std::vector<MeasuredBand> bins;
  for (std::size_t row = 0; row < file.lines.size(); ++row) {
    const double low = file.columns[0][row], high = file.columns[1][row], counts = file.columns[2][row];
    const auto refuse = [&](std::string_view problem) {
      throw InputError(fmt::format("{}: {}", file.where(row), problem));
    };
    if (low == high) refuse("the bin has no width; its lower end must be below its upper end");
    if (!(low < high)) refuse("the bin ends below its beginning; its lower end must be below its upper end");
    if (!bins.empty() && low < bins.back().high_eV) {
      refuse("the bin begins before the one above it ends; sort the bins and make them disjoint");
    }
    if (counts < 0 || counts > most || counts != std::floor(counts)) {
      refuse(
          fmt::format("counts of {} are not a whole number from 0 to {}", format_number(counts), format_number(most)));
    }
    bins.push_back({low, high, static_cast<std::uint64_t>(counts), 1});
  }
  return bins;
}

}  // namespace slipburst::host
