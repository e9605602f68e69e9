#include "host/config/release_keys.hpp"

#include "host/base/error.hpp"
#include "host/config/key_kinds.hpp"
#include "host/detrapping/rate_laws.hpp"

namespace slipburst::host {

Key depinning_escape() {
  return choice(
      "depinning.escape", key_words(&RateLawEntry::film), [](auto& c) -> auto& { return c.depinning.escape; },
      "thermal escape beside Mott's tunnelling");
}

Key depinning_barrier() {
  return quantity(
      "depinning.barrier", Dimension::energy, Presence::defaulted, [](auto& c) -> auto& { return c.depinning.barrier; },
      "W0: the barrier of thermal escape is W0 eta^p at eta = 1 - stress / critical stress", "1 eV");
}

Key depinning_barrier_exponent() {
  return number(
      "depinning.barrier_exponent", {0.5, 4.0}, Presence::defaulted,
      [](auto& c) -> auto& { return c.depinning.barrier_exponent; }, "p of that barrier, 0.5 to 4", "1.5");
}

Key depinning_temperature() {
  return quantity_or_zero(
      "depinning.temperature", Dimension::temperature, [](auto& c) -> auto& { return c.depinning.temperature_K; },
      "temperature T of the film, where the history names none", "20 mK");
}

Key depinning_critical_temperature() {
  return quantity_or_zero(
      "depinning.critical_temperature", Dimension::temperature,
      [](auto& c) -> auto& { return c.depinning.critical_temperature; },
      "tau_c of quantum escape: the temperature that zero-point motion stands for", "101 K");
}

Key depinning_density() {
  return choice(
      "depinning.density", {"flat", "exponential", "file"}, [](auto& c) -> auto& { return c.depinning.density; },
      "number of pinned lines over eta: flat, exponential (density_slope), or file (density_file)");
}

Key depinning_density_slope() {
  return number(
      "depinning.density_slope", {-5.0, 0.95}, Presence::defaulted,
      [](auto& c) -> auto& { return c.depinning.density_slope; },
      "k of an exponential density, exp(k Gamma (eta - eta*)), -5 to 0.95: rates fall as t^-(1-k) while lines last",
      "0");
}

Key depinning_density_file() {
  Key key{{"depinning.density_file",
           "file of a density: eta from 0 to 1, and number of pinned lines there over that of the flat density",
           in_quotes("density.txt"), Presence::optional},
          {},
          {}};
  key.set = [=](Case& result, const Setting& setting) {
    const std::string& path = single_value(key, setting);
    if (setting.form == Form::number || trimmed(path).empty()) {
      refuse(key, setting, fmt::format("is not a path; write one in quotes, such as {}", key.example));
    }
    result.depinning.density_file = path;
  };
  key.get = [](const Case& result) {
    const std::string& path = result.depinning.density_file;
    return path.empty() ? std::nullopt : std::optional(quoted_path(path));
  };
  return key;
}

Key histogram_time_minimum() {
  return quantity(
      "histogram.time_minimum", Dimension::duration, Presence::defaulted,
      [](auto& c) -> auto& { return c.histogram.minimum_time_s; }, "lower end of the axis of times since cooldown",
      "1 s");
}

Key histogram_time_maximum() {
  return quantity(
      "histogram.time_maximum", Dimension::duration, Presence::defaulted,
      [](auto& c) -> auto& { return c.histogram.maximum_time_s; }, "upper end of the axis of times since cooldown",
      "1e9 s");
}

Key histogram_time_bins_per_decade() {
  return integer(
      "histogram.time_bins_per_decade", {1.0, 100.0}, [](auto& c) -> auto& { return c.histogram.time_bins_per_decade; },
      "logarithmic bins per factor of ten in time, 1 to 100", "10");
}

void check_release(const Case& config, const Settings& settings) {
  const Depinning& depinning = config.depinning;
  if (depinning.density_slope != 0 && depinning.density != DensityShape::exponential) {
    throw InputError(
        fmt::format("{}: depinning.density_slope = {} belongs to depinning.density = \"exponential\" alone; leave one "
                    "out",
                    settings.at("depinning.density_slope").where, format_number(depinning.density_slope)));
  }
  if (!depinning.density_file.empty() && depinning.density != DensityShape::file) {
    throw InputError(fmt::format(
        "{}: depinning.density_file = {} belongs to depinning.density = \"file\" alone; leave it out, or write that",
        settings.at("depinning.density_file").where, quoted_path(depinning.density_file)));
  }
  if (depinning.density_file.empty() && depinning.density == DensityShape::file) {
    throw InputError(
        fmt::format("{}: depinning.density = \"file\" needs depinning.density_file, the path of its file, such as "
                    "\"density.txt\"",
                    settings.at("depinning.density").where));
  }
  const Histogram& histogram = config.histogram;
  if (!(histogram.maximum_time_s > histogram.minimum_time_s)) {
    const auto given = settings.find(settings.contains("histogram.time_maximum") ? "histogram.time_maximum"
                                                                                 : "histogram.time_minimum");
    throw InputError(
        fmt::format("{}: histogram.time_maximum = \"{}\" must be greater than histogram.time_minimum = "
                    "\"{}\"",
                    given->second.where, format_quantity(histogram.maximum_time_s, Dimension::duration),
                    format_quantity(histogram.minimum_time_s, Dimension::duration)));
  }
}

}  // namespace slipburst::host
