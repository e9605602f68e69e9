#pragma once
/// \file The laws of leaving a trap or a pin, and the places that offer them.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/case/case.hpp"
#include "host/case/cluster_case.hpp"

namespace slipburst::host {

/// Rate as a function of temperature, with the prefactor A and the barrier E, after Arakawa et al. (2020); eta of a
/// pinned line is 1 - stress / critical stress.
enum class RateLaw {
  classical,      ///< A T exp(-E/k_B T), Arakawa et al., Eq. (1); k_B is in A, Hz/K
  arrhenius,      ///< A exp(-E/k_B T)
  classical_sum,  ///< sum over up to three barriers of A_j T exp(-E_j/k_B T): "classical-3"
  quantum,        ///< A T_c exp(-E/k_B T_c), T_c = sqrt(tau_c^2 + T^2), Arakawa et al., Eq. (2)
  debye,          ///< the same with the exact T_c of Debye's density
  density,        ///< the same with the exact T_c of a tabulated density
  qtst,           ///< A (1/k_B T) int W(e) exp(-e/k_B T) de through E sech^2(x/a), hbar omega_b at its top
  mott,           ///< A exp(-Gamma eta)
  film            ///< A (exp(-Gamma eta) + exp(-W0 eta^p/k_B T_c))
};

/// A law as a word of a key of cases.
template <class Choice>
struct KeyWord {
  Choice choice;
  std::string_view word, meaning;
};

/// A law as a model that is fitted to data.
struct FittedLaw {
  std::string_view name;            ///< of `slipburst fit arrhenius --model`
  std::string_view prefactor_unit;  ///< Hz, or Hz/K
  std::size_t max_barriers = 1;
  bool still_at_zero = true;  ///< whether frequencies at absolute zero are exactly zero
};

/// A law with all places that may offer it.
struct RateLawEntry {
  RateLaw law;
  std::string_view formula;
  std::string_view escape;  ///< name of `slipburst escape --model`; empty if not offered
  std::optional<FittedLaw> fit;
  std::optional<KeyWord<Escape>> film;       ///< of depinning.escape
  std::optional<KeyWord<Lattice>> clusters;  ///< of lattice.shaking
};

/// All laws. A law that is new in RateLaw is listed here once rate_laws.cpp describes it.
const std::vector<RateLawEntry>& rate_laws();
const RateLawEntry& rate_law(RateLaw law);

/// Names of `slipburst escape --model`, and of `slipburst fit arrhenius --model`.
std::vector<std::string> escape_names();
std::vector<std::string> fit_names();

/// Words of a key, in the order of their enumerators. \param place  RateLawEntry::film or RateLawEntry::clusters
template <class Choice>
std::vector<KeyWord<Choice>> key_words(std::optional<KeyWord<Choice>> RateLawEntry::*place) {
  std::vector<KeyWord<Choice>> words;
  for (bool more = true; more;) {
    more = false;
    for (const RateLawEntry& entry : rate_laws()) {
      if (!(entry.*place) || (entry.*place)->choice != static_cast<Choice>(words.size())) continue;
      words.push_back(*(entry.*place));
      more = true;
    }
  }
  return words;
}

/// List for a sentence: "a, b or c".
std::string one_of(const std::vector<std::string>& names);

}  // namespace slipburst::host
