#include "host/results/peierls_result.hpp"

#include <cstddef>
#include <cstdint>

namespace slipburst::host {
namespace {

Fields<PeierlsResult> make_peierls_fields() {
  using Result = const PeierlsResult&;
  return {
      {{"width", "1", "", "w in lattice constants, as asked"}, [](Result r) { return r.width; }},
      {{"second_harmonic", "1", "", "A, as asked"}, [](Result r) { return r.harmonic; }},
      {{"rigid_barrier_over_V0", "1", "",
        "range of the energy of a rigid continuum kink sampled at the atoms, over all its positions"},
       [](Result r) { return r.chain.rigid_barrier(); }},
      {{"rigid_closed_form_over_V0", "1", "",
        "16π²w²/sinh(π²w), first lattice harmonic of the rigid barrier (1.6e-4 less at w = 0.5); none unless A = 1"},
       [](Result r) -> FieldValue {
         if (r.harmonic != 1) return {};
         return r.chain.rigid_closed_form();
       }},
      {{"relaxed_barrier_over_V0", "1", "",
        "energy of the highest saddle minus that of the lowest state, all atoms relaxed"},
       [](Result r) { return r.relaxed.barrier; }},
      {{"minimum_energy_over_V0", "1", "", "energy of the lowest state"},
       [](Result r) { return r.relaxed.minimum.energy; }},
      {{"saddle_energy_over_V0", "1", "", "energy of the highest saddle"},
       [](Result r) { return r.relaxed.saddle.energy; }},
      {{"chain_atoms", "1", "", "length of the chain; a longer one changes nothing"},
       [](Result r) { return std::int64_t{r.chain.atoms()}; }},
  };
}

Fields<ChainAtom> make_atom_fields() {
  using Atom = const ChainAtom&;
  return {
      {{"atom", "1", "", "number of the atom from the middle"}, [](Atom a) { return std::int64_t{a.atom}; }},
      {{"minimum_position", "1", "", "u_n/a in the lowest state, 0 before the kink and 1 behind"},
       [](Atom a) { return a.minimum_position; }},
      {{"saddle_position", "1", "", "u_n/a at the highest saddle, 0 before the kink and 1 behind"},
       [](Atom a) { return a.saddle_position; }},
  };
}

}  // namespace

std::vector<ChainAtom> middle_atoms(const PeierlsResult& result, int number) {
  std::vector<ChainAtom> atoms;
  const int first = -(number / 2);
  for (int n = first; n < first + number; ++n) {
    const auto at = static_cast<std::size_t>(n + result.chain.half_length());
    atoms.push_back({n, result.relaxed.minimum.positions[at], result.relaxed.saddle.positions[at]});
  }
  return atoms;
}

const Fields<PeierlsResult>& peierls_fields() {
  static const Fields<PeierlsResult> fields = make_peierls_fields();
  return fields;
}

const Fields<ChainAtom>& chain_atom_fields() {
  static const Fields<ChainAtom> fields = make_atom_fields();
  return fields;
}

}  // namespace slipburst::host
