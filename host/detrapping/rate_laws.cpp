#include "host/detrapping/rate_laws.hpp"

#include <algorithm>

namespace slipburst::host {
namespace {

/// Entry of a law; none for a number that is no law.
std::optional<RateLawEntry> describe(RateLaw law) {
  switch (law) {
    case RateLaw::classical:
      return RateLawEntry{law,
                          "A T exp(-E/k_B T)",
                          "classical",
                          FittedLaw{"classical", "Hz/K"},
                          KeyWord<Escape>{Escape::classical, "classical", "at T"},
                          KeyWord<Lattice>{Lattice::classical, "classical", "T"}};
    case RateLaw::arrhenius:
      return RateLawEntry{law, "A exp(-E/k_B T)", "arrhenius", FittedLaw{"arrhenius", "Hz"}, {}, {}};
    case RateLaw::classical_sum:
      return RateLawEntry{law, "sum of A_j T exp(-E_j/k_B T) over up to three barriers",
                          {},  FittedLaw{"classical-3", "Hz/K", 3},
                          {},  {}};
    case RateLaw::quantum:
      return RateLawEntry{law,
                          "A T_c exp(-E/k_B T_c) with T_c = sqrt(tau_c^2 + T^2)",
                          "quantum",
                          FittedLaw{"quantum", "Hz/K", 1, false},
                          KeyWord<Escape>{Escape::quantum, "quantum", "at sqrt(tau_c^2 + T^2)"},
                          KeyWord<Lattice>{Lattice::quantum, "quantum", "T_c = sqrt(tau_c^2 + T^2)"}};
    case RateLaw::debye:
      return RateLawEntry{law,     "A T_c exp(-E/k_B T_c) with the exact T_c of Debye's density",
                          "debye", {},
                          {},      KeyWord<Lattice>{Lattice::debye, "debye", "the exact T_c of Debye's density"}};
    case RateLaw::density:
      return RateLawEntry{law, "A T_c exp(-E/k_B T_c) with the exact T_c of a tabulated density", "density", {}, {},
                          {}};
    case RateLaw::qtst:
      return RateLawEntry{
          law,    "A/(k_B T) times the integral of W(e) exp(-e/k_B T) over e, tunnelling through E sech^2(x/a)",
          "qtst", FittedLaw{"qtst", "Hz"},
          {},     {}};
    case RateLaw::mott:
      return RateLawEntry{
          law, "A exp(-Gamma eta)", "mott", {}, KeyWord<Escape>{Escape::tunnelling, "tunnelling", "none"}, {}};
    case RateLaw::film:
      return RateLawEntry{law, "A (exp(-Gamma eta) + exp(-W0 eta^p/k_B T_c))", "film", {}, {}, {}};
  }
  return std::nullopt;
}

}  // namespace

const std::vector<RateLawEntry>& rate_laws() {
  static const std::vector<RateLawEntry> all = [] {
    std::vector<RateLawEntry> entries;
    while (const std::optional<RateLawEntry> entry = describe(static_cast<RateLaw>(entries.size()))) {
      entries.push_back(*entry);
    }
    return entries;
  }();
  return all;
}

const RateLawEntry& rate_law(RateLaw law) { return rate_laws().at(static_cast<std::size_t>(law)); }

std::vector<std::string> escape_names() {
  std::vector<std::string> names;
  for (const RateLawEntry& entry : rate_laws()) {
    if (!entry.escape.empty()) names.emplace_back(entry.escape);
  }
  return names;
}

std::vector<std::string> fit_names() {
  std::vector<std::string> names;
  for (const RateLawEntry& entry : rate_laws()) {
    if (entry.fit) names.emplace_back(entry.fit->name);
  }
  return names;
}

std::string one_of(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 < names.size() ? ", " : " or ";
    text += names[i];
  }
  return text;
}

}  // namespace slipburst::host
