#include <fmt/format.h>

#include <cmath>

#include "host/config/checked_value.hpp"
#include "host/config/key.hpp"
#include "host/config/key_kinds.hpp"
#include "host/config/materials.hpp"
#include "host/config/release_keys.hpp"
#include "host/config/response_keys.hpp"
#include "host/text/printable.hpp"
#include "host/units/quantity.hpp"

namespace slipburst::host {
namespace {

/// Key of a material name: one of the program's or "custom". Names of the user's own materials become "custom" before.
/// \param kind, custom_values  words of the key's documentation
template <class Access>
Key material(std::string name, Access access, std::string_view kind, std::string_view custom_values) {
  std::vector<std::string> words = builtin_material_names(name);
  std::string doc = fmt::format("{}: {}, or custom (then give {})", kind, fmt::join(words, ", "), custom_values);
  words.emplace_back("custom");
  Key key{{std::move(name), std::move(doc), in_quotes(words.front()), Presence::required}, {}, {}};
  key.set = [=](Case& result, const Setting& setting) { access(result) = words[checked_choice(key, setting, words)]; };
  key.get = [=](const Case& result) { return std::optional(in_quotes(access(result))); };
  return key;
}

/// Key of a name shown in outputs.
template <class Access>
Key name(std::string key_name, Access access, std::string doc, std::string_view example) {
  Key key{{std::move(key_name), std::move(doc), in_quotes(example), Presence::optional}, {}, {}};
  key.set = [=](Case& result, const Setting& setting) {
    constexpr std::size_t max_length = 40;
    const std::string& text = single_value(key, setting);
    const bool plain = printable(text) == text && text.find_first_of("\"\\") == std::string::npos;
    if (text.empty() || characters(text) > max_length || !plain) {
      refuse(key, setting, fmt::format("should be 1 to {} printable characters without quotes", max_length));
    }
    access(result) = text;
  };
  key.get = [=](const Case& result) -> std::optional<std::string> {
    const std::string& text = access(result);
    return text.empty() ? std::nullopt : std::optional(in_quotes(text));
  };
  return key;
}

Key time_since_cooldown() {
  Key key{{"detector.time_since_cooldown", "time since cooldown at which rates are given; this or observation",
           in_quotes("1 week"), Presence::required, Dimension::duration},
          {},
          {}};
  key.set = [=](Case& result, const Setting& setting) {
    result.detector.time_since_cooldown_s =
        checked_quantity(key, setting, single_value(key, setting), Dimension::duration);
  };
  key.get = [](const Case& result) -> std::optional<std::string> {
    if (result.detector.observation_start_s) {
      return std::nullopt;
    }
    return in_quotes(format_quantity(result.detector.time_since_cooldown_s, Dimension::duration));
  };
  return key;
}

/// Key of the window [t1, t2] of data taken over months: rates fall as 1/t, so they follow the mean of 1/t over the
/// window, ln(t2/t1)/(t2-t1).
Key observation() {
  Key key{{"detector.observation", "start and end of the data taking after cooldown: rates are at the mean of 1/t",
           R"(["1 week", "2 weeks"])", Presence::optional},
          {},
          {}};
  key.set = [=](Case& result, const Setting& setting) {
    if (setting.values.size() != 2) {
      refuse(key, setting, fmt::format("needs two times, start and end, such as {}", key.example));
    }
    const double start = checked_quantity(key, setting, setting.values[0], Dimension::duration);
    const double end = checked_quantity(key, setting, setting.values[1], Dimension::duration);
    if (!(start < end)) {
      refuse(key, setting, "ends before it has begun; write the earlier time first");
    }
    result.detector.observation_start_s = start;
    result.detector.observation_end_s = end;
    result.detector.time_since_cooldown_s = (end - start) / std::log1p((end - start) / start);
  };
  key.get = [](const Case& result) -> std::optional<std::string> {
    const Detector& detector = result.detector;
    if (!detector.observation_start_s || !detector.observation_end_s) {
      return std::nullopt;
    }
    return fmt::format("[\"{}\", \"{}\"]", format_quantity(*detector.observation_start_s, Dimension::duration),
                       format_quantity(*detector.observation_end_s, Dimension::duration));
  };
  return key;
}

std::vector<Key> make_keys() {
  using enum Presence;
  return {
      material(
          "film.material", [](auto& c) -> auto& { return c.film.material; }, "film metal",
          "all film and depinning values"),
      quantity(
          "film.shear_modulus", Dimension::pressure, from_material,
          [](auto& c) -> auto& { return c.film.shear_modulus; }, "shear modulus of the film", "25 GPa"),
      quantity(
          "film.burgers", Dimension::length, from_material, [](auto& c) -> auto& { return c.film.burgers; },
          "length of the Burgers vector", "0.286 nm"),
      quantity(
          "film.sound_speed", Dimension::speed, from_material, [](auto& c) -> auto& { return c.film.sound_speed; },
          "transverse sound speed of the film", "3040 m/s"),
      quantity(
          "film.pair_breaking_energy", Dimension::energy, required,
          [](auto& c) -> auto& { return c.film.pair_breaking_energy; },
          "pair-breaking energy of the film, 2 Delta: the minimum phonon energy the sensor sees", "0.36 meV"),
      quantity(
          "film.thickness", Dimension::length, optional, [](auto& c) -> auto& { return c.film.thickness; },
          "pin heights beyond the film are rejected; without it there is no limit", "600 nm"),
      name(
          "film.name", [](auto& c) -> auto& { return c.film.name; },
          "name of the film in outputs and pictures, for a custom one; without it the material", "AlMn"),

      material(
          "substrate.material", [](auto& c) -> auto& { return c.substrate.material; }, "substrate",
          "its shear modulus"),
      quantity(
          "substrate.shear_modulus", Dimension::pressure, from_material,
          [](auto& c) -> auto& { return c.substrate.shear_modulus; },
          "shear modulus of the substrate; must exceed the film's", "51 GPa"),
      name(
          "substrate.name", [](auto& c) -> auto& { return c.substrate.name; },
          "name of the substrate in outputs and pictures, for a custom one; without it the material", "GaAs"),

      choice(
          "model.reading",
          {physics::name(Reading::appendix), physics::name(Reading::consistent), physics::name(Reading::equation7)},
          [](auto& c) -> auto& { return c.reading; },
          "reading of the printed equations: appendix, consistent or equation7"),
      choice(
          "model.dynamics", {"newtonian", "elastorelativistic"}, [](auto& c) -> auto& { return c.dynamics; },
          "law of motion: newtonian, or elastorelativistic, which changes the mass and kinetic energy alone and keeps "
          "lines below the sound speed"),

      quantity(
          "pinning.spacing", Dimension::length, required, [](auto& c) -> auto& { return c.pinning.spacing; },
          "distance between pins; the dislocation density is its inverse square", "50 nm"),
      number(
          "pinning.alpha", positive, required, [](auto& c) -> auto& { return c.pinning.alpha; },
          "pinned line length in units of (shear modulus x Burgers vector / stress)", "1"),
      choice(
          "pinning.shape",
          {physics::name(physics::Shape::linear), physics::name(physics::Shape::quadratic),
           physics::name(physics::Shape::arched)},
          [](auto& c) -> auto& { return c.pinning.shape.shape; },
          "line between interface and pin: linear (s), quadratic (s^2) or arched (2 s - s^2)"),
      number(
          "pinning.offset", {0.0, 1.0}, defaulted, [](auto& c) -> auto& { return c.pinning.shape.offset; },
          "height of a linear line's lower end in units of its pin's, 0 to 1", "0"),

      quantity(
          "grain.median", Dimension::length, optional, [](auto& c) -> auto& { return c.grain.median; },
          "median grain size: lines depin only in grains larger than they; without it there is no limit", "100 nm"),
      number(
          "grain.sigma", {0.0, 3.0}, defaulted, [](auto& c) -> auto& { return c.grain.sigma; },
          "standard deviation of the logarithm of the grain size: 0 for one size, or 0.01 to 3", "0.5"),

      number(
          "depinning.gamma", positive, from_material, [](auto& c) -> auto& { return c.depinning.gamma; },
          "Mott's exponent Gamma", "900"),
      quantity(
          "depinning.attempt_frequency", Dimension::frequency, from_material,
          [](auto& c) -> auto& { return c.depinning.attempt_frequency; }, "attempt frequency of depinning", "8.9 THz"),
      depinning_escape(),
      depinning_barrier(),
      depinning_barrier_exponent(),
      depinning_temperature(),
      depinning_critical_temperature(),
      depinning_density(),
      depinning_density_slope(),
      depinning_density_file(),

      quantity(
          "stress.sigma0", Dimension::pressure, required, [](auto& c) -> auto& { return c.sigma0; },
          "stress of the film; half of it is the largest resolved shear stress", "120 MPa"),

      quantity(
          "detector.aluminium_area", Dimension::area, optional,
          [](auto& c) -> auto& { return c.detector.aluminium_area_cm2; },
          "area of the metal film; rates in Hz need it, rates in Hz/cm^2 do not", "1 cm^2"),
      quantity(
          "detector.mass", Dimension::mass, optional, [](auto& c) -> auto& { return c.detector.mass_kg; },
          "mass of the crystal", "10.6 g"),
      number(
          "detector.subgap_efficiency", {0.0, 1.0}, defaulted,
          [](auto& c) -> auto& { return c.detector.subgap_efficiency; },
          "share of below-gap phonon energy that the sensor sees beside all above the gap, 0 to 1", "0"),
      time_since_cooldown(),
      observation(),

      choice(
          "numerics.precision", {"fp64", "fp32"}, [](auto& c) -> auto& { return c.numerics.precision; },
          "arithmetic of the segment integration: fp64 or fp32"),
      choice(
          "numerics.mode", {"adaptive", "fixed"}, [](auto& c) -> auto& { return c.numerics.mode; },
          "step size: adaptive, or fixed for convergence studies"),
      number(
          "numerics.relative_tolerance", {1e-13, 1e-3}, defaulted,
          [](auto& c) -> auto& { return c.numerics.relative_tolerance; },
          "tolerance of one adaptive step, 1e-13 to 1e-3", "1e-9"),
      integer(
          "numerics.step_budget", {1.0, 1e9}, [](auto& c) -> auto& { return c.numerics.step_budget; },
          "most steps of one segment, accepted and rejected, 1 to 1e9", "100000"),
      number(
          "numerics.fixed_step", positive, defaulted, [](auto& c) -> auto& { return c.numerics.fixed_step; },
          "step of fixed mode in stretched time z, dt = (L - 1/2) dz in units of 1.78 x Burgers vector / sound speed",
          "0.01"),

      number(
          "table.tolerance", {1e-7, 1e-1}, defaulted, [](auto& c) -> auto& { return c.table.tolerance; },
          "relative error allowed in tabulated event energies, 1e-7 to 0.1", "1e-4"),
      choice(
          "table.phonons", {"above-gap", "all"}, [](auto& c) -> auto& { return c.table.phonons; },
          "phonons whose energy the table holds: above-gap, or all to add every frequency"),

      quantity(
          "histogram.minimum", Dimension::event_energy, defaulted,
          [](auto& c) -> auto& { return c.histogram.minimum_eV; }, "lower end of the event spectrum", "0.01 eV"),
      quantity(
          "histogram.maximum", Dimension::event_energy, defaulted,
          [](auto& c) -> auto& { return c.histogram.maximum_eV; }, "upper end of the event spectrum", "10000 eV"),
      integer(
          "histogram.bins_per_decade", {1.0, 1000.0}, [](auto& c) -> auto& { return c.histogram.bins_per_decade; },
          "logarithmic bins per factor of ten in energy, 1 to 1000", "40"),
      integer(
          "histogram.plane_bins_per_decade", {0.0, 100.0},
          [](auto& c) -> auto& { return c.histogram.plane_bins_per_decade; },
          "bins per factor of ten of crystal against film energy, 0 to 100; 0 keeps no such plane", "0"),
      histogram_time_minimum(),
      histogram_time_maximum(),
      histogram_time_bins_per_decade(),

      response_resolution(),
      response_threshold(),
      response_efficiency(),
      response_energy_scale(),
      response_live_time(),
  };
}

}  // namespace

template <>
const std::vector<Key>& keys<Case>() {
  static const std::vector<Key> table = make_keys();
  return table;
}

template <>
std::vector<RenamedKey> renamed_keys<Case>() {
  return {{"film.gap", "film.pair_breaking_energy"}, {"table.channels", "table.phonons"}};
}

std::string_view material_key_of(const Key& key) {
  return key.section() == "substrate" ? "substrate.material" : "film.material";
}

std::vector<const Key*> keys_from_material(std::string_view material_key) {
  std::vector<const Key*> found;
  for (const Key& key : keys()) {
    if (key.presence == Presence::from_material && material_key_of(key) == material_key) found.push_back(&key);
  }
  return found;
}

}  // namespace slipburst::host
