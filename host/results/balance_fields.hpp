#pragma once
/// \file Fields of an energy balance, of a segment per length or of a whole line.

#include <string>

#include "host/lines/energy_balance.hpp"
#include "host/results/field.hpp"

namespace slipburst::host {

/// \param unit  "eV/nm" or "eV"
/// \param suffix  unit as part of a name: "_eV_per_nm" or "_eV"
/// \param balance  EnergyBalance or LineBalance of a result
template <class Result, class GetBalance>
Fields<Result> balance_fields(const std::string& unit, const std::string& suffix, GetBalance balance) {
  Fields<Result> fields = {
      {{"work" + suffix, unit, "",
        "work of the stress against the image force from release to equilibrium, τb(h − x_eq) − κT0K ln(h/x_eq)"},
       [=](const Result& r) { return balance(r).work; }},
      {{"radiated" + suffix, unit, "", "energy radiated into both channels at all frequencies"},
       [=](const Result& r) { return balance(r).radiated; }},
      {{"residual" + suffix, unit, "", "work minus radiated energy"},
       [=](const Result& r) { return balance(r).residual(); }},
  };
  const auto add_channel = [&](const std::string& name, auto channel) {
    fields.push_back({{name + "_radiation_force" + suffix, unit, "",
                       "above-gap energy into the " + name + " by the radiation force, −F_rad v"},
                      [=](const Result& r) { return channel(r).radiation_force; }});
    fields.push_back({{name + "_mass_term" + suffix, unit, "",
                       "above-gap energy into the " + name + " by the mass term, −½ (dm*/dt) v² (Eq. 21)"},
                      [=](const Result& r) { return channel(r).mass_term; }});
    fields.push_back({{name + "_below_5b_share", "1", "",
                       "share of the " + name +
                           "'s above-gap energy emitted closer to the interface than five Burgers vectors, where "
                           "linear elasticity is in doubt"},
                      [=](const Result& r) { return channel(r).near_share(); }});
  };
  add_channel("crystal", [=](const Result& r) { return balance(r).crystal; });
  add_channel("film", [=](const Result& r) { return balance(r).film; });
  return fields;
}

}  // namespace slipburst::host
