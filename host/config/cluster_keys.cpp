#include "host/config/cluster_keys.hpp"

#include "host/config/key_kinds.hpp"
#include "host/detrapping/rate_laws.hpp"

namespace slipburst::host {
namespace {

constexpr Range temperatures{0, 3000};
constexpr Range barriers{1e-3, 1e5};
constexpr Range beam_energies{1e-3, 1e9};

/// Key of relative shares: one number for each barrier.
ClusterKey trap_shares() {
  ClusterKey key{{"traps.shares", "relative numbers of clusters in traps of each barrier; without it alike",
                  R"([1, 2, 1])", Presence::optional},
                 {},
                 {}};
  key.set = [=](ClusterCase& result, const Setting& setting) {
    std::vector<double> values;
    for (const std::string& text : setting.values) {
      const Form form = setting.form == Form::text ? Form::text : Form::number;
      values.push_back(checked_number(key, {{text}, form, setting.where}, {0, 1e30}));
    }
    result.traps.shares = values;
  };
  key.get = [](const ClusterCase& result) -> std::optional<std::string> {
    if (result.traps.shares.empty()) return std::nullopt;
    std::vector<std::string> texts;
    for (const double share : result.traps.shares) texts.push_back(format_number(share));
    return fmt::format("[{}]", fmt::join(texts, ", "));
  };
  return key;
}

std::vector<ClusterKey> trap_keys() {
  return {
      rising_quantities<ClusterCase>(
          "traps.barriers", Dimension::energy, barriers, [](auto& c) -> auto& { return c.traps.barriers; },
          "depths of the traps: what a cluster must climb to leave", "38 meV"),
      trap_shares(),
      quantity_or_zero<ClusterCase>(
          "traps.spread", Dimension::energy, [](auto& c) -> auto& { return c.traps.spread; },
          "standard deviation of a normal distribution about each barrier, cut off at zero", "0 meV"),
      choice<ClusterCase>(
          "traps.next", {"alike", "drawn"}, [](auto& c) -> auto& { return c.traps.next; },
          "the trap a cluster finds after a hop: as deep as the last (alike), or drawn anew (drawn)"),
      quantity<ClusterCase>(
          "traps.mean_free_path", Dimension::length, Presence::defaulted,
          [](auto& c) -> auto& { return c.traps.mean_free_path; },
          "mean distance between traps along the path of a cluster: distances of hops are exponential", "5 nm"),

      choice<ClusterCase>(
          "lattice.shaking", key_words(&RateLawEntry::clusters), [](auto& c) -> auto& { return c.shaking.lattice; },
          "temperature of the escape"),
      quantity_or_zero<ClusterCase>(
          "lattice.critical_temperature", Dimension::temperature,
          [](auto& c) -> auto& { return c.shaking.critical_temperature; }, "tau_c of quantum shaking", "101 K"),
      quantity<ClusterCase>(
          "lattice.debye_temperature", Dimension::temperature, Presence::defaulted,
          [](auto& c) -> auto& { return c.shaking.debye_temperature; }, "Debye's temperature", "310 K"),
  };
}

std::vector<ClusterKey> beam_keys() {
  return {
      number<ClusterCase>(
          "target.charge_number", {1, 120}, Presence::defaulted,
          [](auto& c) -> auto& { return c.target.charge_number; }, "charge number Z of the metal's atoms", "74"),
      number<ClusterCase>(
          "target.mass", {1, 400}, Presence::defaulted, [](auto& c) -> auto& { return c.target.mass_u; },
          "mass of an atom in atomic mass units", "183.84"),
      quantity<ClusterCase>(
          "target.migration_energy", Dimension::energy, Presence::defaulted,
          [](auto& c) -> auto& { return c.target.migration_energy; },
          "minimum energy transfer that lets an atom beside a vacancy jump into it", "1.78 eV"),
      number<ClusterCase>(
          "target.neighbours", {1, 24}, Presence::defaulted, [](auto& c) -> auto& { return c.target.neighbours; },
          "atoms beside a vacancy", "8"),

      quantity<ClusterCase>(
          "reference.energy", Dimension::beam_energy, Presence::defaulted,
          [](auto& c) -> auto& { return c.reference.energy_keV; }, "energy of the beam that frequencies are given for",
          "1000 keV"),
      quantity<ClusterCase>(
          "reference.flux", Dimension::particle_flux, Presence::defaulted,
          [](auto& c) -> auto& { return c.reference.flux; }, "its flux", "2e25 m^-2 s^-1"),
      quantity<ClusterCase>(
          "reference.temperature", Dimension::temperature, Presence::defaulted,
          [](auto& c) -> auto& { return c.supply.temperature_K; }, "and the temperature", "300 K"),

      quantity_or_zero<ClusterCase>(
          "vacancies.frequency", Dimension::rate, [](auto& c) -> auto& { return c.supply.frequency_Hz; },
          "motion frequency by vacancies at first, at the reference: a c_V(0) times the mean Gamma_k", "100 mHz"),
      number<ClusterCase>(
          "vacancies.decay_per_jump", {0, 1}, Presence::defaulted,
          [](auto& c) -> auto& { return c.supply.decay_per_jump; },
          "share of the vacancies that a jump loses: alpha over the rate of jumps", "9e-05"),

      quantity_or_zero<ClusterCase>(
          "direct.frequency", Dimension::rate, [](auto& c) -> auto& { return c.direct.frequency_Hz; },
          "motion frequency Gamma_d by hits of the reference beam itself, at all temperatures", "9.3 mHz"),
      quantity<ClusterCase>(
          "direct.min_transfer", Dimension::event_energy, Presence::defaulted,
          [](auto& c) -> auto& { return c.direct.min_transfer_eV; },
          "minimum energy transfer of such a hit: how Gamma_d depends on the energy of the beam", "7 eV"),
  };
}

std::vector<ClusterKey> watch_keys() {
  return {
      rising_quantities<ClusterCase>(
          "watch.temperatures", Dimension::temperature, temperatures,
          [](auto& c) -> auto& { return c.watch.temperatures_K; }, "temperatures, each combined with each beam",
          "300 K"),
      rising_quantities<ClusterCase>(
          "watch.energies", Dimension::beam_energy, beam_energies,
          [](auto& c) -> auto& { return c.watch.energies_keV; }, "energies of the beam", "1000 keV"),
      rising_quantities<ClusterCase>(
          "watch.fluxes", Dimension::particle_flux, positive, [](auto& c) -> auto& { return c.watch.fluxes; },
          "its fluxes", "2e25 m^-2 s^-1"),
      quantity_or_zero<ClusterCase>(
          "watch.start", Dimension::duration, [](auto& c) -> auto& { return c.watch.start_s; },
          "when the first window begins, after the beam was switched on", "0 s"),
      quantity<ClusterCase>(
          "watch.window", Dimension::duration, Presence::defaulted, [](auto& c) -> auto& { return c.watch.window_s; },
          "length of a window", "60 s"),
      integer<ClusterCase>(
          "watch.windows", {1, 1000}, [](auto& c) -> auto& { return c.watch.windows; },
          "windows, one after the other, 1 to 1000", "10"),
      integer<ClusterCase>(
          "watch.clusters", {1, 1e6}, [](auto& c) -> auto& { return c.watch.clusters; },
          "clusters in an area of interest, 1 to 1000000", "150"),
  };
}

}  // namespace

template <>
const std::vector<ClusterKey>& keys<ClusterCase>() {
  static const std::vector<ClusterKey> table = [] {
    std::vector<ClusterKey> all = trap_keys();
    for (const auto& more : {beam_keys(), watch_keys()}) all.insert(all.end(), more.begin(), more.end());
    return all;
  }();
  return table;
}

template <>
std::vector<RenamedKey> renamed_keys<ClusterCase>() {
  return {{"direct.least_transfer", "direct.min_transfer"}};
}

}  // namespace slipburst::host
