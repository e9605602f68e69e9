#pragma once
/// \file Bounds by which random words tell of most releases without these being computed.

#include "slipburst/exec/release_source.hpp"
#include "slipburst/exec/silent_words.hpp"
#include "slipburst/release/plain_words.hpp"

namespace slipburst::exec {

struct ReleaseBounds {
  bool any = false;  ///< whether any word tells
  release::PlainWords plain;
  SilentWords::Bounds silent = SilentWords().bounds(random::unstratified());

  /// Bounds that tell nothing.
  ReleaseBounds() = default;

  /// \tparam Table  table::View, or table::Zones
  template <class Table>
  ReleaseBounds(const EventModel& model, const Table& table, const release::Slices& slices, const ReleaseSource& from)
      : any(true) {
    const bool is_plain = from.slice < 0;
    if (is_plain) plain = release::PlainWords(slices, from.population);
    const release::StressBounds stresses = is_plain ? slices.stresses() : slices.stresses_of(from.slice);
    silent = SilentWords::of_releases(model, table, stresses).bounds(random::unstratified());
  }
};

}  // namespace slipburst::exec
