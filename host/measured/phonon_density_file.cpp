#include "host/measured/phonon_density_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <numbers>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include "host/base/error.hpp"
#include "host/units/quantity.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

constexpr double planck = 2 * std::numbers::pi * units::hbar;  // meV ps
constexpr double per_centimetre = planck * units::light_speed / units::nanometres_per_centimetre;
constexpr FileUnit phonon_units[] = {{"meV"},
                                     {"eV", 3},
                                     {"THz", 0, planck},
                                     {"cm^-1", 0, per_centimetre},
                                     {"cm-1", 0, per_centimetre},
                                     {"1/cm", 0, per_centimetre},
                                     {"K", 0, units::boltzmann}};

/// Rows below zero are imaginary modes: the crystal was not in equilibrium in the computation.
void refuse_imaginary_modes(const NumberFile& file, std::size_t rows_below_zero) {
  const std::vector<double>&energy = file.columns[0], &density = file.columns[1];
  std::vector<std::size_t> with_density;
  for (std::size_t row = 0; row < rows_below_zero; ++row) {
    if (density[row] > 0) with_density.push_back(row);
  }
  if (with_density.empty()) return;
  const FileUnit& unit = file.units[0];
  const auto in_file = [&](std::size_t row) { return format_number(energy[row] / unit.factor); };
  throw InputError(fmt::format(
      "{}: {} rows from here to line {} have states at energies below zero, {} to {} {}: imaginary modes, of a "
      "structure that is unstable or not relaxed. Relax it until they are gone, or delete all rows below zero to leave "
      "these modes out",
      file.where(with_density.front()), with_density.size(), file.lines[with_density.back()],
      in_file(with_density.front()), in_file(with_density.back()), unit.exponent == 0 ? unit.name : "meV"));
}

}  // namespace

PhononDensityFile read_phonon_density(const std::string& path, const GivenUnit& energy_unit) {
  const FileColumn columns[] = {{"phonon energy", phonon_units, energy_unit}, {"density of states"}};
  NumberFile file = read_number_file(path, columns);
  std::vector<double>&energy = file.columns[0], &density = file.columns[1];
  for (std::size_t row = 0; row < energy.size(); ++row) {
    const auto refuse = [&](std::string_view problem) {
      throw InputError(fmt::format("{}: {}", file.where(row), problem));
    };
    if (density[row] < 0) {
      refuse(fmt::format("a density of {} is below zero; write 0 or more", format_number(density[row])));
    }
    if (row > 0 && !(energy[row - 1] < energy[row])) {
      refuse("the phonon energy does not rise; sort the lines and give each energy once");
    }
  }
  const auto below_zero = std::ranges::lower_bound(energy, 0.0) - energy.begin();
  refuse_imaginary_modes(file, static_cast<std::size_t>(below_zero));
  if (energy.size() < 2) throw InputError(fmt::format("{}: the only row; give two or more", file.where(0)));
  energy.erase(energy.begin(), energy.begin() + below_zero);
  density.erase(density.begin(), density.begin() + below_zero);
  if (energy.size() < 2) throw InputError(fmt::format("{}: has less than two rows above zero; give two or more", path));
  if (std::ranges::none_of(density, [](double value) { return value > 0; })) {
    throw InputError(fmt::format("{}: all densities are zero; write a positive one where there are phonons",
                                 file.where(file.lines.size() - 1)));
  }
  const double low = energy.front(), high = energy.back();
  try {
    return {{std::move(energy), std::move(density)}, std::string(file.units[0].name), low, high};
  } catch (const std::invalid_argument& error) {
    throw InputError(fmt::format("{}: {}; write smaller numbers", path, error.what()));
  }
}

}  // namespace slipburst::host
