#include "host/config/phonon_density_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "host/config/number_file.hpp"
#include "host/error.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {

PhononDensity read_phonon_density(const std::string& path) {
  const int exponents[] = {0, 0};
  const NumberFile file = read_number_file(path, exponents, "phonon energy (meV) and density of states");
  const std::vector<double>&energy = file.columns[0], &density = file.columns[1];
  for (std::size_t row = 0; row < energy.size(); ++row) {
    const auto refuse = [&](std::string_view problem) {
      throw InputError(fmt::format("{}: {}", file.where(row), problem));
    };
    if (energy[row] < 0) refuse(fmt::format("a phonon energy of {} meV is below zero", format_number(energy[row])));
    if (density[row] < 0) {
      refuse(fmt::format("a density of {} is below zero; write 0 or more", format_number(density[row])));
    }
    if (row > 0 && !(energy[row - 1] < energy[row])) {
      refuse(fmt::format("{} meV does not rise; sort the lines and give each energy once", format_number(energy[row])));
    }
  }
  if (energy.size() < 2) throw InputError(fmt::format("{}: the only row; give two or more", file.where(0)));
  if (std::ranges::none_of(density, [](double value) { return value > 0; })) {
    throw InputError(fmt::format("{}: all densities are zero; write a positive one where there are phonons",
                                 file.where(energy.size() - 1)));
  }
  try {
    return {energy, density};
  } catch (const std::invalid_argument& error) {
    throw InputError(fmt::format("{}: {}; write smaller numbers", path, error.what()));
  }
}

}  // namespace slipburst::host
