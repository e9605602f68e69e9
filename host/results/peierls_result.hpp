#pragma once
/// \file Result of `slipburst peierls` and its fields.

#include <vector>

#include "host/detrapping/frenkel_kontorova.hpp"
#include "host/results/field.hpp"

namespace slipburst::host {

struct PeierlsResult {
  double width, harmonic;  ///< of the chain, as asked
  FrenkelKontorovaChain chain;
  RelaxedBarrier relaxed;
};

/// An atom of the chain in the states of the relaxed barrier.
struct ChainAtom {
  int atom;  ///< number from the middle
  double minimum_position, saddle_position;
};

/// The atoms about the kink. \param number  not more than the chain has
std::vector<ChainAtom> middle_atoms(const PeierlsResult& result, int number);

const Fields<PeierlsResult>& peierls_fields();
const Fields<ChainAtom>& chain_atom_fields();

}  // namespace slipburst::host
