#include "host/config/density_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "host/base/error.hpp"
#include "host/columns/number_file.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

constexpr std::size_t min_rows = 2, max_rows = 4096;

PinDensityTable read(const std::string& path) {
  const FileColumn columns[] = {{"eta"}, {"density of pinned lines"}};
  const NumberFile file = read_number_file(path, columns);
  const std::vector<double>&eta = file.columns[0], &density = file.columns[1];
  if (eta.size() < min_rows || eta.size() > max_rows) {
    const std::size_t last = std::min(eta.size(), max_rows + 1) - 1;
    throw InputError(fmt::format("{}: row {} is {}; give {} to {} rows", file.where(last), last + 1,
                                 eta.size() < min_rows ? "the only one" : "one too many", min_rows, max_rows));
  }
  for (std::size_t row = 0; row < eta.size(); ++row) {
    const auto refuse = [&](std::string_view problem) {
      throw InputError(fmt::format("{}: {}", file.where(row), problem));
    };
    if (eta[row] < 0 || eta[row] > 1) {
      refuse(fmt::format("eta = {} is not from 0 to 1; it is 1 - stress / critical stress", format_number(eta[row])));
    }
    if (density[row] < 0) {
      refuse(fmt::format("a density of {} is below zero; write 0 or more", format_number(density[row])));
    }
    if (row > 0 && !(eta[row - 1] < eta[row])) {
      refuse(fmt::format("eta = {} does not rise; sort the lines and give each eta once", format_number(eta[row])));
    }
  }
  if (std::ranges::none_of(density, [](double value) { return value > 0; })) {
    throw InputError(fmt::format("{}: all densities are zero; write a positive one where there are pinned lines",
                                 file.where(eta.size() - 1)));
  }
  return {eta, density};
}

}  // namespace

PinDensityTable read_density_file(const Case& config) {
  try {
    return read(config.depinning.density_file);
  } catch (const InputError& error) {
    throw InputError(fmt::format("depinning.density_file: {}", error.what()));
  }
}

}  // namespace slipburst::host
