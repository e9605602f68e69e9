#include "host/app/faint_stress.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <cstddef>
#include <optional>

#include "host/config/key.hpp"
#include "host/units/quantity.hpp"
#include "slipburst/units/constants.hpp"

namespace slipburst::host {
namespace {

/// Warning about a stress in (0, 1 kPa); nullopt for any other.
std::optional<std::string> faintness(std::string_view what, double stress) {
  constexpr double kilopascal = units::megapascal / 1000;
  if (!(stress > 0 && stress < kilopascal)) return std::nullopt;
  return fmt::format("{} = {:.3g} Pa is hardly a stress of films; mPa is the millipascal, MPa the megapascal", what,
                     stress / kilopascal * 1000);
}

}  // namespace

std::vector<std::string> faint_stresses(const Case& c) {
  std::vector<std::string> found;
  const auto look = [&](std::string_view what, double stress) {
    if (std::optional<std::string> words = faintness(what, stress)) found.push_back(*std::move(words));
  };
  for (const Key& key : keys()) {
    if (key.dimension != Dimension::pressure) continue;
    const std::optional<std::string> text = key.get(c);
    if (text) look(key.name, parse_quantity(text->substr(1, text->size() - 2), Dimension::pressure, key.name));
  }
  for (std::size_t stage = 0; stage < c.history.size(); ++stage) {
    if (const auto& level = c.history[stage].level) {
      look(fmt::format("history stage {}: stress", stage + 1), level->factor * c.sigma0);
    }
  }
  return found;
}

void warn_if_faint(std::string_view what, double stress) {
  if (const std::optional<std::string> words = faintness(what, stress)) spdlog::warn("{}", *words);
}

double parse_stress(const std::string& text, std::string_view option) {
  const double stress = parse_positive_quantity(text, Dimension::pressure, option);
  warn_if_faint(option, stress);
  return stress;
}

}  // namespace slipburst::host
